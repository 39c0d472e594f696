import { describe, expect, it } from 'vitest';
import type { RunRecord } from '../../src/kit/index.js';
import { millrace } from '../support/cli.js';
import { documentOf, reading, someRows, writing } from '../support/document.js';
import { project } from '../support/project.js';
import { type Fault, faulty } from './faulty.js';

const made = (policies: string) =>
  project({
    'pipeline.yaml': documentOf(`${reading}${writing('rows')}`, `policies:\n${policies}`),
    'data/in.csv': someRows,
  });

const hangsFirst: Fault = (_, nth) => (nth === 1 ? 'hangs' : 'none');

describe('a stage that hangs', () => {
  it('is told to end and tried again', async () => {
    const at = await made('  - { retry: { max_attempts: 2, initial: 1s }, timeout: 200ms }\n');
    const { wiring } = faulty(hangsFirst);
    const { code, err, out } = await millrace(at, ['run', 'pipeline.yaml', '--json'], { wiring });
    expect(code, err).toBe(0);
    const [stage] = (JSON.parse(out) as RunRecord).stages;
    expect(stage?.attempts?.map(({ codes }) => codes)).toEqual([['MR7010'], []]);
  });

  it('fails with the time that it had, where it is tried once', async () => {
    const at = await made('  - timeout: 200ms\n');
    const { wiring } = faulty(() => 'hangs');
    const { code, err } = await millrace(at, ['run', 'pipeline.yaml'], { wiring });
    expect(code, err).toBe(1);
    expect(err).toContain('error[MR7010] stage s1 ("result") took longer than 200ms');
    await expect(at.read('out/out.csv')).rejects.toThrow();
  });

  it('ends with the time of all attempts together', async () => {
    const at = await made('  - { retry: { max_attempts: 5, initial: 1ms, max_duration: 300ms } }\n');
    const { wiring } = faulty(() => 'hangs');
    const { code, err } = await millrace(at, ['run', 'pipeline.yaml'], { wiring });
    expect(code, err).toBe(1);
    expect(err).toMatch(/error\[MR7010\] .* took longer than \d+ms/);
  });

  it('ends with the run, and is not tried again then', async () => {
    const at = await made('  - { retry: { max_attempts: 5, initial: 1s }, timeout: 1m }\n');
    const stop = new AbortController();
    const { wiring, time } = faulty(() => {
      setTimeout(() => stop.abort(), 50);
      return 'hangs';
    });
    const { code, err } = await millrace(at, ['run', 'pipeline.yaml'], { wiring, signal: stop.signal });
    expect(code, err).toBe(130);
    expect(time.waits).toEqual([]);
  });

  it('has the longest time that may be learned while nothing is known', async () => {
    const at = await made('  - timeout: { learned: { min: 50ms, max: 250ms } }\n');
    const { wiring } = faulty(() => 'hangs');
    const { code, err, out } = await millrace(at, ['run', 'pipeline.yaml', '--json'], { wiring });
    expect(code, err).toBe(1);
    expect(err).toContain('took longer than 250ms');
    const { policies } = JSON.parse(out) as RunRecord;
    expect(policies?.[0]?.timeout).toEqual({
      seconds: 0.25,
      evidence: '0.25 s: no attempt of the node or its kind has succeeded yet',
    });
  });
});
