import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Bench, benchOf } from '../../src/engines/duckdb/testing/engine.js';
import { joined, literal, sql } from '../../src/kit/index.js';
import { candidatesFor, detect, sharesSql } from '../../src/semantics/detect.js';
import { builtInTypes } from '../../src/semantics/index.js';

let bench: Bench;
beforeAll(async () => {
  bench = await benchOf();
});
afterAll(() => bench.close());

/** What a column of text is taken for, by its name and its values. */
const detected = async (name: string, values: readonly (string | null)[], type = 'VARCHAR') => {
  const column = { name, type };
  const candidates = candidatesFor(builtInTypes, column);
  const rows = joined(values.map((value) => sql`(${literal(value)})`));
  const query = sharesSql(candidates, 'c', sql`(values ${rows}) as t(c)`);
  const result = await bench.engine.execute(
    { query, sink: { kind: 'rows', limit: 1 } },
    { signal: new AbortController().signal, onProgress: () => undefined },
  );
  const [row = []] = result.values;
  const shares = Object.fromEntries(result.schema.map((each, at) => [each.name, Number(row[at] ?? 0)]));
  return detect(builtInTypes, column, shares).map((found) => found.type.name);
};

const uuid = 'f81d4fae-7dec-11d0-a765-00a0c91e6bf6';

it.each([
  ['x', [uuid, null], 'uuid'],
  ['x', ['192.0.2.1', '10.0.0.1'], 'ipv4'],
  ['x', ['ada@example.com', 'b@example.org'], 'email'],
  ['x', ['DE89370400440532013000'], 'iban'],
  ['x', ['2026-01-31', '31.01.2026'], 'date'],
  ['origin', ['SFO', 'LHR'], 'airport_iata'],
  ['x', ['SFO', 'LHR'], undefined],
  ['currency', ['EUR', 'USD'], 'currency'],
  ['state', ['CA', 'NY'], 'us_state'],
  ['x', ['CA', 'NY'], undefined],
  ['country', ['CA', 'DE'], 'country'],
  ['x', ['yes', 'no'], undefined],
  ['is_active', ['yes', 'no'], 'boolean_words'],
  ['share', ['12%', '3.5%'], 'percentage'],
  ['x', ['some', 'words'], undefined],
  ['x', ['ada@example.com', 'nobody'], undefined],
  ['x', [null], undefined],
] as const)('column %s of %j is %s', async (name, values, expected) => {
  expect((await detected(name, values))[0]).toBe(expected);
});

it('takes numbers for what their column is called only', async () => {
  expect((await detected('lat', ['48.8', '-33.1'], 'DOUBLE'))[0]).toBe('latitude');
  expect(await detected('x', ['48.8', '-33.1'], 'DOUBLE')).toEqual([]);
});

it('says why', () => {
  const [found] = detect(builtInTypes, { name: 'mail', type: 'VARCHAR' }, { email: 0.995 });
  expect(found?.evidence).toBe('99.5% of the values');
  const [named] = detect(builtInTypes, { name: 'e_mail', type: 'VARCHAR' }, { email: 1 });
  expect(named?.evidence).toBe('100% of the values, and the name of the column');
});
