import { utimes } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { millrace, type Seen } from '../support/cli.js';
import { query } from '../support/duckdb.js';
import { jsonDocument, type Nodes } from '../support/json-document.js';
import { type Files, type Project, project } from '../support/project.js';

const reading = (more: object = {}) => ({
  use: 'read_csv',
  with: { path: 'raw://in/*.csv', new_only: true, ...more },
});

const appending: Nodes = {
  rows: reading(),
  log: { use: 'write_parquet', from: 'rows', with: { path: 'out://all/', mode: 'append' } },
};

const made = async (nodes: Nodes, files: Files): Promise<Project> =>
  project({ 'pipeline.json': jsonDocument(nodes), ...files });

const run = (at: Project, ...words: readonly string[]): Promise<Seen> =>
  millrace(at, ['run', 'pipeline.json', ...words]);

const good = async (at: Project): Promise<string> => {
  const { code, err } = await run(at);
  expect(code, err).toBe(0);
  return err;
};

const ids = async (at: Project, files = 'out/all/*.parquet'): Promise<string> =>
  (await query(`select id from '${at.path(files)}' order by all`)).rows.join(' ');

const one = { 'data/in/1.csv': 'id,name\n1,Ada\n' };
const two = { 'data/in/2.csv': 'id,name\n2,Grace\n' };
const three = { 'data/in/3.csv': 'id,name\n3,Linus\n' };

test('reads each file once, whatever comes beside it', async () => {
  const at = await made(appending, { ...one, ...two });
  expect(await good(at)).toContain('rows: 2 new files\n');
  await at.write(three);
  expect(await good(at)).toContain('rows: 1 new file, 2 were read before\n');
  expect(await ids(at)).toBe('1 2 3');
});

test('succeeds without new files, says so, and leaves outputs as they are', async () => {
  const replacing = { use: 'write_csv', from: 'rows', with: { path: 'out://last.csv' } };
  const at = await made({ ...appending, replacing }, one);
  await good(at);
  const before = await at.bytes('out');
  expect(await good(at)).toContain(
    'rows: no new files, 1 was read before: outputs that are made from new files alone stay as they are',
  );
  expect(await at.bytes('out')).toEqual(before);
  const { out } = await run(at, '--json');
  const { newFiles, outputs, status } = JSON.parse(out);
  expect({ newFiles, outputs, status }).toEqual({
    newFiles: [{ node: 'rows', files: 0, before: 1 }],
    outputs: [],
    status: 'succeeded',
  });
});

test('makes outputs that read other files all the same', async () => {
  const other = { use: 'read_csv', with: { path: 'raw://other.csv' } };
  const copy = { use: 'write_csv', from: 'other', with: { path: 'out://copy.csv' } };
  const at = await made({ ...appending, other, copy }, { ...one, 'data/other.csv': 'a\n1\n' });
  await good(at);
  await at.write({ 'data/other.csv': 'a\n2\n' });
  await good(at);
  expect(await at.read('out/copy.csv')).toBe('a\n2\n');
  expect(await ids(at)).toBe('1');
});

test('gives no rows of a node without new files where another has some', async () => {
  const more = { use: 'read_csv', with: { path: 'raw://more/*.csv', new_only: true } };
  const stacked = { use: 'union', from: ['rows', 'more'] };
  const log = { use: 'write_parquet', from: 'stacked', with: { path: 'out://all/', mode: 'append' } };
  const at = await made(
    { rows: reading(), more, stacked, log },
    { ...one, 'data/more/9.csv': 'id,name\n9,Alan\n' },
  );
  await good(at);
  await at.write(two);
  await good(at);
  expect(await ids(at)).toBe('1 2 9');
});

test('holds a contract against new rows, and none where there are none', async () => {
  const rows = { ...reading(), contract: { columns: { id: { type: 'integer', max: 5 } } } };
  const more = { use: 'read_csv', with: { path: 'raw://more/*.csv' } };
  const stacked = { use: 'union', from: ['rows', 'more'] };
  const joined = { use: 'write_csv', from: 'stacked', with: { path: 'out://both.csv' } };
  const at = await made(
    { ...appending, rows, more, stacked, joined },
    { ...one, 'data/more/9.csv': 'id,name\n9,Alan\n' },
  );
  await good(at);
  await at.write({ 'data/in/2.csv': 'id,name\n2,Grace\n7,Bad\n' });
  expect(await good(at)).toContain('2 rows, 1 passed, 1 in quarantine');
  expect(await ids(at)).toBe('1 2');
});

describe('a file that was read', () => {
  test('is known when it was touched, by its content', async () => {
    const at = await made(appending, one);
    await good(at);
    await utimes(at.path('data/in/1.csv'), new Date(), new Date('2030-01-01'));
    expect(await good(at)).toContain('no new files');
  });

  test('stops the run when it has other content, with nothing published', async () => {
    const at = await made(appending, one);
    await good(at);
    await at.write({ ...two, 'data/in/1.csv': 'id,name\n1,Ada\n4,New\n' });
    const { code, err } = await run(at);
    expect(code).toBe(1);
    expect(err).toContain('MR4040');
    expect(err).toContain('"in/1.csv" was read by run');
    expect(await ids(at)).toBe('1');
  });

  test('is read again where the document says so', async () => {
    const nodes = { ...appending, rows: reading({ new_only: { changed: 'read' } }) };
    const at = await made(nodes, one);
    await good(at);
    await at.write({ 'data/in/1.csv': 'id,name\n1,Ada\n4,New\n' });
    await good(at);
    expect(await good(at)).toContain('no new files');
    expect(await ids(at)).toBe('1 1 4');
  });

  test('is not read when the run did not publish', async () => {
    const stop = { use: 'check', from: 'rows', with: { rows: { min: 2 } } };
    const at = await made({ ...appending, stop }, one);
    expect((await run(at)).code).toBe(3);
    await at.write(two);
    await good(at);
    expect(await ids(at)).toBe('1 2');
  });

  test('is read by another node, and by another pipeline, for itself', async () => {
    const again = reading();
    const too = { use: 'write_parquet', from: 'again', with: { path: 'out://too/', mode: 'append' } };
    const at = await made(appending, one);
    await good(at);
    await at.write({ 'pipeline.json': jsonDocument({ ...appending, again, too }) });
    await good(at);
    expect([await ids(at), await ids(at, 'out/too/*.parquet')]).toEqual(['1', '1']);
    await at.write({ 'pipeline.json': jsonDocument(appending, { pipeline: 'other' }) });
    await good(at);
    expect(await ids(at)).toBe('1 1');
  });
});

test('warns of outputs that new rows replace', async () => {
  const rows = reading();
  const out = { use: 'write_csv', from: 'rows', with: { path: 'out://out.csv' } };
  const at = await made({ rows, out }, one);
  const { code, out: told, err } = await millrace(at, ['validate', 'pipeline.json']);
  expect(code).toBe(0);
  expect(told + err).toContain('MR4041');
  expect(told + err).toContain('"out" is replaced by the rows of new files only');
  expect(
    (await millrace(await made(appending, one), ['validate', 'pipeline.json', '--deny-warnings'])).code,
  ).toBe(0);
});

test.each([
  ['read_parquet', 'parquet'],
  ['read_json', 'ndjson'],
])('is an option of %s too', async (use, ending) => {
  const nodes = { ...appending, rows: { use, with: { path: `raw://in/*.${ending}`, new_only: true } } };
  const at = await made(nodes, { 'data/in/none': '' });
  const put = (id: number) =>
    query(`copy (select ${id} as id) to '${at.path(`data/in/${id}.${ending}`)}' (format ${use.slice(5)})`);
  await put(1);
  await good(at);
  await put(2);
  await good(at);
  await good(at);
  expect(await ids(at)).toBe('1 2');
});

test('holds new files against the last run that read some, not against one that found none', async () => {
  const at = await made(appending, one);
  await good(at);
  await good(at);
  const { code, err } = await millrace(at, ['validate', 'pipeline.json', '--offline', '--deny-warnings']);
  expect(code, err).toBe(0);
  await at.write({ 'data/in/2.csv': 'id,name,town\n2,Grace,New York\n' });
  expect(await good(at)).toContain('drift rows: new column "town" (VARCHAR)');
});
