import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { RunRecord } from '../../src/kit/index.js';
import { millrace } from '../support/cli.js';
import { type Files, type Project, project } from '../support/project.js';

const document = (
  repair: string,
  { between = '', from = 'orders', contract = '', more = '', type = 'left' } = {},
): string => `millrace: 1
pipeline: keys
${more}resources:
  stores:
    raw: { folder: . }
    out: { folder: ./out }
nodes:
  orders:
    use: read_csv
    with: { path: raw://orders.csv }
  customers:
    use: read_csv
    with: { path: raw://customers.csv }
${between}  named:
    use: join
    from: { o: ${from}, c: customers }
    with:
      type: ${type}
      keys: { customer: id }
      repair: ${repair} # as the partner says
      columns: [o.customer, c.name]
${contract}  out:
    use: write_csv
    from: named
    with: { path: out://named.csv }
`;

const FILES: Files = {
  'orders.csv': 'nr,customer\n1,0042\n2,0007\n3,ab1\n4,0100\n5,999\n',
  'customers.csv': 'id,name\n42,Ann\n7,Bob\nAB1,Cy\n0100,Dee\n',
};

const start = (text: string, files: Files = FILES): Promise<Project> =>
  project({ 'pipeline.yaml': text, ...files });

const run = async (at: Project, ...words: readonly string[]) => {
  const { code, out, err } = await millrace(at, ['run', 'pipeline.yaml', '--json', ...words]);
  return { code, err, record: (out === '' ? {} : JSON.parse(out)) as RunRecord };
};

const rows = async (at: Project): Promise<readonly string[]> =>
  (await readFile(join(at.folder, 'out/named.csv'), 'utf8')).trim().split('\n').slice(1).sort();

const keyDecisions = ({ decisions = [] }: RunRecord) =>
  decisions.filter(({ about }) => about === 'join keys');

describe('a join that may repair its keys', () => {
  test('does so where the data shows that it helps, says so, and leaves the keys in the rows as they are', async () => {
    const at = await start(document('[case, padding]'));
    const { code, err, record } = await run(at);
    expect(code, err).toBe(0);
    expect(await rows(at)).toEqual(['0007,Bob', '0042,Ann', '0100,Dee', '999,', 'ab1,Cy']);
    expect(keyDecisions(record)).toEqual([
      {
        node: 'named',
        files: [],
        about: 'join keys',
        action: 'adapt',
        chosen: 'compared in small letters, without leading zeros',
        evidence: '1 of 5 keys of o match as they are, 4 in small letters, without leading zeros',
        alternatives: [
          'as they are, 1 match (repair: { always: [] })',
          'in small letters, 2 match (repair: { always: [case] })',
          'without leading zeros, 3 match (repair: { always: [zeros] })',
        ],
        pin: { repair: { always: ['case', 'zeros'] } },
      },
    ]);
  });

  test('is told of after a run, in `explain` and in `profile`', async () => {
    const at = await start(document('[zeros]'));
    const told = 'compared without leading zeros';
    expect((await millrace(at, ['run', 'pipeline.yaml'])).err).toContain(
      `named: join keys: ${told} (1 of 5 keys of o match as they are, 3 without leading zeros)`,
    );
    expect((await millrace(at, ['explain', 'pipeline.yaml'])).out).toContain(
      `named: adapt join keys: ${told}`,
    );
    const profile = (await millrace(at, ['profile', 'pipeline.yaml'])).out;
    expect(profile).toContain(`adapt join keys: ${told}`);
    expect(profile).toContain('pin with: repair: { always: [zeros] }');
  });

  test('does nothing that is not declared', async () => {
    const at = await start(document('[blanks]'));
    const { record } = await run(at);
    expect(keyDecisions(record)).toMatchObject([{ action: 'proceed', chosen: 'compared as they are' }]);
    expect(await rows(at)).toEqual(['0007,', '0042,', '0100,Dee', '999,', 'ab1,']);
  });

  test('does nothing that makes two keys of one side the same', async () => {
    const customers = 'id,name\n42,Ann\n042,Andy\n7,Bob\nx,X\n';
    const at = await start(document('[case, padding]'), { ...FILES, 'customers.csv': customers });
    const { record } = await run(at);
    expect(keyDecisions(record)).toMatchObject([{ action: 'proceed' }]);
    expect(keyDecisions(record)[0]?.evidence).toBe(
      '0 of 5 keys of o match as they are; without leading zeros 2 would match, but 1 key of c becomes the same as another of that side, so that is not done',
    );
    expect(await rows(at)).toEqual(['0007,', '0042,', '0100,', '999,', 'ab1,']);
  });

  test('compares numbers with text', async () => {
    const customers = 'id,name\n42,Ann\n7,Bob\n100,Dee\n';
    const at = await start(document('[type, zeros]'), { ...FILES, 'customers.csv': customers });
    const { record } = await run(at);
    expect(keyDecisions(record)).toMatchObject([{ chosen: 'compared as text, without leading zeros' }]);
    expect(await rows(at)).toEqual(['0007,Bob', '0042,Ann', '0100,Dee', '999,', 'ab1,']);
  });

  test('looks through filters with parameters and through contracts', async () => {
    const between = `  few:
    use: filter
    from: orders
    with: { where: nr <= $most }
`;
    const more = 'params:\n  most: { type: integer, default: 2 }\n';
    const text = document('[padding]', { between, from: 'few', more }).replace(
      'with: { path: raw://orders.csv }',
      'with: { path: raw://orders.csv }\n    contract:\n      columns: { nr: { type: integer, min: 1 }, customer: { type: varchar } }',
    );
    const at = await start(text);
    const { record, err, code } = await run(at);
    expect(code, err).toBe(0);
    expect(keyDecisions(record)[0]?.evidence).toBe(
      '0 of 2 keys of o match as they are, 2 without leading zeros',
    );
    expect(await rows(at)).toEqual(['0007,Bob', '0042,Ann']);
  });

  test('decides by types alone where rows are made in the run, and says so', async () => {
    const between = `  sums:
    use: aggregate
    from: orders
    with: { by: [customer], measures: { n: count(*) } }
`;
    const at = await start(document('[type, padding]', { between, from: 'sums' }));
    const { record } = await run(at);
    expect(keyDecisions(record)).toMatchObject([
      {
        action: 'proceed',
        evidence:
          'their types go together; "sums" (aggregate) makes its rows in the run, so they were not looked at',
      },
    ]);
    expect(await rows(at)).toEqual(['0007,', '0042,', '0100,Dee', '999,', 'ab1,']);
  });

  test('counts rows with and without a partner as they are compared', async () => {
    const contract = '    contract: { columns: { name: { required: true } } }\n';
    const at = await start(document('[case, padding]', { type: 'inner', contract }));
    const { record, err } = await run(at);
    expect(record.contracts, err).toMatchObject([
      {
        node: 'named',
        passed: 4,
        ports: [
          { port: 'o', in: 5, unmatched: 1 },
          { port: 'c', in: 4, merged: 4 },
        ],
      },
    ]);
  });
});

describe('what is pinned', () => {
  test('is repaired whatever the data is', async () => {
    const at = await start(document('{ always: [zeros] }'), {
      ...FILES,
      'customers.csv': 'id,name\n42,Ann\n042,Andy\n',
    });
    const { code, err, record } = await run(at, '--frozen');
    expect(code, err).toBe(0);
    expect(keyDecisions(record)).toMatchObject([
      { action: 'adapt', evidence: 'the document says so', isDeclared: true },
    ]);
    expect(await rows(at)).toEqual(['0007,', '0042,Andy', '0042,Ann', '0100,', '999,', 'ab1,']);
  });

  test('is written by `profile --pin`, with comments kept, and gives the same rows', async () => {
    const at = await start(document('[case, padding]'));
    await run(at);
    const before = await rows(at);
    const frozen = await millrace(at, ['run', 'pipeline.yaml', '--frozen']);
    expect(frozen.code).not.toBe(0);
    expect(frozen.err).toContain('error[MR4036] join keys in "named"');
    expect(frozen.err).toContain('pin it with: repair: { always: [case, zeros] }');
    const { code, err } = await millrace(at, ['profile', 'pipeline.yaml', '--pin']);
    expect(code, err).toBe(0);
    expect(await at.read('pipeline.yaml')).toContain(
      '      repair: { always: [case, zeros] } # as the partner says\n',
    );
    expect((await run(at, '--frozen')).code).toBe(0);
    expect(await rows(at)).toEqual(before);
  });

  test.each([
    ['off', 'adapt: { join_keys: off }\n'],
    ['only suggested', 'adapt: { join_keys: suggest }\n'],
  ])('or stops the run where repairs are %s', async (_, more) => {
    const at = await start(document('[case]', { more }));
    const { code, err } = await run(at);
    expect(code).not.toBe(0);
    expect(err).toContain('MR4036');
  });
});

test('tests of a document decide by the rows that are given', async () => {
  const text = `${document('[padding]')}tests:
  - name: zeros
    given:
      orders: [{ nr: 1, customer: "007" }]
      customers: [{ id: "7", name: Bob }]
    expect:
      named: [{ customer: "007", name: Bob }]
`;
  const { code, err, out } = await millrace(await start(text), ['test', 'pipeline.yaml']);
  expect(code, err + out).toBe(0);
});
