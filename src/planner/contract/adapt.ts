import { type Column, isNew, type Schema, specOf, type TextFormat } from '../../kit/index.js';
import type { Graph, GraphNode } from '../graph/graph.js';
import { contractCast } from './cast.js';
import { isAdded, isOrigin } from './columns.js';
import type { CastConfig, GuardConfig, LastColumns } from './config.js';
import type { Evolving } from './measure.js';
import { castName } from './names.js';

/** What the contracts of a graph have to know of what they are held against, by the node that bears the guard's name. */
export interface Adaptation {
  readonly widened?: Readonly<Record<string, string>>;
  readonly lacking?: Readonly<Record<string, readonly string[]>>;
  readonly last?: LastColumns;
}

/** The cast of a contract, and the node that it reads. */
export interface Casting {
  /** The node that the guard stands for. */
  readonly name: string;
  /** The part that reads. */
  readonly reader: string;
  readonly config: CastConfig;
}

/** The reading nodes with contracts. */
export const castings = ({ nodes }: Graph): readonly Casting[] =>
  nodes.flatMap(({ name, kind, inputs, config }) => {
    const reader = inputs[0]?.node;
    if (reader === undefined || kind.kind !== contractCast.kind) return [];
    return [{ name: name.slice(0, -castName('').length), reader, config: config as CastConfig }];
  });

const declaredType = ({ contract }: CastConfig, { name, found, format }: Column): string | undefined =>
  specOf(contract.columns, name)?.type?.text ?? found ?? format?.type;

const evolves = ({ contract, evolving }: CastConfig, name: string): boolean =>
  isNew(contract, name)
    ? contract.drift.wrong_types === 'evolve'
    : evolving.some((other) => other.toLowerCase() === name.toLowerCase());

/** The columns of a reading node whose types follow their values, where a cast could lose something. */
export const evolvingColumns = (config: CastConfig, schema: Schema): readonly Evolving[] =>
  schema.flatMap((column) => {
    const declared = declaredType(config, column);
    if (isOrigin(column.name) || declared === undefined || !evolves(config, column.name)) return [];
    if (declared === column.type && !column.format) return [];
    const isHidden = config.hidden.some((name) => name.toLowerCase() === column.name.toLowerCase());
    return [{ column, declared, formats: config.formats, isHidden }];
  });

/** The columns of a reading node that neither the contract nor the last run has. */
export const addedIn = (config: CastConfig, schema: Schema): readonly string[] =>
  schema.flatMap(({ name }) => (isOrigin(name) || !isAdded(config, name) ? [] : [name]));

/** The columns of a node's input that are there for its contract only. */
export const hiddenIn = ({ kind, config }: Pick<GraphNode, 'kind' | 'config'>): readonly string[] =>
  kind.kind === 'contract' ? (config as GuardConfig).added : [];

/** Words that stand for null stand for it in text too; all else is as it was written. */
export const asWrittenText = ({ nulls }: TextFormat): TextFormat => ({ type: 'VARCHAR', nulls });

const adapted = (node: GraphNode, all: ReadonlyMap<string, Adaptation>): GraphNode => {
  const isCast = node.kind.kind === contractCast.kind;
  const adaptation = all.get(isCast ? node.name.slice(0, -castName('').length) : node.name);
  if (!adaptation || (!isCast && node.kind.kind !== 'contract')) return node;
  const { widened, lacking, last } = adaptation;
  const config = node.config as CastConfig | GuardConfig;
  return {
    ...node,
    config: {
      ...config,
      ...(widened ? { widened } : {}),
      ...(lacking && !isCast ? { lacking } : {}),
      ...(last && isCast ? { last } : {}),
    },
  };
};

/** The graph with contracts that know what they are held against. */
export const adaptContracts = ({ nodes }: Graph, all: ReadonlyMap<string, Adaptation>): Graph => ({
  nodes: nodes.map((node) => adapted(node, all)),
});
