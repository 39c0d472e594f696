import { type Column, type Input, identifier, type Sql, sql } from '../../../kit/index.js';
import { selectList } from '../../shared/columns.js';
import { typeSql } from '../../shared/types.js';

/** The engine would write these as floating point, which loses digits without a word. */
const WIDE = new Set(['HUGEINT', 'UHUGEINT']);

const WIDEST_EXACT = 'DECIMAL(38,0)';

const writtenValue = ({ name, type }: Column): Sql =>
  WIDE.has(type) ? sql`cast(${identifier(name)} as ${typeSql(WIDEST_EXACT)})` : identifier(name);

/** The rows in types that Parquet has; undefined where it has those of all columns. */
export const inParquetTypes = (input: Input): Sql | undefined => {
  if (!input.schema.some(({ type }) => WIDE.has(type))) return undefined;
  const columns = input.schema.map((column) => ({
    name: column.name,
    value: writtenValue(column),
    uses: [],
  }));
  return sql`select ${selectList(columns)} from ${input}`;
};
