import { type Column, type Input, identifier, type Sql, sql } from '../../../kit/index.js';
import { selectList } from '../../shared/columns.js';
import { typeSql } from '../../shared/types.js';

/** The engine would write these as floating point, which loses digits without a word. */
const WIDE = new Set(['HUGEINT', 'UHUGEINT']);

const WIDEST_EXACT = 'DECIMAL(38,0)';

const exact = ({ name }: Column): Sql => sql`cast(${identifier(name)} as ${typeSql(WIDEST_EXACT)})`;

/**
 * The rows in types that Parquet has; undefined where it has those of all columns.
 *
 * @param outside columns that do not stand in the files
 */
export const inParquetTypes = (input: Input, outside: readonly string[] = []): Sql | undefined => {
  const isWide = ({ name, type }: Column): boolean => WIDE.has(type) && !outside.includes(name);
  if (!input.schema.some(isWide)) return undefined;
  const columns = input.schema.map((column) => ({
    name: column.name,
    value: isWide(column) ? exact(column) : identifier(column.name),
    uses: [],
  }));
  return sql`select ${selectList(columns)} from ${input}`;
};
