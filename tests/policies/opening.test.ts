import { rename } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { createPolicyTools } from '../../src/app/policy/tools.js';
import type { RunRecord } from '../../src/kit/index.js';
import { millrace } from '../support/cli.js';
import { documentOf, reading, someRows, writing } from '../support/document.js';
import { type Project, project } from '../support/project.js';
import { virtualTime } from './faulty.js';

const policies =
  'policies:\n  - match: { kind: read_* }\n    retry: { max_attempts: 4, type: constant, initial: 5s, jitter: none }\n';

const made = () =>
  project({
    'pipeline.yaml': documentOf(`${reading}${writing('rows')}`, policies),
    'data/other.csv': someRows,
  });

/** Time in which something happens when it has been waited for the first so many times. */
const timeIn = (times: number, happens: () => Promise<unknown>) => {
  const time = virtualTime();
  const sleep = async (milliseconds: number, signal: AbortSignal) => {
    await time.sleep(milliseconds, signal);
    if (time.waits.length === times) await happens();
  };
  return { time, wiring: { policies: createPolicyTools({ ...time, sleep }) } };
};

const appears = (at: Project) => () => rename(at.path('data/other.csv'), at.path('data/in.csv'));

describe('a file that is not there yet', () => {
  it('is waited for as the policy of its node says', async () => {
    const at = await made();
    const { time, wiring } = timeIn(2, appears(at));
    const { code, err, out } = await millrace(at, ['run', 'pipeline.yaml', '--json'], { wiring });
    expect(code, err).toBe(0);
    expect(time.waits).toEqual([5000, 5000]);
    expect((JSON.parse(out) as RunRecord).tried).toMatchObject([
      {
        work: 'opening',
        nodes: ['rows'],
        attempts: [{ codes: ['MR3004'] }, { codes: ['MR3004'] }, { codes: [] }],
      },
    ]);
    expect(err).toContain('opening rows: succeeded at attempt 3 (MR3004, MR3004), 10.0 s of waiting');
  });

  it('fails the run with how often it was tried, once that is over', async () => {
    const at = await made();
    const { time, wiring } = timeIn(99, appears(at));
    const { code, err } = await millrace(at, ['run', 'pipeline.yaml'], { wiring });
    expect(code, err).toBe(1);
    expect(time.waits).toHaveLength(3);
    expect(err).toContain('error[MR3004]');
    expect(err).toContain('tried 4 times, with 15 s of waiting: all 4 attempts failed');
  });

  it('is told at once by a check', async () => {
    const at = await made();
    const { time, wiring } = timeIn(1, appears(at));
    const { err } = await millrace(at, ['validate', 'pipeline.yaml'], { wiring });
    expect(err).toContain('error[MR3004]');
    expect(time.waits).toEqual([]);
  });

  it('is not waited for any longer once the run is interrupted', async () => {
    const at = await made();
    const stop = new AbortController();
    const { wiring } = timeIn(1, async () => stop.abort());
    const { code } = await millrace(at, ['run', 'pipeline.yaml'], { wiring, signal: stop.signal });
    expect(code).toBe(130);
  });
});
