import { didYouMean, listed } from '../../base/diagnostics/suggest.js';
import { failure, MillraceError, type Problem, problem } from '../../base/errors/index.js';
import type { Engine, Outcome, Schema, Sql, SqlFault } from '../../kit/index.js';
import { keyword } from '../../kit/index.js';
import { type LogicalNode, type LogicalPlan, nodeNamed, wholeName } from '../../planner/index.js';

/** The nodes that a document can name. */
const nameable = ({ nodes }: LogicalPlan): readonly LogicalNode[] =>
  nodes.filter(({ name }) => wholeName(name) === name);

/** The node that was named. */
export const nodeToTrace = (plan: LogicalPlan, name: string, option: string): LogicalNode => {
  const nodes = nameable(plan);
  const found = nodes.find((node) => node.name === name);
  if (found) return found;
  const names = nodes.map((node) => node.name);
  const outputs = names.filter((other) => other.startsWith(`${name}.`));
  const label = didYouMean(name, names);
  throw failure('MR6015', `there is no node "${name}" to trace (${option})`, {
    ...(label ? { label } : {}),
    notes: [outputs.length > 0 ? `it has several outputs: ${listed(outputs)}` : `nodes: ${listed(names)}`],
  });
};

/** What a node with a contract has before its contract took rows out; any other node as it is. */
export const beforeContract = (plan: LogicalPlan, node: LogicalNode): LogicalNode => {
  const [edge] = node.inputs;
  return node.kind.kind === 'contract' && edge ? nodeNamed(plan, edge.node) : node;
};

/** A condition over a node, and the alias under which it names the node. */
export interface BoundCondition {
  readonly alias: string;
  readonly condition: Sql;
}

/** An expression as it was given with an option, and a fault in it. */
const conditionProblem = (text: string, node: string, option: string, fault: SqlFault): Problem =>
  problem(fault.code, `${fault.message} in \`${option}\` over "${node}"`, {
    place: {
      file: option,
      line: 1,
      column: (fault.offset ?? 0) + 1,
      length: fault.length ?? Math.max(1, text.length - (fault.offset ?? 0)),
      lineText: text,
    },
    ...(fault.label ? { label: fault.label } : {}),
    ...(fault.notes ? { notes: fault.notes } : {}),
  });

/** A condition over the columns of a node, held against the same list as the expressions of a document. */
export const bindCondition = async (
  engine: Engine,
  text: string,
  node: { readonly name: string; readonly schema: Schema },
  parameters: Readonly<Record<string, string>>,
): Promise<Outcome<BoundCondition>> => {
  const alias = node.name.split('.').join('_');
  const relation = await engine.relation(alias, node.schema);
  const [outcome] = await engine.bind([
    { text, form: 'expression', allows: 'scalar', expects: 'BOOLEAN', relations: [relation], parameters },
  ]);
  if (!outcome) throw new Error('the engine bound nothing');
  if (!outcome.ok) return outcome;
  const { sql, parameters: used } = outcome.value;
  return { ok: true, value: { alias, condition: { ...keyword(sql), parameters: used } } };
};

/** The condition; its fault is told with its place in the option. */
export const boundCondition = async (
  engine: Engine,
  text: string,
  node: { readonly name: string; readonly schema: Schema },
  parameters: Readonly<Record<string, string>>,
): Promise<BoundCondition> => {
  const outcome = await bindCondition(engine, text, node, parameters);
  if (outcome.ok) return outcome.value;
  throw new MillraceError([conditionProblem(text, node.name, '--where', outcome.fault)]);
};
