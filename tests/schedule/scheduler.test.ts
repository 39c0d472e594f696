import { hostname } from 'node:os';
import { describe, expect, it } from 'vitest';
import type { Wiring } from '../../src/app/wiring.js';
import { millrace } from '../support/cli.js';
import { documentOf, reading, someRows, writing } from '../support/document.js';
import { codesIn } from '../support/expectations.js';
import { type Project, project } from '../support/project.js';

const scheduled = (schedule: string, pipeline = 'cases'): string =>
  documentOf(
    `${reading}${writing('rows').replace('out.csv', `${pipeline}.csv`)}`,
    `schedule:\n${schedule}`,
  ).replace('pipeline: cases', `pipeline: ${pipeline}`);

const daily = scheduled('  cron: 0 6 * * *\n  timezone: Europe/Berlin\n');

const at = (time: string) => ({ clock: { now: () => new Date(time) } });
const once = (here: Project, time: string, words = ['pipeline.yaml']) =>
  millrace(here, ['schedule', ...words, '--once'], { wiring: at(time) });

/** The times for which runs were published, in order. */
const published = (text: string): readonly string[] =>
  [...text.matchAll(/^\S+ (.+): published/gm)].map(([, what = '']) => what);

/** A clock that a wait moves on, so that nobody waits; the scheduler is ended once it shows a time. */
const quick = (from: string, until: string): { wiring: Partial<Wiring>; signal: AbortSignal } => {
  let now = Date.parse(from);
  const controller = new AbortController();
  const wait: Wiring['wait'] = async (milliseconds, signal) => {
    if (signal.aborted) return;
    now += Math.max(1, milliseconds);
    if (now >= Date.parse(until)) controller.abort();
  };
  return { wiring: { clock: { now: () => new Date(now) }, wait }, signal: controller.signal };
};

describe('millrace schedule --once', () => {
  it('fires what is due, once, and stands for the scheduled time', async () => {
    const here = await project({ 'pipeline.yaml': daily, 'data/in.csv': someRows });
    const first = await once(here, '2026-07-01T03:00:00Z');
    expect([first.code, published(first.err)]).toEqual([0, []]);
    expect(published((await once(here, '2026-07-01T04:00:20Z')).err)).toEqual([
      'cases for 2026-07-01T04:00:00Z',
    ]);
    expect(await here.read('out/cases.csv')).toContain('Ada');
    expect(published((await once(here, '2026-07-01T04:00:40Z')).err)).toEqual([]);
    const runs = await millrace(here, ['runs', 'latest', '--json']);
    expect(JSON.parse(runs.out)).toMatchObject({ runTime: '2026-07-01T04:00:00.000Z' });
  });

  it.each([
    ['none', []],
    ['last', ['cases for 2026-07-03T04:00:00Z']],
    ['all', ['cases for 2026-07-02T04:00:00Z', 'cases for 2026-07-03T04:00:00Z']],
    ['{ all: 1 }', ['cases for 2026-07-03T04:00:00Z']],
  ])('catches up under %s', async (rule, times) => {
    const document = scheduled(`  cron: 0 6 * * *\n  timezone: Europe/Berlin\n  catch_up: ${rule}\n`);
    const here = await project({ 'pipeline.yaml': document, 'data/in.csv': someRows });
    await once(here, '2026-07-01T12:00:00Z');
    const seen = await once(here, '2026-07-03T12:00:00Z');
    expect(published(seen.err)).toEqual(times);
    expect(codesIn(seen.err)).toEqual(rule.startsWith('{') ? ['MR7311'] : []);
  });

  it('fires a run anew that a killed scheduler had begun, but not one that had ended', async () => {
    const here = await project({ 'pipeline.yaml': daily, 'data/in.csv': someRows });
    await once(here, '2026-07-01T04:00:20Z');
    const state = JSON.parse(await here.read('.millrace/schedule/state.json'));
    const left = (time: string) => ({
      id: `cases ${time} cron`,
      pipeline: 'cases',
      time,
      cause: 'cron',
      params: {},
      group: 'pipeline cases',
      limit: 1,
      whenFull: 'skip',
      startedAt: '2026-07-01T04:00:20.000Z',
    });
    const firings = [left('2026-07-01T04:00:00.000Z'), left('2026-06-30T04:00:00.000Z')];
    await here.write({ '.millrace/schedule/state.json': JSON.stringify({ ...state, firings }) });
    expect(published((await once(here, '2026-07-01T04:01:00Z')).err)).toEqual([
      'cases for 2026-06-30T04:00:00Z',
    ]);
    expect(published((await once(here, '2026-07-01T04:02:00Z')).err)).toEqual([]);
  });

  it('fires on files once they are quiet, and not again for the same ones', async () => {
    const document = scheduled('  on_files: { path: raw://*.csv, settle: 30s }\n');
    const here = await project({ 'pipeline.yaml': document, 'data/readme.txt': '' });
    const seen = async (time: string) => published((await once(here, `2026-07-01T04:${time}Z`)).err).length;
    expect(await seen('00:00')).toBe(0);
    await here.write({ 'data/in.csv': someRows });
    expect([await seen('01:00'), await seen('01:20'), await seen('01:30'), await seen('02:30')]).toEqual([
      0, 0, 1, 0,
    ]);
  });

  it('looks for files where other stores depend on the partition', async () => {
    const document = scheduled('  on_files: { path: raw://*.csv, settle: 30s }\n').replace(
      'folder: ./out',
      `folder: "./out/\${env:MILLRACE_PARTITION}"`,
    );
    expect(document).toContain('MILLRACE_PARTITION');
    const here = await project({ 'pipeline.yaml': document, 'data/readme.txt': '' });
    const seen = await once(here, '2026-07-01T04:00:00Z');
    expect([seen.code, codesIn(seen.err)]).toEqual([0, []]);
  });

  it('goes on with the pipelines that wait for others, over a folder of documents', async () => {
    const here = await project({
      'jobs/first.yaml': daily.replace('./data', '../data'),
      'jobs/second.yaml': scheduled('  after: cases\n', 'second').replace('./data', '../data'),
      'jobs/notes.yaml': 'nothing: here\n',
      'data/in.csv': someRows,
    });
    await once(here, '2026-07-01T03:00:00Z', ['jobs']);
    const seen = await once(here, new Date(Date.now()).toISOString(), ['jobs']);
    expect(published(seen.err).map((text) => text.split(' ')[0])).toEqual(['cases', 'second']);
  });

  it('says that nothing is due, and when something is', async () => {
    const files = scheduled('  on_files: { path: raw://*.csv }\n', 'second');
    const here = await project({ 'a.yaml': daily, 'b.yaml': files, 'data/readme.txt': '' });
    const { code, err } = await once(here, '2026-07-01T03:00:00Z', ['.']);
    expect(code).toBe(0);
    expect(err).toMatch(
      / nothing is due; next: cases at 2026-07-01T06:00:00\+02:00 Europe\/Berlin, second when files of raw:\/\/\*\.csv arrive\n/,
    );
  });

  it('refuses the end of a dry run where it is none', async () => {
    const here = await project({ 'pipeline.yaml': daily });
    const seen = await once(here, '2026-07-01T03:00:00Z', ['pipeline.yaml', '--until', '2026-07-02']);
    expect([seen.code, codesIn(seen.err)]).toEqual([2, ['MR6004']]);
  });

  it('fails as its runs do', async () => {
    const here = await project({ 'pipeline.yaml': daily });
    const seen = await once(here, '2026-07-01T04:00:20Z');
    expect([seen.code, seen.err]).toEqual([1, expect.stringContaining('failed in')]);
  });
});

describe('millrace schedule', () => {
  it('tells once what stays wrong, however often it looks', async () => {
    const document = scheduled('  on_files: { path: nowhere://*.csv }\n');
    const here = await project({ 'pipeline.yaml': document, 'data/in.csv': someRows });
    const { wiring, signal } = quick('2026-07-01T00:00:00Z', '2026-07-01T00:01:00Z');
    const seen = await millrace(here, ['schedule', 'pipeline.yaml'], { wiring, signal });
    expect(codesIn(seen.err)).toEqual(['MR3001']);
  });

  it('fires every time once until it is ended, on the day on which an hour comes twice too', async () => {
    const document = scheduled('  cron: 30 2 * * *\n  timezone: Europe/Berlin\n');
    const here = await project({ 'pipeline.yaml': document, 'data/in.csv': someRows });
    const { wiring, signal } = quick('2026-10-24T00:00:00Z', '2026-10-26T03:00:00Z');
    const seen = await millrace(here, ['schedule', 'pipeline.yaml'], { wiring, signal });
    expect(seen.code).toBe(0);
    expect([...seen.err.matchAll(/cases for (\S+): runs/g)].map(([, time]) => time)).toEqual([
      '2026-10-24T00:30:00Z',
      '2026-10-25T00:30:00Z',
      '2026-10-26T01:30:00Z',
    ]);
    expect(seen.err).toMatch(/ended\n$/);
  });

  it('refuses a folder in which another one is at work', async () => {
    const here = await project({ 'pipeline.yaml': daily });
    const held = {
      runId: 'x',
      pipeline: 'x',
      target: 'x',
      since: 'then',
      pid: process.pid,
      host: hostname(),
      processStart: null,
    };
    await here.write({ '.millrace/schedule/lock': JSON.stringify(held) });
    const seen = await once(here, '2026-07-01T04:00:20Z');
    expect([seen.code, codesIn(seen.err)]).toEqual([1, ['MR7309']]);
  });

  it('refuses a state that it cannot read rather than begin anew', async () => {
    const here = await project({ 'pipeline.yaml': daily, '.millrace/schedule/state.json': '{"version":' });
    const seen = await once(here, '2026-07-01T04:00:20Z');
    expect([seen.code, codesIn(seen.err)]).toEqual([1, ['MR7310']]);
  });

  it('refuses documents that do not go together', async () => {
    const pool = (limit: number, after: string) =>
      `  after: ${after}\n  concurrency: { limit: ${limit}, scope: { pool: p } }\n`;
    const here = await project({
      'a.yaml': scheduled(pool(1, 'b'), 'a'),
      'b.yaml': scheduled(pool(2, 'a'), 'b'),
      'c.yaml': daily.replace('pipeline: cases', 'pipeline: a'),
    });
    const seen = await millrace(here, ['schedule', '.', '--dry-run']);
    expect([seen.code, codesIn(seen.err)]).toEqual([2, ['MR7308', 'MR7308', 'MR7305']]);
  });

  it('warns of a pipeline to wait for that nobody knows', async () => {
    const here = await project({ 'a.yaml': daily, 'b.yaml': scheduled('  after: casse\n', 'b') });
    const seen = await once(here, '2026-07-01T03:00:00Z', ['.']);
    expect([seen.code, codesIn(seen.err)]).toEqual([0, ['MR7312']]);
    expect(seen.err).toContain('did you mean "cases"?');
  });

  it('shows times with their zone, and what else fires a pipeline', async () => {
    const here = await project({ 'a.yaml': daily, 'b.yaml': scheduled('  after: cases\n', 'b') });
    const wiring = at('2026-03-28T00:00:00Z');
    const next = await millrace(here, ['schedule', 'next', 'a.yaml', '-n', '2'], { wiring });
    expect(next.out).toBe(
      '2026-03-28T06:00:00+01:00  Europe/Berlin  cases\n2026-03-29T06:00:00+02:00  Europe/Berlin  cases\n',
    );
    const plan = await millrace(here, ['schedule', '.', '--dry-run', '--until', '2026-03-29'], { wiring });
    expect(plan.out).toBe('2026-03-28T06:00:00+01:00  Europe/Berlin  cases\nb: after "cases"\n');
  });
});
