import { describe, expect, test } from 'vitest';
import { millrace } from '../support/cli.js';
import { query } from '../support/duckdb.js';
import { codeProject, made, runCode } from './code.js';

const ROWS = `id,n\n${Array.from({ length: 5000 }, (_, at) => `${at},${at % 1000 === 7 ? -1 : at}`).join('\n')}\n`;

const THROWS = `{
  reads: { n: 'bigint' },
  writes: { root: 'double' },
  map: ({ n }, rows) => ({
    root: Array.from({ length: rows }, (_, row) => {
      const value = Number(n.values[row]);
      if (value < 0) throw new RangeError('no root of ' + value);
      return Math.sqrt(value);
    }),
  }),
}`;

describe('a function that throws', () => {
  test('fails the run, and says for which rows, where in the module and why', async () => {
    const { record, errors } = await made({ rows: ROWS, transform: THROWS });
    expect(record.status).toBe('failed');
    expect(errors).toEqual([
      expect.stringMatching(
        /^\[MR5003\] the function of "made" threw for 5 rows \| RangeError: no root of -1 \(made\.ts:8:28\), for n = -1/,
      ),
    ]);
  });

  test('under a contract has such rows in quarantine with what it threw, and the rest goes on', async () => {
    const { record, rows, folder } = await made({
      rows: ROWS,
      transform: THROWS,
      contract: '{ columns: { root: { min: 0 } } }',
    });
    expect(record.status).toBe('succeeded');
    expect(rows).toHaveLength(4995);
    expect(record.contracts?.[0]).toMatchObject({ node: 'made', in: 5000, passed: 4995, quarantined: 5 });
    const kept = await query(
      `select reasons[1]."rule", reasons[1]."column", reasons[1]."value", original->>'$.id' from '${folder}/quarantine/made.parquet' order by 4`,
    );
    expect(kept.rows[0]).toEqual(['code', 'error', 'RangeError: no root of -1 (made.ts:8:28)', '1007']);
    expect(kept.rows).toHaveLength(5);
  });

  test('for single rows, in a filter and where rows are made', async () => {
    const bad = `if (row.n < 0) throw new Error('bad')`;
    const contract = '{ columns: { id: { required: true } } }';
    const byRow = await made({
      rows: ROWS,
      contract,
      transform: `{ reads: { n: 'bigint' }, writes: { m: 'bigint' }, mapRow: (row) => { ${bad}; return { m: row.n }; } }`,
    });
    expect(byRow.rows).toHaveLength(4995);
    const filtered = await made({
      rows: ROWS,
      contract,
      transform: `{ reads: { n: 'bigint' }, filter: ({ n }) => Array.from(n.values, (v) => { if (v < 0) throw new Error('bad'); return v % 2n === 0n; }) }`,
    });
    expect(filtered.record.contracts?.[0]).toMatchObject({ in: 5000, quarantined: 5 });
    expect(filtered.record.contracts?.[0]?.filtered).toBe(
      5000 - 5 - (filtered.record.contracts?.[0]?.passed ?? 0),
    );
    const flat = await made({
      rows: ROWS,
      contract,
      transform: `{ reads: { n: 'bigint' }, writes: { m: 'bigint' }, flatMap: ({ n }, rows) => {
        const from = [], m = [];
        for (let row = 0; row < rows; row += 1) { if (n.values[row] < 0) throw new Error('bad'); from.push(row, row); m.push(1n, 2n); }
        return { from, columns: { m } };
      } }`,
    });
    expect(flat.rows).toHaveLength(2 * 4995);
    expect(flat.record.contracts?.[0]?.quarantined).toBe(5);
  });

  test('with a state sets aside the row and those of its key after it, the same in batches of any size', async () => {
    const lines = Array.from({ length: 6000 }, (_, at) => `${at % 2},${at}`);
    const { record, rows } = await made({
      rows: `key,at\n${lines.join('\n')}\n`,
      contract: '{ columns: { key: { required: true } }, tolerate: { rows: 10000 } }',
      transform: `{
        reads: { key: 'bigint', at: 'bigint' }, writes: { place: 'integer' },
        partitioned: {
          by: ['key'], order: ['at'], start: () => ({ place: 0 }),
          map: ({ key, at }, rows, state) => {
            const place = [];
            for (let row = 0; row < rows; row += 1) {
              if (key.values[row] === 1n && at.values[row] > 5000n) throw new Error('too late');
              place.push(state.place); state.place += 1;
            }
            return { place };
          },
        },
      }`,
    });
    expect(record.status).toBe('succeeded');
    expect(rows.filter(([key]) => key === '0')).toHaveLength(3000);
    expect(rows.filter(([key]) => key === '1')).toHaveLength(2500);
    expect(record.contracts?.[0]?.quarantined).toBe(500);
  });

  test('shows no value of a classified column', async () => {
    const at = await codeProject({
      rows: 'id,mail\n1,ann@example.com\n',
      transform: `{ reads: { mail: 'varchar' }, writes: { m: 'varchar' }, map: ({ mail }) => { throw new Error(mail.values[0]); } }`,
    });
    const text = (await at.read('pipeline.yaml')).replace(
      '    with: { path: raw://rows.csv }\n',
      '    with: { path: raw://rows.csv }\n    contract: { columns: { mail: { class: personal } } }\n',
    );
    await at.write({ 'pipeline.yaml': text });
    const { errors } = await runCode(at);
    expect(errors.join()).toContain('MR5003');
    expect(errors.join()).not.toContain('ann@');
    const { err, out } = await millrace(at, ['trace', 'pipeline.yaml', '--node', 'made', '--where', 'true']);
    expect(err).toContain('MR5003');
    expect(err + out).not.toContain('ann@');
  });
});

const map = (body: string, writes = `{ m: 'integer' }`): string =>
  `{ reads: { n: 'bigint' }, writes: ${writes}, map: ({ n }, rows) => { ${body} } }`;

test('a function that throws without a contract ends the run before all partitions are done, with at least these rows', async () => {
  const at = await codeProject({
    rows: `id,n\n${Array.from({ length: 40_000 }, (_, id) => `${id},${id % 64}`).join('\n')}\n`,
    transform: `{
      reads: { id: 'bigint', n: 'bigint' }, writes: { m: 'bigint' },
      partitioned: { by: ['n'], order: ['id'], start: () => ({}), map: () => { throw new Error('never'); } },
    }`,
  });
  const { errors, record } = await runCode(at);
  expect(record.status).toBe('failed');
  const [, rows] =
    /^\[MR5003\] the function of "made" threw for at least ([\d,]+) rows \| Error: never/.exec(
      errors.join(),
    ) ?? [];
  expect(Number(rows?.replace(',', ''))).toBeLessThan(40_000);
  expect(Number(rows?.replace(',', ''))).toBeGreaterThan(0);
});

describe('the time that a batch takes is measured by a clock that nobody sets', () => {
  const setClock = (to: string, body: string): string => `import { defineTransform } from 'millrace/kit';
Date.now = () => ${to};
process.hrtime.bigint = () => 0n;
export default defineTransform({ reads: { n: 'bigint' }, writes: { m: 'bigint' }, map: ({ n }) => { ${body} return { m: n.values }; } });
`;

  test('set back, it ends no function that is in time', async () => {
    const { errors } = await made({
      rows: 'n\n1\n',
      module: setClock('1', 'const end = performance.now() + 1500; while (performance.now() < end);'),
    });
    expect(errors).toEqual([]);
  });

  test('set forth, it spares none that takes too long', async () => {
    const { errors } = await made({
      rows: 'n\n1\n',
      module: setClock('Number.MAX_SAFE_INTEGER - 1e6', 'for (;;);'),
      settings: ', timeout: 2',
    });
    expect(errors.join()).toContain('took more than 2 s');
  });
});

describe('a function that does what it must not', () => {
  test.each([
    ['gives too few values', map('return { m: [] }'), 'MR5004', 'column "m" has 0 values for'],
    [
      'gives a value of another type',
      map(`return { m: new Array(rows).fill('x') }`),
      'MR5004',
      'column "m" is declared as integer and was given "x"',
    ],
    [
      'gives a number with a fraction as a whole one',
      map('return { m: new Array(rows).fill(1.5) }'),
      'MR5004',
      'declared as integer and was given 1.5',
    ],
    ['leaves out a column', map('return {}'), 'MR5004', 'column "m" is declared and was not given'],
    [
      'gives a promise',
      `{ reads: { n: 'bigint' }, writes: { m: 'integer' }, map: () => Promise.resolve({ m: [] }) }`,
      'MR5004',
      'it gave a promise',
    ],
    ['gives nothing', map('return undefined'), 'MR5004', 'it gave undefined, and no columns'],
    [
      'counts its calls',
      `{ reads: { n: 'bigint' }, writes: { m: 'integer' }, map: (() => { let calls = 0; return (_, rows) => { calls += 1; return { m: new Array(rows).fill(calls) }; }; })() }`,
      'MR5005',
      'the same rows gave different values',
    ],
    [
      'depends on the size of its batch',
      map('return { m: new Array(rows).fill(rows) }'),
      'MR5005',
      'the same rows gave different values',
    ],
    [
      'draws lots',
      map('return { m: Array.from({ length: rows }, () => Math.floor(Math.random() * 1e6)) }'),
      'MR5005',
      'the same rows gave different values',
    ],
    [
      'draws lots for a key',
      `{ reads: { n: 'bigint' }, writes: { m: 'double' }, aggregate: { by: [], init: () => 0, update: (all) => all + Math.random(), merge: (a, b) => a + b, finish: (m) => ({ m }) } }`,
      'MR5005',
      'the same rows gave different values',
    ],
    [
      'merges wrongly',
      `{ reads: { n: 'bigint' }, writes: { m: 'double' }, aggregate: { by: [], init: () => 0, update: (all, _, rows) => all + rows, merge: (a) => a, finish: (m) => ({ m }) } }`,
      'MR5005',
      'in parts that were merged',
    ],
    [
      'keeps what cannot be copied',
      `{ reads: { n: 'bigint' }, writes: { m: 'bigint' }, partitioned: { by: [], order: ['n'], start: () => ({ next: () => 1n }), map: ({ n }, _, state) => ({ m: n.values.map(() => state.next()) }) } }`,
      'MR5004',
      'the state from `start` is no plain object',
    ],
    ['ends its process', map('process.exit(3)'), 'MR5006', 'called process.exit'],
    ['never ends', map('for (;;);'), 'MR5006', 'took more than 2 s'],
    [
      'takes all memory',
      map('const all = []; for (;;) all.push(new Array(1e6).fill(Math.random()).map(String));'),
      'MR5006',
      'took more than 100 MB of memory',
    ],
  ])('%s: is told what', async (_, transform, code, message) => {
    const { record, errors } = await made({
      rows: ROWS,
      transform,
      settings: message.includes('memory') ? ', memory: 100' : ', timeout: 2',
    });
    expect(record.status).toBe('failed');
    expect(errors.join('\n')).toContain(`[${code}]`);
    expect(errors.join('\n')).toContain(message);
  });

  test('prints: what it says is in the folder of the run', async () => {
    const run = await made({
      rows: 'n\n1\n',
      transform: map(`console.log('seen', rows); return { m: new Array(rows).fill(1) }`),
    });
    expect(run.record.status).toBe('succeeded');
    expect(await run.printed()).toContain('seen 1');
  });

  test('sees no environment but what is named', async () => {
    const transform = map(
      `return { m: new Array(rows).fill(Object.keys(process.env).filter((name) => /^MILLRACE_|SECRET|TOKEN/.test(name)).length) }`,
    );
    const at = await codeProject({ rows: 'n\n1\n', transform, settings: ', environment: [A_TOKEN]' });
    expect((await runCode(at, { A_TOKEN: 'x', B_SECRET: 'y' })).rows).toEqual([['1', '1']]);
  });
});

describe('what a function gives is taken as it was given', () => {
  test('also where it gives the same list each time and throws for a row', async () => {
    const { rows, record } = await made({
      rows: ROWS,
      contract: '{ columns: { id: { required: true } } }',
      module: `import { defineTransform } from 'millrace/kit';
const out = new BigInt64Array(4096);
export default defineTransform({
  reads: { id: 'bigint', n: 'bigint' }, writes: { m: 'bigint' },
  map: ({ id, n }, rows) => {
    for (let row = 0; row < rows; row += 1) {
      if ((n.values[row] ?? 0n) < 0n) throw new Error('below nothing');
      out[row] = (id.values[row] ?? 0n) * 2n;
    }
    return { m: out.subarray(0, rows) };
  },
});
`,
    });
    expect(record.status).toBe('succeeded');
    expect(rows).toHaveLength(4995);
    for (const [id, , doubled] of rows) expect(Number(doubled)).toBe(2 * Number(id));
  });

  test('but no rows of which it names none of the batch', async () => {
    const transform = `{ reads: { id: 'bigint' }, writes: { m: 'integer' }, flatMap: ({ id }, rows) => ({ from: Array.from({ length: rows }, (_, row) => id.values[row] === 3000n ? 99999 : row), columns: { m: new Array(rows).fill(1) } }) }`;
    const { errors } = await made({ rows: ROWS, transform });
    expect(errors.join()).toContain('[MR5004] the function of "made": `from` names row 99999 of a batch of');
  });

  test('and a condition is asked once for each row', async () => {
    const run = await made({
      rows: ROWS,
      transform: `{ reads: { id: 'bigint' }, filter: (_, rows) => { console.log('rows', rows); return new Array(rows).fill(true); } }`,
    });
    const asked = [...(await run.printed()).matchAll(/rows (\d+)/g)].map(([, rows]) => Number(rows));
    const tried = 512 * 5;
    expect(asked.reduce((sum, rows) => sum + rows, 0)).toBe(5000 + tried);
  });

  test("columns called like ours are the author's", async () => {
    const { rows, record } = await made({
      rows: 'id,error,bucket\n1,e1,b1\n2,e2,b2\n',
      contract: '{ columns: { id: { required: true } } }',
      transform: `{ reads: { id: 'bigint' }, writes: { thrown: 'integer' }, map: ({ id }) => ({ thrown: Array.from(id.values, (v) => { if (v === 2n) throw new Error('no'); return 7; }) }) }`,
    });
    expect(record.status).toBe('succeeded');
    expect(rows).toEqual([['1', 'e1', 'b1', '7']]);
  });
});
