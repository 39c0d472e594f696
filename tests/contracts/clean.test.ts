import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { cleanRuns } from '../../src/app/clean/clean.js';
import { listRuns, wire } from '../../src/app/index.js';
import { millrace } from '../support/cli.js';
import { type Project, project } from '../support/project.js';

const document = `millrace: 1
pipeline: people
resources:
  stores:
    raw: { folder: . }
    out: { folder: ./out }
nodes:
  people:
    use: read_csv
    with: { path: raw://people.csv }
    contract:
      columns:
        email: { type: varchar }
        age: { type: integer }
  out:
    use: write_csv
    from: people
    with: { path: out://people.csv }
`;

const people = 'email,age\nann@example.org,30\nbob@example.org,old\ncid@example.org,new\nbob@example.org\n';

const runTwice = async (): Promise<Project> => {
  const at = await project({ 'pipeline.yaml': document, 'people.csv': people });
  for (const _ of [1, 2]) expect((await millrace(at, ['run', 'pipeline.yaml'])).code).toBe(0);
  return at;
};

const later = (at: Project, days: number) =>
  wire({ cwd: at.folder, clock: { now: () => new Date(Date.now() + days * 86_400_000) } });

describe('millrace clean --older-than', () => {
  test('removes old runs with their folders, and keeps the newest good one of each pipeline', async () => {
    const at = await runTwice();
    const options = { olderThan: '30d', isRehearsal: false };
    expect(await cleanRuns(later(at, 29), options)).toEqual([]);
    const wiring = later(at, 31);
    expect(await cleanRuns(wiring, { ...options, isRehearsal: true })).toHaveLength(1);
    expect(await listRuns(wiring)).toHaveLength(2);
    const [removed] = await cleanRuns(wiring, options);
    expect(await listRuns(wiring)).toHaveLength(1);
    const files = Object.keys(await at.bytes('.millrace'));
    expect(files.some((name) => name.includes(removed?.runId ?? 'none'))).toBe(false);
    expect(files.some((name) => name.endsWith('quarantine/people.parquet'))).toBe(true);
    expect(await cleanRuns(wiring, options)).toEqual([]);
  });

  test.each([
    [[], 'nothing says what to clean'],
    [['--older-than', 'soon'], '"soon" is not an age'],
    [['--erase', 'email'], 'COLUMN=VALUE'],
  ])('refuses %j', async (words, message) => {
    const { code, err } = await millrace(await project({}), ['clean', ...words]);
    expect(code).toBe(2);
    expect(err).toContain(message);
  });
});

describe('millrace clean --erase', () => {
  test('erases the rows of a key from every quarantine, records that are text among them', async () => {
    const at = await runTwice();
    const rehearsed = await millrace(at, ['clean', '--erase', 'email=bob@example.org', '--dry-run']);
    expect(rehearsed.err).toContain('would erase 4 rows');
    const { out, err } = await millrace(at, ['clean', '--erase', 'email=bob@example.org']);
    expect(err).toContain('erased 4 rows from runs');
    expect(out.match(/people +2 rows/g)).toHaveLength(2);
    const shown = await millrace(at, ['quarantine', 'show']);
    expect(shown.out).toContain('cid@example.org');
    expect(shown.out).not.toContain('bob@example.org');
    expect((await millrace(at, ['clean', '--erase', 'email=bob@example.org'])).err).toContain(
      'erased 0 rows',
    );
    expect((await millrace(at, ['runs', 'latest', '--json'])).out).toContain('ann@example.org');
    await millrace(at, ['clean', '--erase', 'email=ann@example.org']);
    expect((await millrace(at, ['runs', 'latest', '--json'])).out).not.toContain('ann@example.org');
  });
});

describe('what an erased value has left elsewhere', () => {
  const named = (columns: string, writes = 'write_csv'): string =>
    document
      .replace(/ {8}email:.*\n {8}age:.*\n/, `        ${columns.replaceAll('\n', '\n        ')}\n`)
      .replace('write_csv', writes);

  const ran = async (columns: string, csv: string, code = 0): Promise<Project> => {
    const at = await project({ 'pipeline.yaml': named(columns), 'people.csv': csv });
    const seen = await millrace(at, ['run', 'pipeline.yaml']);
    expect(seen.code, seen.err).toBe(code);
    return at;
  };

  const erase = (at: Project, key: string, ...words: readonly string[]) =>
    millrace(at, ['clean', '--erase', key, ...words]);

  /** What is kept of the runs beside their rows. */
  const texts = async (at: Project, file = 'run.json'): Promise<string> => {
    const names = Object.keys(await at.bytes('.millrace')).filter((name) => name.endsWith(file));
    const all = names.map((name) => readFile(at.path('.millrace', name), 'utf8'));
    return (await Promise.all(all)).join('\n');
  };

  test('goes from the evidence of decisions', async () => {
    const at = await ran(
      'age: { type: integer, wrong_types: evolve }',
      'id,age,name\n1,30,x\n2,Max Mustermann,y\n',
    );
    expect(await texts(at)).toContain('for example \\"Max Mustermann\\"');
    const rehearsed = await erase(at, 'age=Max Mustermann', '--dry-run');
    expect(rehearsed.err).toContain('would erase 1 row from runs, and the value from texts of 1 record');
    expect(await texts(at)).toContain('Max Mustermann');
    expect((await erase(at, 'age=Max Mustermann')).err).toContain(
      'erased 1 row from runs, and the value from texts of 1 record',
    );
    expect(await texts(at)).not.toContain('Max Mustermann');
    expect(await texts(at)).toContain('1 of 2 values cannot be INTEGER, for example \\"•••\\"');
    expect((await millrace(at, ['runs', 'latest'])).code).toBe(0);
    expect((await erase(at, 'age=Max Mustermann')).err).toContain('erased 0 rows from runs\n');
  });

  test('goes from evidence that shows its beginning only', async () => {
    const long = 'Maximiliane Mustermann-Beispiel, Musterstrasse 17, Musterstadt';
    const at = await ran('age: { type: integer, wrong_types: evolve }', `id,age\n1,30\n2,"${long}"\n`);
    expect(await texts(at)).toContain('Maximiliane');
    await erase(at, `age=${long}`);
    expect(await texts(at)).not.toContain('Maximiliane');
  });

  test('goes from problems, in the record and among the events', async () => {
    const at = await project({
      'pipeline.yaml': document
        .replace(/ {4}contract:[\s\S]*?(?= {2}out:)/, '')
        .replace('people.csv }', 'people.csv, types: { age: integer } }'),
      'people.csv': 'email,age\nann@example.org,30\nbob@example.org,Max Mustermann\n',
    });
    expect((await millrace(at, ['run', 'pipeline.yaml'])).code).not.toBe(0);
    for (const file of ['run.json', 'events.ndjson'])
      expect(await texts(at, file)).toContain('Max Mustermann');
    await erase(at, 'age=Max Mustermann');
    for (const file of ['run.json', 'events.ndjson'])
      expect(await texts(at, file)).not.toContain('Max Mustermann');
    expect((await millrace(at, ['runs', 'latest'])).out).toContain('failed');
  });

  test('leaves the run what it is told by, and values that only begin alike', async () => {
    const at = await ran('age: { type: integer, wrong_types: evolve }', 'id,age\n1,30\n2,Maxim\n3,people\n');
    const before = JSON.parse(await texts(at)) as { readonly runId: string };
    await erase(at, `age=${before.runId.slice(0, 8)}`);
    await erase(at, 'age=Max');
    expect(JSON.parse(await texts(at))).toEqual(before);
    await erase(at, 'age=people');
    expect((await erase(at, 'age=Maxim')).err).toContain('erased 1 row');
    expect((await millrace(at, ['quarantine', 'list'])).out).toContain('contract people: 3 rows');
  });

  test.each(['email', 'EMAIL', 'Email', 'E-Mail', 'e mail'])('is found under the name %j', async (name) => {
    const at = await ran(
      'email: { type: email, aliases: [E-Mail], normalise: true }',
      'id,E-Mail\n1,a@b.de\n2,bad\n',
    );
    expect((await erase(at, `${name}=bad`)).err).toContain('erased 1 row');
  });

  test('a column that no run has is told, and nothing goes', async () => {
    const at = await ran('email: {}', 'email,age\nann@example.org,1\n');
    const { code, err } = await erase(at, 'emial=ann@example.org');
    expect(code).toBe(0);
    expect(err).toContain('warning[MR6004] no run has a column "emial"');
    expect(err).toContain('did you mean "email"?');
    expect(err).toContain('erased 0 rows');
    expect(await texts(at)).toContain('ann@example.org');
  });

  test('a folder of runs that is not there is an error', async () => {
    const { code, err } = await erase(await project({}), 'email=a', '--run-dir', 'nowhere');
    expect(code).toBe(2);
    expect(err).toContain('there is no folder of runs');
  });

  test('rows that were erased count no more', async () => {
    const at = await ran('age: { type: integer }', 'email,age\na,1\nb,2\nc,3\nd,4\nx,old\ny,new\nz,no\n');
    await erase(at, 'age=new');
    const shown = await millrace(at, ['quarantine', 'show', '--limit', '1']);
    expect(shown.out).toContain('1 row of these erased since, 2 left');
    expect(shown.out).toContain('… 1 more row; see --limit');
    await erase(at, 'age=old');
    await erase(at, 'age=no');
    const none = await millrace(at, ['quarantine', 'show', '--limit', '1']);
    expect(none.out).toContain('3 rows of these erased since, 0 left');
    expect(none.out).not.toContain('more row');
    expect(none.out).not.toContain('asked for');
    const { code, err } = await millrace(at, ['quarantine', 'replay']);
    expect(code).toBe(2);
    expect(err).toContain('no row of "people" is left in quarantine: they were erased');
  });
});
