import { describe, expect, it } from 'vitest';
import { millrace } from '../support/cli.js';
import { documentOf, reading, writing } from '../support/document.js';
import { codesIn, expectNoLeftovers } from '../support/expectations.js';
import { startMillrace } from '../support/process.js';
import { type Project, project } from '../support/project.js';
import { slowQuery, untilRunning } from './slow-run.js';

const rows = 'id\n1\n2\n';
const quick = documentOf(`${reading}${writing('rows')}`);

const starts = async (at: Project) => {
  const run = startMillrace(at, ['run', 'slow.yaml']);
  await untilRunning(at);
  return run;
};

describe('two runs to one target', () => {
  it('the one that came first wins; the other is told who holds the target, and changes nothing', async () => {
    const at = await project({ 'slow.yaml': slowQuery, 'pipeline.yaml': quick, 'data/in.csv': rows });
    const first = await starts(at);
    const { code, err } = await millrace(at, ['run', 'pipeline.yaml']);
    expect({ code, codes: codesIn(err) }, err).toEqual({ code: 1, codes: ['MR3009'] });
    expect(err).toContain('out://out.csv');
    first.child.kill('SIGINT');
    await first.ended;
    await expectNoLeftovers(at);
  });

  it('a run that was killed holds nothing: the next one publishes, and leaves none of it', async () => {
    const at = await project({ 'slow.yaml': slowQuery, 'pipeline.yaml': quick, 'data/in.csv': rows });
    const first = await starts(at);
    first.child.kill('SIGKILL');
    expect((await first.ended).signal).toBe('SIGKILL');
    const { code, err } = await millrace(at, ['run', 'pipeline.yaml']);
    expect(code, err).toBe(0);
    expect(await at.read('out/out.csv')).toBe(rows);
    await expectNoLeftovers(at);
    const { out } = await millrace(at, ['runs']);
    expect(
      out
        .split('\n')
        .slice(1, 3)
        .map((line) => line.split(/ {2,}/)[2]),
    ).toEqual(['succeeded', 'interrupted']);
  });

  it('started together, each either publishes or is refused, and the output is whole', async () => {
    const at = await project({ 'pipeline.yaml': quick, 'data/in.csv': rows });
    const words = ['run', 'pipeline.yaml'];
    const runs = await Promise.all([1, 2, 3].map(() => startMillrace(at, words).ended));
    expect(runs.some(({ code }) => code === 0)).toBe(true);
    for (const { code, err } of runs) {
      expect([0, 1], err).toContain(code);
      expect(codesIn(err), err).toEqual(code === 0 ? [] : ['MR3009']);
    }
    expect(await at.read('out/out.csv')).toBe(rows);
    await expectNoLeftovers(at);
  });

  it('to other targets of the store do not meet', async () => {
    const at = await project({
      'slow.yaml': slowQuery,
      'pipeline.yaml': quick.replace('out://out.csv', 'out://other.csv'),
      'data/in.csv': rows,
    });
    const first = await starts(at);
    const { code, err } = await millrace(at, ['run', 'pipeline.yaml']);
    expect(code, err).toBe(0);
    first.child.kill('SIGTERM');
    await first.ended;
    expect(await at.read('out/other.csv')).toBe(rows);
  });
});
