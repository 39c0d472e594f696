import {
  type Cell,
  type Input,
  identifier,
  literal,
  nodeContext,
  type Schema,
  type Sql,
  sql,
} from '../../kit/index.js';
import { inputsOf, type LogicalNode, nodeNamed } from '../../planner/index.js';
import { countOf, type Desk, numbered, rowsOf, shownRows } from './desk.js';
import type { Result, Stepped } from './result.js';
import { sourceOf } from './source.js';

/** The one row that goes through a node in a step. */
const BATCH = 'rows of a step';

/** Kinds that give some rows alone, but not in their place, or not by SQL. */
const together = new Set(['sort', 'code']);

/** Whether single rows of the first input can go through a node: what comes of them does not depend on the others. */
export const isStepwise = ({ kind, config, inputs }: LogicalNode): boolean =>
  kind.family === 'transform' &&
  !together.has(kind.kind) &&
  (inputs.length === 1 || kind.kind === 'join') &&
  (kind.kind === 'contract_cast' || kind.kind === 'check_cast' || kind.rowByRow?.(config, [0]) === true);

/** The node as SQL, over one row of its first input. */
const throughNode = (node: LogicalNode, inputs: readonly Input[], number: number): Sql => {
  const [first, ...others] = inputs;
  if (node.kind.family !== 'transform' || !first) throw new Error(`no step into "${node.name}"`);
  const batch: Input = { ...first, name: BATCH };
  const rows = numbered(first.name, first.schema);
  const columns = sql`select * exclude (${rows.number}) from ${rows.query} where ${rows.number} = ${literal(number)}`;
  const query = node.kind.lower(nodeContext(node.config, [batch, ...others], node.output));
  return sql`with ${identifier(BATCH)} as (${columns}) select * from (${query})`;
};

const same = (a: Cell | undefined, b: Cell | undefined): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Columns that are not as those that they are held against. */
const changedIn = (
  { schema, sources }: Compared,
  input: Schema,
  before: readonly Cell[],
  after: readonly Cell[],
): readonly string[] =>
  schema.flatMap(({ name }, index) => {
    const source = sources.get(name);
    const isSame = source !== undefined && same(before[input.indexOf(source)], after[index]);
    return isSame ? [] : [name];
  });

interface Compared {
  readonly schema: Schema;
  /** The column of the input that a column is held against. */
  readonly sources: ReadonlyMap<string, Schema[number]>;
}

const comparedWith = (node: LogicalNode, input: Schema): Compared => ({
  schema: node.schema,
  sources: new Map(
    node.schema.flatMap(({ name }) => {
      const source = sourceOf(node, input, name);
      return source ? [[name, source] as const] : [];
    }),
  ),
});

/** So many rows that come of one are told. */
const MOST = 10;

/** Takes rows of the first input into a node, one by one, and tells what becomes of each. */
export const stepInto = async (
  desk: Desk,
  name: string,
  from: number,
  rows: number,
): Promise<Extract<Result, { readonly steps: unknown }> | undefined> => {
  const node = nodeNamed(desk.plan, name);
  const inputs = inputsOf(desk.plan, node);
  const [first] = inputs;
  if (!first) return undefined;
  const of = await countOf(desk, first.name);
  const { query, number } = numbered(first.name, first.schema);
  const batch = await rowsOf(
    desk,
    first.name,
    sql`select * from ${query} where ${number} > ${literal(from)} and ${number} <= ${literal(from + rows)} order by ${number}`,
    rows,
  );
  const before = await shownRows(
    desk,
    first.name,
    batch.map(([, ...row]) => row),
  );
  const compared = comparedWith(node, first.schema);
  const steps: Stepped[] = [];
  let hidden = before.hidden;
  for (const [index, [place, ...row]] of batch.entries()) {
    const found = await rowsOf(desk, name, throughNode(node, inputs, Number(place)), MOST + 1);
    const after = await shownRows(desk, name, found.slice(0, MOST));
    hidden = [...new Set([...hidden, ...after.hidden])];
    steps.push({
      number: Number(place),
      input: before.rows[index] ?? [],
      isCut: found.length > MOST,
      outputs: after.rows.map((shown, position) => ({
        row: shown,
        changed: changedIn(compared, first.schema, row, found[position] ?? []),
      })),
    });
  }
  const plain = (schema: Schema): Schema => schema.map(({ name: column, type }) => ({ name: column, type }));
  return {
    command: 'step',
    node: name,
    work: node.kind.kind,
    from: first.name,
    of,
    input: plain(first.schema),
    output: plain(node.schema),
    sources: Object.fromEntries([...compared.sources].map(([column, source]) => [column, source.name])),
    hidden,
    steps,
  };
};
