import { describe, expect, it } from 'vitest';
import type { RunRecord } from '../../src/kit/index.js';
import { millrace } from '../support/cli.js';
import { documentOf, reading, someRows, writing } from '../support/document.js';
import { type Project, project } from '../support/project.js';
import { faulty, firstTimes } from './faulty.js';

const retrying = (retry: string, more = ''): string => `policies:
  - match: { kind: read_* }
    retry: ${retry}
${more}`;

const copying = (policies: string): string => documentOf(`${reading}${writing('rows')}`, policies);

const run = async (at: Project, options: Parameters<typeof millrace>[2]) => {
  const seen = await millrace(at, ['run', 'pipeline.yaml', '--json'], options);
  return { ...seen, record: JSON.parse(seen.out || '{}') as RunRecord };
};

const made = (policies: string) => project({ 'pipeline.yaml': copying(policies), 'data/in.csv': someRows });

describe('a stage that fails for a while', () => {
  it.each(['before', 'after'] as const)(
    'gives the rows of one that succeeded at once, failing %s its work',
    async (how) => {
      const at = await made(retrying('{ max_attempts: 4, type: constant, initial: 2s, jitter: none }'));
      const { wiring, time } = faulty(firstTimes(3, how));
      const { code, err, record } = await run(at, { wiring });
      expect(code, err).toBe(0);
      expect(await at.read('out/out.csv')).toBe('id,name,amount\n1,Ada,10.5\n2,Grace,20.0\n3,Linus,\n');
      expect(time.waits).toEqual([2000, 2000, 2000]);
      expect(record.stages[0]?.attempts?.map(({ codes, waited }) => [codes, waited])).toEqual([
        [['MR3016'], 2],
        [['MR3016'], 2],
        [['MR3016'], 2],
        [[], 0],
      ]);
    },
  );

  it('is told as it goes on, in what is printed and in the report', async () => {
    const at = await made(retrying('{ max_attempts: 2, type: constant, initial: 2s, jitter: none }'));
    const { err } = await run(at, faulty(firstTimes(1)));
    expect(err).toContain('stage s1: attempt 1 failed (MR3016), tried again in 2.00 s');
    expect(err).toContain('stage s1 (rows + result): succeeded at attempt 2 (MR3016), 2.00 s of waiting');
    await millrace(at, ['report', 'latest', '-o', 'report.html']);
    expect(await at.read('report.html')).toContain('written as an output, at attempt 2');
  });

  it('is tried no more once the budget of the run is used up', async () => {
    const at = await made(retrying('{ max_attempts: 9, initial: 1s }', '  - budget: { retries: 2 }\n'));
    const { wiring, time } = faulty(firstTimes(9));
    const { code, err } = await run(at, { wiring });
    expect(code, err).toBe(1);
    expect(time.waits).toHaveLength(2);
    expect(err).toContain('the run has tried again 2 times, which is all that its budget has');
  });

  it('is not tried again for what is wrong with rows', async () => {
    const at = await made(retrying('{ max_attempts: 9, initial: 1s }'));
    const { wiring, time } = faulty(firstTimes(9), 'MR4023');
    expect((await run(at, { wiring })).code).toBe(3);
    expect(time.waits).toEqual([]);
  });

  it('fails with its own error once all attempts have failed', async () => {
    const at = await made(retrying('{ max_attempts: 2, initial: 1s }'));
    const { wiring } = faulty(firstTimes(9));
    const { code, err, record } = await run(at, { wiring });
    expect(code, err).toBe(1);
    expect(err).toContain('error[MR3016]');
    expect(record.status).toBe('failed');
    expect(record.givenUp?.[0]?.attempts.map(({ why }) => why)).toEqual([undefined, 'all 2 attempts failed']);
  });
});
