import { appendFile, readdir, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { describe, expect, it } from 'vitest';
import { millrace } from '../support/cli.js';
import { documentOf } from '../support/document.js';
import { codesIn } from '../support/expectations.js';
import { type Project, project } from '../support/project.js';

const rows = `seen,amount
2026-03-28T12:00:00,1
2026-03-28T23:00:00,2
2026-03-29T21:59:59,4
2026-03-29T22:00:00,8
`;

/** The rows of one day of Berlin, in a folder of their own. */
const byDay = (folder = './out/$' + '{env:MILLRACE_PARTITION}'): string =>
  documentOf(
    `  rows:
    use: read_csv
    with: { path: raw://in.csv, types: { seen: TIMESTAMP } }
  day:
    use: filter
    from: rows
    with:
      where: seen >= $since and seen < $until
  result:
    use: write_csv
    from: day
    with: { path: out://out.csv }
`,
    `schedule:
  timezone: Europe/Berlin
  partitions: { by: day, from: since, to: until }
params:
  since: { type: timestamp, default: 2026-01-01 }
  until: { type: timestamp, default: 2026-01-01 }
`,
  ).replace('./out', () => `"${folder}"`);

const here = (document = byDay()): Promise<Project> =>
  project({ 'pipeline.yaml': document, 'data/in.csv': rows });

const march = ['--from', '2026-03-28', '--to', '2026-03-31'] as const;
const idIn = (text: string): string => /backfill (\S+):/.exec(text)?.[1] ?? '';
const day = (at: Project, name: string): Promise<string> => at.read(`out/${name}/out.csv`);

describe('millrace backfill', () => {
  it('runs each partition, half open, on a day of 23 hours too', async () => {
    const at = await here();
    const seen = await millrace(at, ['backfill', 'pipeline.yaml', ...march, '--parallel', '2']);
    expect([seen.code, codesIn(seen.err)]).toEqual([0, []]);
    expect(seen.out).toContain('3 succeeded');
    expect(await day(at, '2026-03-28')).toBe('seen,amount\n2026-03-28 12:00:00,1\n');
    expect(await day(at, '2026-03-29')).toBe('seen,amount\n2026-03-28 23:00:00,2\n2026-03-29 21:59:59,4\n');
    expect(await day(at, '2026-03-30')).toBe('seen,amount\n2026-03-29 22:00:00,8\n');
    const { out } = await millrace(at, ['runs', 'latest', '--json']);
    expect(JSON.parse(out).runTime).toBe('2026-03-30T22:00:00.000Z');
  });

  it('goes on after it was killed: what had ended is not run again, what had not is', async () => {
    const at = await here();
    const first = await millrace(at, ['backfill', 'pipeline.yaml', ...march]);
    const id = idIn(first.err);
    const states = at.path('.millrace', 'backfills', id, 'partitions.ndjson');
    const lines = (await at.read(`.millrace/backfills/${id}/partitions.ndjson`)).split('\n').filter(Boolean);
    // As a kill leaves it: the second ended, but only the runs' index knows; the third is torn.
    await writeFile(states, `${lines.slice(0, 3).join('\n')}\n`);
    await appendFile(states, '{"key":"2026-03-30","sta');
    const again = await millrace(at, ['backfill', '--resume', id]);
    expect(again.code).toBe(0);
    expect(again.err).toContain('1 of 3 partitions');
    expect(again.out).toContain('3 succeeded');
    expect(await readdir(at.path('.millrace', 'runs'))).toHaveLength(4 + 1);
  });

  it('tells which partitions failed, and runs those only again', async () => {
    const at = await here(byDay().replace('seen < $until', 'seen < $until and amuont > 0'));
    const first = await millrace(at, ['backfill', 'pipeline.yaml', ...march]);
    expect([first.code, first.out]).toEqual([1, expect.stringContaining('3 failed')]);
    expect(codesIn(first.err)).toContain('MR7326');
    await at.write({ 'pipeline.yaml': byDay() });
    const seen = await millrace(at, ['backfill', '--resume', idIn(first.err), '--only-failed']);
    expect([seen.code, seen.out]).toEqual([0, expect.stringContaining('3 succeeded')]);
    const none = await millrace(at, ['backfill', 'pipeline.yaml', ...march, '--only-failed']);
    expect([none.code, none.out]).toEqual([0, 'no partitions\n']);
  });

  it('stops the others when it is interrupted, and says how to go on', async () => {
    const at = await here();
    const signal = AbortSignal.abort();
    const seen = await millrace(at, ['backfill', 'pipeline.yaml', ...march], { signal });
    expect([seen.code, codesIn(seen.err)]).toEqual([130, ['MR9002']]);
    const again = await millrace(at, ['backfill', '--resume', idIn(seen.err)]);
    expect([again.code, again.out]).toEqual([0, expect.stringContaining('3 succeeded')]);
  });

  it('warns where partitions overwrite each other, and runs one after another what shares an output', async () => {
    const at = await here(byDay('./out'));
    const seen = await millrace(at, ['backfill', 'pipeline.yaml', ...march, '--parallel', '3']);
    expect([seen.code, codesIn(seen.err)]).toEqual([0, ['MR7323', 'MR7324']]);
  });

  it.each([
    [['--from', '2026-03-28T01:00', '--to', '2026-03-31'], 'MR7321', 'begins no day in Europe/Berlin'],
    [['--from', '2026-03-31', '--to', '2026-03-31'], 'MR7321', 'there is no day from'],
    [[...march, '--param', 'since=2026-01-01'], 'MR6004', '"since" is given by each partition'],
    [['--from', 'soon', '--to', '2026-03-31'], 'MR6004', '"soon" is not a time'],
    [['--from', '2026-03-31'], 'MR6003', '--to is missing'],
    [['--resume', '../x'], 'MR6004', 'neither a file'],
  ])('refuses %j', async (words, code, says) => {
    const seen = await millrace(await here(), ['backfill', 'pipeline.yaml', ...words]);
    expect([seen.code, codesIn(seen.err), seen.err]).toEqual([2, [code], expect.stringContaining(says)]);
  });

  it('refuses one that there is not', async () => {
    const seen = await millrace(await here(), ['backfill', '--resume', '../x']);
    expect([seen.code, codesIn(seen.err)]).toEqual([2, ['MR7322']]);
  });

  it('refuses one that another process is at', async () => {
    const at = await here();
    const first = await millrace(at, ['backfill', 'pipeline.yaml', ...march]);
    const id = idIn(first.err);
    const held = {
      runId: 'x',
      pipeline: 'x',
      target: 'x',
      since: 'then',
      pid: process.pid,
      host: hostname(),
      processStart: null,
    };
    await at.write({ [`.millrace/backfills/${id}/lock`]: JSON.stringify(held) });
    const seen = await millrace(at, ['backfill', '--resume', id]);
    expect([seen.code, codesIn(seen.err)]).toEqual([1, ['MR7325']]);
  });

  it('needs partitions', async () => {
    const at = await here(byDay().replace(/schedule:\n.*\n.*\n/, ''));
    const seen = await millrace(at, ['backfill', 'pipeline.yaml', ...march]);
    expect([seen.code, codesIn(seen.err)]).toEqual([2, ['MR7320']]);
  });
});
