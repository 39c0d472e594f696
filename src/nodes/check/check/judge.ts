import { ageText, type Cell, type CheckResult, classOf, isFresh, MASK, specOf } from '../../../kit/index.js';
import type { CheckConfig } from './config.js';
import { nullsName } from './measures.js';

type Measures = Readonly<Record<string, Cell>>;

const numberOf = (measures: Measures, name: string): number => Number(measures[name] ?? 0);

const counted = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

const judgeRows = ({ rows }: CheckConfig, measures: Measures): readonly CheckResult[] => {
  if (!rows) return [];
  const count = numberOf(measures, 'rows');
  const found = counted(count, 'row', 'rows');
  const { min = 0, max = count } = rows;
  const asked =
    count < min ? `, at least ${min} are asked for` : count > max ? `, at most ${max} are asked for` : '';
  return [{ rule: 'rows', passed: asked === '', message: `${found}${asked}` }];
};

const LONGEST = 60;

/** A value as text in double quotes, or null. */
const shown = (value: Cell): string => {
  if (value === null) return 'null';
  const text = String(value);
  return text.length <= LONGEST ? `"${text}"` : `"${text.slice(0, LONGEST)}…"`;
};

/** What shows values of columns, or the mask in their place. */
type Show = (columns: readonly string[], cell: Cell | undefined) => string;

/** Whether a column's values are not to be shown: as the check itself says, or a contract before it. */
const maskedIn =
  ({ columns = {} }: CheckConfig, classified: ReadonlySet<string>) =>
  (name: string): boolean =>
    classified.has(name.toLowerCase()) || classOf(specOf(columns, name)) !== undefined;

const showing =
  (isMasked: (name: string) => boolean): Show =>
  (columns, cell) => {
    const cells = Array.isArray(cell) ? (cell as readonly Cell[]) : [];
    const values = cells.map((value, index) =>
      value !== null && isMasked(columns[index] ?? '') ? MASK : shown(value),
    );
    return values.length === 1 ? (values[0] ?? '') : `(${values.join(', ')})`;
  };

const quotedNames = (columns: readonly string[]): string => columns.map((name) => `"${name}"`).join(', ');

const judgeUnique = ({ unique }: CheckConfig, measures: Measures, show: Show): readonly CheckResult[] => {
  if (!unique) return [];
  const names = unique.map(({ name }) => name);
  const columns = quotedNames(names);
  const count = numberOf(measures, 'repeated');
  if (count === 0) return [{ rule: 'unique', passed: true, message: `${columns}: each value stands once` }];
  const what =
    unique.length === 1 ? counted(count, 'value', 'values') : counted(count, 'combination', 'combinations');
  const verb = count === 1 ? 'stands' : 'stand';
  const message = `${what} of ${columns} ${verb} more than once, for example ${show(names, measures['repeated_example'])}`;
  return [{ rule: 'unique', passed: false, message }];
};

const judgeRequired = ({ required = [] }: CheckConfig, measures: Measures): readonly CheckResult[] =>
  required.map(({ name }, index) => {
    const count = numberOf(measures, nullsName(index));
    const message =
      count === 0 ? `"${name}" is never null` : `"${name}" is null in ${counted(count, 'row', 'rows')}`;
    return { rule: 'required', passed: count === 0, message };
  });

const judgeWhere = ({ where }: CheckConfig, measures: Measures): readonly CheckResult[] => {
  if (!where) return [];
  const count = numberOf(measures, 'failures');
  const all = counted(numberOf(measures, 'rows'), 'row', 'rows');
  const message =
    count === 0
      ? `\`${where.text}\` holds for all ${all}`
      : `\`${where.text}\` does not hold for ${count} of ${all}`;
  return [{ rule: 'where', passed: count === 0, message }];
};

const isMapping = (cell: Cell): cell is Readonly<Record<string, Cell>> =>
  typeof cell === 'object' && cell !== null && !Array.isArray(cell);

const listOf = (cell: Cell | undefined): readonly Cell[] =>
  Array.isArray(cell) ? (cell as readonly Cell[]) : [];

const brokenText = (rows: number, all: number): string =>
  `${rows} of ${counted(all, 'row', 'rows')} ${rows === 1 ? 'breaks' : 'break'}`;

/** The values that break a rule, each once. */
const examplesOf = (cell: Cell | undefined, columns: readonly string[], show: Show): readonly string[] => {
  const given = listOf(cell).filter((example) => example !== null);
  return [...new Set(given.map((example) => show(columns, example)))];
};

/** A rule of `columns` or `keys`, as it was measured. */
const judgeRow = (item: Readonly<Record<string, Cell>>, all: number, show: Show): CheckResult => {
  const columns = listOf(item['columns']).map(String);
  const rows = numberOf(item, 'rows');
  const examples = examplesOf(item['examples'], columns, show);
  const kept = all === 1 ? 'the 1 row keeps it' : `all ${all} rows keep it`;
  const found = rows === 0 ? kept : `${brokenText(rows, all)} it`;
  const given = examples.length > 0 ? `, for example ${examples.join(', ')}` : '';
  return {
    rule: String(item['rule']),
    passed: rows === 0,
    message: `${quotedNames(columns)} (${String(item['message'])}): ${found}${given}`,
    columns,
    rows,
    ...(examples.length > 0 ? { examples } : {}),
  };
};

const judgeFreshness = (
  { freshness }: CheckConfig,
  measures: Measures,
  isMasked: (name: string) => boolean,
): readonly CheckResult[] => {
  if (!freshness) return [];
  const asked = { column: freshness.column.name, maxAge: freshness.max_age };
  const { newest = null, age = null } = measures;
  return [
    {
      rule: 'freshness',
      passed: isFresh(asked, age),
      message: ageText(asked, newest, age, isMasked(asked.column)),
    },
  ];
};

/** How many rows may break rules: the smaller of both where there are two limits. */
const tolerated = ({ share, rows }: NonNullable<CheckConfig['tolerate']>, all: number): number =>
  Math.min(share === undefined ? all : Math.floor(share * all), rows ?? all);

const judgeTolerance = ({ tolerate }: CheckConfig, measures: Measures): readonly CheckResult[] => {
  if (!tolerate) return [];
  const all = numberOf(measures, 'rows');
  const rows = numberOf(measures, 'broken');
  const most = tolerated(tolerate, all);
  const message = `${brokenText(rows, all)} a rule, at most ${most} ${most === 1 ? 'is' : 'are'} tolerated`;
  return [{ rule: 'tolerate', passed: rows <= most, message, rows }];
};

/** Rules of rows that are broken no more often than is tolerated have passed. */
const forgiven = (
  results: readonly CheckResult[],
  tolerance: readonly CheckResult[],
): readonly CheckResult[] =>
  tolerance.some(({ passed }) => passed) ? results.map((result) => ({ ...result, passed: true })) : results;

/** Holds the measures against the rules: one result a rule, and one a column of it. */
export const judge = (
  config: CheckConfig,
  measures: Measures,
  classified: ReadonlySet<string> = new Set(),
): readonly CheckResult[] => {
  const isMasked = maskedIn(config, classified);
  const show = showing(isMasked);
  const all = numberOf(measures, 'rows');
  const tolerance = judgeTolerance(config, measures);
  const rules = listOf(measures['rules']).filter(isMapping);
  const ofRows = [
    ...judgeUnique(config, measures, show),
    ...judgeRequired(config, measures),
    ...judgeWhere(config, measures),
    ...rules.map((item) => judgeRow(item, all, show)),
  ];
  return [
    ...judgeRows(config, measures),
    ...forgiven(ofRows, tolerance),
    ...judgeFreshness(config, measures, isMasked),
    ...tolerance,
  ];
};
