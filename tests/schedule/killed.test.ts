import { describe, expect, it } from 'vitest';
import { wire } from '../../src/app/wire.js';
import { millrace } from '../support/cli.js';
import { documentOf, someRows } from '../support/document.js';
import { type Started, startMillrace } from '../support/process.js';
import { type Project, project } from '../support/project.js';

const DAY = 86_400_000;

/** Its first run never ends, or those after it, as `pause.txt` says. */
const MODULE = `import { existsSync, readFileSync } from 'node:fs';
import { defineTransform } from 'millrace/kit';
export default defineTransform({ reads: { id: 'bigint' }, filter: (_, rows) => {
  const nth = existsSync('out/cases.csv') ? '2' : '1';
  const isPaused = readFileSync('pause.txt', 'utf8') === nth;
  if (isPaused) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100000);
  return new Array(rows).fill(true);
} });
`;

/** Comes once a day, some minutes ago: nothing becomes due while a test runs. */
const scheduled = (rule: string, at: Date, more = ''): string =>
  documentOf(
    `  rows: { use: read_csv, with: { path: raw://in.csv } }
  slow: { use: code, from: rows, with: { module: ./slow.ts } }
  out: { use: write_csv, from: slow, with: { path: out://cases.csv } }
`,
    `schedule:\n  cron: ${at.getUTCMinutes()} ${at.getUTCHours()} * * *\n  catch_up: ${rule}\n${more}`,
  );

/** A project whose schedule was last looked at some days before its last time, and has missed these since. */
const missed = async (rule: string, more = '') => {
  const last = new Date(Math.floor((Date.now() - 5 * 60_000) / 60_000) * 60_000);
  const here = await project({
    'pipeline.yaml': scheduled(rule, last, more),
    'slow.ts': MODULE,
    'pause.txt': '0',
    'data/in.csv': someRows,
  });
  const before = { now: () => new Date(last.getTime() - 3 * DAY + 3_600_000) };
  await millrace(here, ['schedule', 'pipeline.yaml', '--once'], { wiring: { clock: before } });
  const times = [2, 1, 0].map((days) => new Date(last.getTime() - days * DAY).toISOString());
  return { here, times };
};

/** The times that runs stood for and how they ended, in order. */
const runsIn = async (here: Project) => {
  const store = wire().createRunStore(here.path('.millrace'));
  const entries = (await store.list()).toReversed();
  return Promise.all(
    entries.map(async ({ runId, status }) => {
      const time = status === 'succeeded' ? (await store.read(runId)).runTime : undefined;
      return { status, time };
    }),
  );
};

const succeeded = async (here: Project) =>
  (await runsIn(here)).flatMap(({ status, time }) => (status === 'succeeded' ? [time] : []));

const said = ({ child }: Started, pattern: RegExp): Promise<void> =>
  new Promise((resolve) => {
    let text = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      text += chunk;
      if (pattern.test(text)) resolve();
    });
  });

describe('a scheduler that is killed', () => {
  it.each([
    ['all', 1, 3],
    ['all', 2, 3],
    ['{ all: 2 }', 1, 2],
    ['last', 1, 1],
  ])(
    'under catch_up: %s, at its run %d: the next one runs each time once, %d in all',
    async (rule, nth, count) => {
      const { here, times } = await missed(rule);
      await here.write({ 'pause.txt': String(nth) });
      const first = startMillrace(here, ['schedule', 'pipeline.yaml']);
      await said(first, new RegExp(`(: runs[^]*){${nth}}`));
      first.child.kill('SIGKILL');
      expect((await first.ended).signal).toBe('SIGKILL');
      const done = await succeeded(here);
      expect(done).toEqual(times.slice(-count).slice(0, nth - 1));
      await here.write({ 'pause.txt': '0' });
      const next = await startMillrace(here, ['schedule', 'pipeline.yaml', '--once']).ended;
      expect(next.code).toBe(0);
      expect(await succeeded(here)).toEqual(times.slice(-count));
      const again = await startMillrace(here, ['schedule', 'pipeline.yaml', '--once']).ended;
      expect([again.code, again.err]).toEqual([0, expect.stringMatching(/nothing is due; next: cases at /)]);
      expect(await succeeded(here)).toHaveLength(count);
    },
  );

  it('under catch_up: none has missed nothing', async () => {
    const { here } = await missed('none');
    const first = startMillrace(here, ['schedule', 'pipeline.yaml']);
    await said(first, /scheduling/);
    first.child.kill('SIGKILL');
    await first.ended;
    const next = await startMillrace(here, ['schedule', 'pipeline.yaml', '--once']).ended;
    expect([next.code, await runsIn(here)]).toEqual([0, []]);
  });
});

describe('a limit', () => {
  const limited = (rule: string) => missed('all', `  concurrency: { limit: 1, when_full: ${rule} }\n`);
  const once = (here: Project) => millrace(here, ['schedule', 'pipeline.yaml', '--once']);
  const short = (times: readonly string[]) => times.map((time) => time.replace('.000Z', 'Z'));

  it('that queues runs all of them, one after the other', async () => {
    const { here, times } = await limited('queue');
    expect((await once(here)).code).toBe(0);
    expect(await succeeded(here)).toEqual(times);
  });

  it('that skips leaves out those for which there is no room, for good', async () => {
    const { here, times } = await limited('skip');
    const { code, err } = await once(here);
    const [, second, third] = short(times);
    expect(code).toBe(0);
    for (const time of [second, third]) expect(err).toContain(`cases for ${time}: left out`);
    expect(await succeeded(here)).toEqual(times.slice(0, 1));
    expect((await once(here)).err).toContain('nothing is due');
  });

  it('that cancels ends the run that is on in favour of the newest', async () => {
    const { here, times } = await limited('cancel');
    const { err } = await once(here);
    const [first, second] = short(times);
    expect(err).toContain(`cases for ${first}: is ended in favour of a newer one`);
    expect(err).toContain(`cases for ${second}: left out`);
    expect(await succeeded(here)).toEqual(times.slice(2));
    expect((await once(here)).err).toContain('nothing is due');
  });
});
