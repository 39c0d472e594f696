import { type Engine, literal, MASK, maskedBy, type SemanticTypes, sql } from '../kit/index.js';
import { readRows } from './read-rows.js';

/** What is shown in place of a classified value of a column. */
export type ShowMasked = (column: string, value: string) => string;

/** A column with values of it, and the semantic type by whose mask they are shown. */
export interface MaskedColumn {
  readonly column: string;
  readonly type: string;
  readonly values: readonly string[];
}

const maskedTexts = async (
  engine: Engine,
  types: SemanticTypes,
  { type, values }: MaskedColumn,
): Promise<ReadonlyMap<string, string>> => {
  const found = types.find(type);
  const texts = [...new Set(values)];
  if (!found || texts.length === 0) return new Map();
  const query = sql`select v, ${maskedBy(found, sql`v`)} from (select unnest(${literal(texts)}) as v)`;
  const rows = await readRows(engine, query, texts.length);
  return new Map(rows.map(([text, masked]) => [String(text), String(masked)]));
};

/** Has the engine mask values by the types of their columns; of every other value nothing is shown. */
export const showMasked = async (
  engine: Engine,
  types: SemanticTypes,
  columns: readonly MaskedColumn[],
): Promise<ShowMasked> => {
  const known = new Map<string, ReadonlyMap<string, string>>();
  for (const one of columns) known.set(one.column, await maskedTexts(engine, types, one));
  return (column, value) => known.get(column)?.get(value) ?? MASK;
};
