import { type ContractRecord, type Engine, literal, sql } from '../../kit/index.js';
import { readRows } from '../read-rows.js';
import { quarantineRows } from './relation.js';
import type { QuarantineGroup } from './rows.js';

const EXAMPLES = 3;

type Found = Pick<QuarantineGroup, 'rows' | 'examples'>;

const keyOf = (rule: unknown, column: unknown, message: unknown): string =>
  JSON.stringify([rule, column ?? '', message]);

const foundIn = async (engine: Engine, file: string): Promise<ReadonlyMap<string, Found>> => {
  const examples = sql`list(distinct r."value" order by r."value") filter (where r."value" is not null)`;
  const query = sql`select r."rule", r."column", r.message, count(*), to_json(coalesce((${examples})[1:${literal(EXAMPLES)}], []))::varchar from (select unnest(reasons) as r from ${quarantineRows(file)}) group by 1, 2, 3`;
  const values = await readRows(engine, query, 10_000);
  return new Map(
    values.map(([rule, column, message, rows, texts]) => [
      keyOf(rule, column, message),
      { rows: Number(rows), examples: JSON.parse(String(texts)) as readonly string[] },
    ]),
  );
};

/** The rules that rows of a file broke, as far as they are there: what was erased since counts no more. */
export const groupsIn = async (
  engine: Engine,
  file: string,
  { broken }: ContractRecord,
): Promise<readonly QuarantineGroup[]> => {
  const found = await foundIn(engine, file);
  return broken.flatMap(({ rule, columns, message }) => {
    const group = found.get(keyOf(rule, columns.join(', '), message));
    if (!group) return [];
    return [{ rule, columns, message, ...group }];
  });
};

/** How many rows a file has. */
export const rowsIn = async (engine: Engine, file: string): Promise<number> => {
  const [row] = await readRows(engine, sql`select count(*) from read_parquet(${literal(file)})`, 1);
  return Number(row?.[0] ?? 0);
};
