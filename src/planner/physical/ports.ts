import {
  counted,
  type Input,
  identifier,
  joined,
  type Loss,
  nodeContext,
  type Paired,
  type Sql,
  sql,
} from '../../kit/index.js';
import { rawName, wholeName } from '../contract/names.js';
import { inputsOf } from '../logical/inputs.js';
import type { LogicalNode, LogicalPlan } from '../logical/plan.js';
import { unfolded } from './unfolded.js';

/** The inputs of a node with a contract, whose rows are counted where they come in. */
export interface Ports {
  /** The document's node. */
  readonly node: string;
  readonly ports: readonly { readonly port: string; readonly label: string }[];
  /** What becomes of rows that do not come out. */
  readonly loss?: Loss;
  /** Of two inputs that are joined: how many rows have a partner, and what becomes of them. */
  readonly partners?: { readonly query: Sql; readonly pairs: readonly Paired[] };
}

const labelOf = (node: string, index: number): string => `${node} ${index + 1}`;

/** The counted inputs of a node; undefined where its rows come out one for one, are made anew, or keep no contract. */
export const portsOf = (plan: LogicalPlan, node: LogicalNode): Ports | undefined => {
  const { kind, config, name, output } = node;
  const whole = wholeName(name);
  if (kind.family !== 'transform' || name !== rawName(whole)) return undefined;
  const loss = kind.loses?.(config);
  const inputs = inputsOf(plan, node);
  const query = kind.partners?.(nodeContext(config, inputs, output));
  if (loss === undefined && query === undefined && inputs.length < 2) return undefined;
  if (kind.pairs && query === undefined) return undefined;
  return {
    node: whole,
    ports: inputs.map(({ alias }, index) => ({ port: alias, label: labelOf(whole, index) })),
    ...(loss === undefined ? {} : { loss }),
    ...(query === undefined ? {} : { partners: { query, pairs: kind.pairs?.(config) ?? [] } }),
  };
};

/** Labels under which the engine counts inputs on their way; those that are kept are counted where they are. */
export const labelsOf = ({ ports, partners }: Ports): readonly string[] =>
  partners ? [] : ports.map(({ label }) => label);

/** Whether its inputs are kept, so that rows with a partner can be found once more. */
export const looksTwice = (plan: LogicalPlan, node: LogicalNode): boolean =>
  portsOf(plan, node)?.partners !== undefined;

/** A node as SQL, over inputs that are counted on their way where they are not kept. */
export const overCountedInputs = (
  plan: LogicalPlan,
  node: LogicalNode,
  lower: (node: LogicalNode, inputs: readonly Input[]) => Sql,
): Sql | undefined => {
  const ports = portsOf(plan, node);
  if (!ports || ports.partners) return undefined;
  const inputs = inputsOf(plan, node);
  const named = inputs.map((input, index) => ({ ...input, name: `rows of ${labelOf(ports.node, index)}` }));
  const tables = inputs.map((input, index) => {
    const rows = counted(labelOf(ports.node, index), input, input.schema);
    return sql`${identifier(named[index]?.name ?? '')} as not materialized (${rows})`;
  });
  return sql`with ${joined(tables)} select * from (${lower(unfolded(node), named)})`;
};
