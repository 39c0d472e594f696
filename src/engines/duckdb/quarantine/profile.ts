import { countMark } from '../../../kit/index.js';

/** An operator of a query that was analysed, as the engine's JSON has it. */
interface Operator {
  readonly operator_name?: string;
  readonly operator_type?: string;
  readonly operator_cardinality?: number;
  readonly extra_info?: Readonly<Record<string, unknown>>;
  readonly children?: readonly Operator[];
}

/** Exact numbers of rows, taken from what the engine measured of its operators. */
export interface Measures {
  /** Rows that reached the sink. */
  readonly rows: number;
  /** Rows that passed the guard of a node. */
  readonly passed: (node: string) => number | undefined;
  /** Rows that were counted on their way under a label. */
  readonly counted: (label: string) => number | undefined;
}

const all = (operator: Operator): readonly Operator[] => [
  operator,
  ...(operator.children ?? []).flatMap(all),
];

const SINKS = /^(BATCH_)?(COPY_TO_FILE|CREATE_TABLE_AS)$/;

/** Rows that an operator gave; of common tables and what is made of them, the latter, which comes last. */
const countOf = (operator: Operator | undefined): number =>
  operator?.operator_type === 'CTE'
    ? countOf(operator.children?.at(-1))
    : (operator?.operator_cardinality ?? 0);

const holds =
  (mark: string) =>
  ({ extra_info }: Operator): boolean =>
    JSON.stringify(extra_info ?? {}).includes(`'${mark}'`);

/** Where a query reads the same rows twice there are two such operators, each with all of them. */
const mostOf = (operators: readonly Operator[], mark: string): number | undefined => {
  const found = operators.filter(holds(mark)).map(({ operator_cardinality = 0 }) => operator_cardinality);
  return found.length === 0 ? undefined : Math.max(...found);
};

/** Reads the engine's analysis of a statement. */
export const measuresOf = (analysis: string): Measures => {
  const operators = all(JSON.parse(analysis) as Operator);
  const sink = operators.find(({ operator_type }) => SINKS.test(operator_type ?? ''));
  return {
    rows: countOf(sink?.children?.[0]),
    passed: (node) => operators.find(holds(`${node} `))?.operator_cardinality,
    counted: (label) => mostOf(operators, countMark(label)),
  };
};

/** Of a statement that was given up. */
export const nothingMeasured: Measures = { rows: 0, passed: () => undefined, counted: () => undefined };
