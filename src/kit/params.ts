import type { ParamType } from '../spec/params.js';

/** The DuckDB type of a parameter. */
export const paramSqlType: Readonly<Record<ParamType, string>> = {
  string: 'VARCHAR',
  integer: 'BIGINT',
  number: 'DOUBLE',
  decimal: 'DECIMAL(38,10)',
  boolean: 'BOOLEAN',
  date: 'DATE',
  timestamp: 'TIMESTAMP',
};

/** Bound values that every pipeline has: the time the run stands for (UTC) and its id. */
export const builtInValues: Readonly<Record<string, string>> = { run_time: 'TIMESTAMP', run_id: 'VARCHAR' };
