import { describe, expect, it } from 'vitest';
import { millrace } from '../support/cli.js';
import { documentOf, reading, someRows, writing } from '../support/document.js';
import { project } from '../support/project.js';

const scheduled = (schedule: string, pipeline = 'cases'): string =>
  documentOf(`${reading}${writing('rows')}`, `schedule:\n${schedule}`).replace(
    'pipeline: cases',
    `pipeline: ${pipeline}`,
  );

const at = (time: string) => ({ clock: { now: () => new Date(time) } });

describe('millrace schedule --once', () => {
  it('fires what is due, once, and stands for the scheduled time', async () => {
    const here = await project({
      'pipeline.yaml': scheduled('  cron: 0 6 * * *\n  timezone: Europe/Berlin\n'),
      'data/in.csv': someRows,
    });
    const once = (time: string) =>
      millrace(here, ['schedule', 'pipeline.yaml', '--once'], { wiring: at(time) });
    const first = await once('2026-07-01T03:00:00Z');
    expect([first.code, first.err]).toEqual([0, expect.not.stringContaining('runs')]);
    const second = await once('2026-07-01T04:00:20Z');
    expect(second.err).toContain('cases for 2026-07-01T04:00:00Z: published 1 output');
    expect(await here.read('out/out.csv')).toBe('id,name,amount\n1,Ada,10.5\n2,Grace,20.0\n3,Linus,\n');
    expect((await once('2026-07-01T04:00:40Z')).err).not.toContain('runs');
    const runs = await millrace(here, ['runs', 'latest', '--json']);
    expect(JSON.parse(runs.out)).toMatchObject({ runTime: '2026-07-01T04:00:00.000Z' });
  });
});
