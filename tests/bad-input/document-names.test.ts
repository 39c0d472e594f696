import { describe, expect, it } from 'vitest';
import { millrace } from '../support/cli.js';
import { codesIn } from '../support/expectations.js';
import { entry, expectRuns, jsonDocument } from '../support/json-document.js';
import { type Project, project } from '../support/project.js';

/** A copy with the name in question in one place of the document. */
const copyWith = ({
  node = 'rows',
  param,
  store = 'raw',
}: {
  readonly node?: string;
  readonly param?: string;
  readonly store?: string;
}): string => {
  const condition = param === undefined ? 'id > 0' : `id > $${param}`;
  return JSON.stringify({
    millrace: 1,
    pipeline: 'names',
    ...(param === undefined ? {} : { params: entry(param, { type: 'integer', default: 0 }) }),
    resources: { stores: { ...entry(store, { folder: './data' }), out: { folder: './out' } } },
    nodes: Object.fromEntries([
      [node, { use: 'read_csv', with: { path: `${store}://in.csv` } }],
      ['kept', { use: 'filter', from: node, with: { where: condition } }],
      ['result', { use: 'write_csv', from: 'kept', with: { path: 'out://out.csv' } }],
    ]),
  });
};

const accepted = [
  'Rows',
  '_',
  '_1',
  'x'.repeat(64),
  'constructor',
  'toString',
  'hasOwnProperty',
  'rowid',
  'Null_',
  'id',
];

const refused = [
  ['select', 'MR1025'],
  ['LEFT', 'MR1025'],
  ['my-rows', 'MR1024'],
  ['my rows', 'MR1024'],
  ["it's", 'MR1024'],
  ['"rows"', 'MR1024'],
  ['日本語', 'MR1024'],
  ['a.b', 'MR1024'],
  ['', 'MR1024'],
  ['x'.repeat(65), 'MR1024'],
  ['1st', 'MR1024'],
  ['__proto__', 'MR1024'],
] as const;

describe('names in a document', () => {
  const make = (names: Parameters<typeof copyWith>[0]): Promise<Project> =>
    project({ 'pipeline.json': copyWith(names), 'data/in.csv': 'id\n1\n' });

  it.each(accepted)('a node may be called %s', async (name) => expectRuns(await make({ node: name })));

  it.each(accepted)('a parameter may be called %s', async (name) => expectRuns(await make({ param: name })));

  it.each(accepted)('a store may be called %s', async (name) => expectRuns(await make({ store: name })));

  it.each(refused)('a node may not be called %j (%s)', async (name, code) => {
    const { code: exit, err } = await millrace(await make({ node: name }), ['run', 'pipeline.json']);
    expect({ exit, codes: codesIn(err) }, err).toEqual({ exit: 2, codes: expect.arrayContaining([code]) });
  });

  it.each(refused)('a parameter may not be called %j (%s)', async (name, code) => {
    const { code: exit, err } = await millrace(await make({ param: name }), ['run', 'pipeline.json']);
    expect({ exit, codes: codesIn(err) }, err).toEqual({ exit: 2, codes: expect.arrayContaining([code]) });
  });

  it.each(['left', 'Order', 'end'])('an alias may not be called %s', async (alias) => {
    const nodes = {
      rows: { use: 'read_csv', with: { path: 'raw://in.csv' } },
      asked: { use: 'sql', from: entry(alias, 'rows'), with: { query: `select * from "${alias}"` } },
      result: { use: 'write_csv', from: 'asked', with: { path: 'out://out.csv' } },
    };
    const at = await project({ 'pipeline.json': jsonDocument(nodes), 'data/in.csv': 'id\n1\n' });
    const { code, err } = await millrace(at, ['run', 'pipeline.json']);
    expect({ code, codes: codesIn(err) }, err).toEqual({ code: 2, codes: ['MR1025'] });
  });

  it.each([
    ['nodes', { a: 'rows', A: 'rows' }],
    ['aliases', { j: { f: 'rows', F: 'rows' } }],
  ])('%s may not differ only in case', async (_what, more) => {
    const nodes = {
      rows: { use: 'read_csv', with: { path: 'raw://in.csv' } },
      ...Object.fromEntries(Object.entries(more).map(([name, from]) => [name, { use: 'union', from }])),
      result: { use: 'write_csv', from: Object.keys(more)[0], with: { path: 'out://out.csv' } },
    };
    const at = await project({ 'pipeline.json': jsonDocument(nodes), 'data/in.csv': 'id\n1\n' });
    const { code, err } = await millrace(at, ['run', 'pipeline.json']);
    expect({ code, codes: codesIn(err) }, err).toEqual({
      code: 2,
      codes: expect.arrayContaining(['MR1026']),
    });
  });
});
