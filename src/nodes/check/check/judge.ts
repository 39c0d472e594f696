import type { Cell, CheckResult } from '../../../kit/index.js';
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

/** A value as text in double quotes, or null. */
const shown = (value: Cell): string => (value === null ? 'null' : `"${String(value)}"`);

const exampleOf = (cell: Cell | undefined): string => {
  const values = Array.isArray(cell) ? (cell as readonly Cell[]).map(shown) : [];
  return values.length === 1 ? (values[0] ?? '') : `(${values.join(', ')})`;
};

const judgeUnique = ({ unique }: CheckConfig, measures: Measures): readonly CheckResult[] => {
  if (!unique) return [];
  const columns = unique.map(({ name }) => `"${name}"`).join(', ');
  const count = numberOf(measures, 'repeated');
  if (count === 0) return [{ rule: 'unique', passed: true, message: `${columns}: each value stands once` }];
  const what =
    unique.length === 1 ? counted(count, 'value', 'values') : counted(count, 'combination', 'combinations');
  const verb = count === 1 ? 'stands' : 'stand';
  const message = `${what} of ${columns} ${verb} more than once, for example ${exampleOf(measures['repeated_example'])}`;
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

/** Holds the measures against the rules: one result a rule, and one a required column. */
export const judge = (config: CheckConfig, measures: Measures): readonly CheckResult[] => [
  ...judgeRows(config, measures),
  ...judgeUnique(config, measures),
  ...judgeRequired(config, measures),
  ...judgeWhere(config, measures),
];
