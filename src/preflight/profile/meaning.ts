import {
  identifier,
  joined,
  literal,
  type Schema,
  type SemanticType,
  type Sql,
  sql,
} from '../../kit/index.js';
import type { Cells, ColumnProfile } from './types.js';

/** Values of each column that are held against the types, and columns of which that is done. */
const VALUES = 50;
const COLUMNS = 60;

/** Finds what columns mean; the app passes the one of the semantic types. */
export interface Detector {
  readonly types: readonly SemanticType[];
  readonly candidates: (column: Column) => readonly SemanticType[];
  readonly detect: (
    column: Column,
    shares: Readonly<Record<string, number>>,
  ) => readonly { readonly type: SemanticType; readonly evidence: string }[];
}

/** A column with a few of its values. */
export interface Shown {
  readonly column: Column;
  readonly values: readonly string[];
}

type Column = Schema[number];

/** The engine takes longer to read some checks than to work them out: they are left out where no value can be of the type. */
const mayBe = ({ shape }: SemanticType, values: readonly string[]): boolean =>
  shape === undefined || values.some((value) => shape.test(value));

const candidates = (shown: readonly Shown[], { candidates: of }: Detector) =>
  shown
    .map(({ column, values }) => ({ column, types: of(column).filter((type) => mayBe(type, values)) }))
    .filter(({ types }) => types.length > 0)
    .slice(0, COLUMNS);

/** One statement for all columns: of a few different values of each, the shares that are of each type. */
export const meaningSql = (shown: readonly Shown[], rows: Sql, detector: Detector): Sql | undefined => {
  const asked = candidates(shown, detector);
  if (asked.length === 0) return undefined;
  const values = asked.map(({ column: { name } }, index) => {
    const own = identifier(name);
    return sql`(select ${literal(index)} as place, value from (select ${own}::varchar as value, count(*) as often from ${rows} where ${own} is not null group by 1 order by often desc, 1 limit ${literal(VALUES)}))`;
  });
  const value = sql`value`;
  const wanted = new Set(asked.flatMap(({ types }) => types));
  const shares = detector.types
    .filter((type) => wanted.has(type))
    .map((type) => sql`avg((${type.check(value)})::integer)::double`);
  return sql`select place, ${joined(shares)} from (${joined(values, ' union all ')}) group by place`;
};

/** What the statement told, by the names of the columns. */
export const meaningsOf = (
  shown: readonly Shown[],
  rows: readonly Cells[],
  detector: Detector,
): ReadonlyMap<string, NonNullable<ColumnProfile['semantic']>> => {
  const asked = candidates(shown, detector);
  const wanted = new Set(asked.flatMap(({ types }) => types));
  const names = detector.types.filter((type) => wanted.has(type)).map(({ name }) => name);
  const meanings = new Map<string, NonNullable<ColumnProfile['semantic']>>();
  for (const [place, ...shares] of rows) {
    const column = asked[Number(place)]?.column;
    if (!column) continue;
    const known = Object.fromEntries(names.map((name, at) => [name, Number(shares[at] ?? 0)]));
    const [first] = detector.detect(column, known);
    if (first)
      meanings.set(column.name, {
        type: first.type.name,
        class: first.type.class,
        evidence: first.evidence,
      });
  }
  return meanings;
};
