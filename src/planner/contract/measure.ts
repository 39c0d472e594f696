import {
  type Cell,
  castSql,
  type Formats,
  fitsSql,
  identifier,
  joined,
  literal,
  plainText,
  type Schema,
  type Sql,
  sql,
} from '../../kit/index.js';
import { candidates, decimalFor, MEASURED } from './widen.js';

/** A column whose type follows its values. */
export interface Evolving {
  readonly column: Schema[number];
  /** Its type by the contract, or the one that it seemed to have. */
  readonly declared: string;
  readonly formats: Formats;
  /** Whether its values may be shown. */
  readonly isHidden: boolean;
}

/** A column that was widened, and why. */
export interface Widened {
  readonly column: string;
  readonly declared: string;
  readonly type: string;
  readonly evidence: string;
}

const readValue = ({ column }: Evolving): Sql => {
  const own = identifier(column.name);
  return column.format ? plainText(own, column.format) : own;
};

/** The digits that say something, without sign, point and exponent. */
const significant = (value: Sql): Sql =>
  sql`trim(regexp_replace(regexp_extract(${value}, '^ *[+-]?([0-9.]*)', 1), '[.]', ''), '0')`;

/** Up to 15 digits are the same again after a DOUBLE, as long as it is not so small that it has fewer. */
const exactDouble = (value: Sql, after: Sql): Sql =>
  sql`length(${significant(value)}) <= 15 and (${significant(value)} = '' or abs(${after}) > 1e-307)`;

const beyond = (digits: number): Sql => literal(`[.][0-9]{${digits}}[0-9]*[1-9]`);

/** What a type must not do besides, for nothing to be lost: round what does not stand in the declared type. */
const keeps = (value: Sql, after: Sql, to: string, declared: string): Sql => {
  if (to === 'DOUBLE' && declared !== 'DOUBLE') return exactDouble(value, after);
  if (to === 'TIMESTAMP_NS') return sql`not regexp_matches(${value}, ${beyond(9)})`;
  return to === 'TIMESTAMP' ? sql`not regexp_matches(${value}, ${beyond(6)})` : sql`true`;
};

const DECIMAL_TEXT = literal(' *[+-]?([0-9]+([.][0-9]*)?|[.][0-9]+) *');

const isKept = (evolving: Evolving, to: string): Sql => {
  const { column, declared, formats } = evolving;
  const value = readValue(evolving);
  if (to === MEASURED) return sql`regexp_full_match(${value}, ${DECIMAL_TEXT})`;
  const own = column.format ? {} : formats;
  const after = castSql(value, column.type, to, own);
  const fits = fitsSql({ from: column.type, to, before: value, after }, own);
  return column.type === 'VARCHAR' ? sql`${fits} and ${keeps(value, after, to, declared)}` : fits;
};

const typesOf = ({ column, declared }: Evolving): readonly string[] => [
  declared,
  ...candidates(column.type, declared),
];

const measures = (evolving: Evolving): readonly Sql[] => {
  const value = readValue(evolving);
  const text = sql`${value}::varchar`;
  const misfit = (to: string): Sql =>
    sql`${value} is not null and not coalesce(${isKept(evolving, to)}, false)`;
  return [
    sql`count(${value})`,
    sql`min(${text}) filter (where ${misfit(evolving.declared)})`,
    sql`coalesce(max(length(regexp_extract(${text}, '^ *[+-]?0*([0-9]*)', 1))), 0)`,
    sql`coalesce(max(length(rtrim(regexp_extract(${text}, '[.]([0-9]*)', 1), '0'))), 0)`,
    ...typesOf(evolving).map((to) => sql`count(*) filter (where ${misfit(to)})`),
  ];
};

/** One look at all values of the columns: a row of numbers, which `widened` reads. */
export const measureSql = (columns: readonly Evolving[], rows: Sql): Sql =>
  sql`select ${joined(columns.flatMap(measures))} from (${rows})`;

const SHOWN = 40;

const chosen = (evolving: Evolving, cells: readonly Cell[]): Widened | undefined => {
  const { column, declared, isHidden } = evolving;
  const [values = 0, example = '', whole, scale, misfits, ...counts] = cells;
  if (Number(misfits) === 0) return undefined;
  const types = candidates(column.type, declared).map((type, index) => {
    const isHeld = Number(counts[index]) === 0;
    if (!isHeld) return undefined;
    return type === MEASURED ? decimalFor(declared, { whole: Number(whole), scale: Number(scale) }) : type;
  });
  const type = types.find((candidate) => candidate !== undefined) ?? 'VARCHAR';
  const shown = isHidden ? '' : `, for example ${JSON.stringify(String(example).slice(0, SHOWN))}`;
  const evidence = `${misfits} of ${values} values cannot be ${declared}${shown}`;
  return { column: column.name, declared, type, evidence };
};

/** The columns that do not hold their values as declared, each with the narrowest type that does. */
export const widened = (columns: readonly Evolving[], row: readonly Cell[]): readonly Widened[] => {
  let at = 0;
  return columns.flatMap((evolving) => {
    const end = at + 4 + typesOf(evolving).length;
    const found = chosen(evolving, row.slice(at, end));
    at = end;
    return found ?? [];
  });
};
