import { DuckDBInstance } from '@duckdb/node-api';
import { describe, expect, it } from 'vitest';
import { sqlKeywords } from '../../../spec/index.js';
import { aggregateFunctions, scalarFunctions, windowFunctions } from './functions.js';

const column = async (query: string): Promise<ReadonlySet<string>> => {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const rows = await connection.runAndReadAll(query);
  connection.closeSync();
  instance.closeSync();
  return new Set(rows.getRows().map(([name]) => String(name)));
};

describe('the functions that may be called', () => {
  it('all exist in the engine', async () => {
    const known = await column('select distinct function_name from duckdb_functions()');
    const window = windowFunctions;
    expect(
      [...scalarFunctions, ...aggregateFunctions].filter((name) => !known.has(name) && !window.has(name)),
    ).toEqual([]);
  });

  it('depend on nothing but their arguments, as the engine itself says', async () => {
    const impure = await column(
      "select distinct function_name from duckdb_functions() where stability in ('VOLATILE', 'CONSISTENT_WITHIN_QUERY')",
    );
    expect([...scalarFunctions, ...aggregateFunctions].filter((name) => impure.has(name))).toEqual([]);
  });

  it('reach no file, setting, session or clock by their names', () => {
    const suspicious =
      /read|scan|glob|file_|setting|getenv|variable|current|session|pg_|privilege|query|sleep|random|nextval|log_msg|serialize/;
    const excused = new Set(['json_quote', 'parse_filename']);
    expect([...scalarFunctions].filter((name) => suspicious.test(name) && !excused.has(name))).toEqual([]);
  });
});

describe('the keywords that may not be aliases', () => {
  it('are those of the engine', async () => {
    const known = await column(
      "select keyword_name from duckdb_keywords() where keyword_category in ('reserved', 'type_function')",
    );
    expect([...sqlKeywords].sort()).toEqual([...known].sort());
  });
});
