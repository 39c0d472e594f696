import {
  type Contract,
  classOf,
  type Formats,
  isNested,
  ONLY_OUTPUT,
  ORIGIN_FILE,
  ORIGIN_ROW,
  referenceEdges,
  referredNodes,
} from '../../kit/index.js';
import type { Edge, GraphNode } from '../graph/graph.js';
import { referredBy } from '../graph/references.js';
import { contractAge } from './age.js';
import { contractCast } from './cast.js';
import { checkCast } from './check-cast.js';
import type { CastConfig, GuardConfig } from './config.js';
import { contractGuard } from './guard.js';
import { ageName, castName, quarantinePort, rawName, rowsName } from './names.js';
import { contractPort } from './port.js';

const asText = ({ columns }: Contract): readonly string[] =>
  Object.entries(columns)
    .filter(([, { type }]) => type !== undefined && !isNested(type.text))
    .map(([name]) => name);

const classified = ({ columns }: Pick<Contract, 'columns'>): readonly string[] =>
  Object.entries(columns).flatMap(([name, spec]) => (classOf(spec) === undefined ? [] : [name]));

const aliases = ({ columns }: Contract): Readonly<Record<string, readonly string[]>> =>
  Object.fromEntries(
    Object.entries(columns).flatMap(([name, spec]) => (spec.aliases ? [[name, spec.aliases]] : [])),
  );

/** Of the engine's types; those that mean something read text in their own way. */
const types = ({ columns }: Contract): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(columns).flatMap(([name, { type, meaning }]) =>
      type && !meaning ? [[name, type.text]] : [],
    ),
  );

/** `required` wins over `drift`. */
const mayLack = ({ columns, drift }: Contract): readonly string[] =>
  drift.missing_columns === 'freeze'
    ? []
    : Object.entries(columns).flatMap(([name, { required }]) => (required ? [] : [name]));

const formatsOf = ({ kind, config }: GraphNode): Formats => {
  if (kind.family !== 'read') return {};
  const { dateformat, timestampformat } = kind.source(config).options;
  return {
    ...(typeof dateformat === 'string' ? { date: dateformat } : {}),
    ...(typeof timestampformat === 'string' ? { timestamp: timestampformat } : {}),
  };
};

/** Whether a reading node gives where its records come from. */
export const isOriginAsked = ({ config }: GraphNode): boolean =>
  typeof config === 'object' && config !== null && 'row_origin' in config && config.row_origin === true;

const castConfig = ({ columns, drift }: Contract, formats: Formats): CastConfig => ({
  contract: {
    columns: Object.fromEntries(
      Object.entries(columns).map(([name, { type, meaning }]) => [
        name,
        { type, ...(meaning?.normalise ? { normalise: meaning.normalise } : {}) },
      ]),
    ),
    drift,
  },
  required: Object.entries(columns).flatMap(([name, { required }]) => (required ? [name] : [])),
  formats,
  evolving: Object.entries(columns).flatMap(([name, { type, wrong_types, meaning }]) =>
    type && !meaning && (wrong_types ?? drift.wrong_types) === 'evolve' ? [name] : [],
  ),
  hidden: classified({ columns }),
});

const part = (
  name: string,
  kind: GraphNode['kind'],
  config: unknown,
  inputs: readonly Edge[],
): GraphNode => ({ name, kind, config, inputs, output: ONLY_OUTPUT });

/** A reading node tells where its records come from, is cast, and then held against its contract. */
const reading = (node: GraphNode, contract: Contract): readonly GraphNode[] => {
  const { name, config, speaksFor = name } = node;
  const formats = formatsOf(node);
  const guard: GuardConfig = {
    node: speaksFor,
    contract,
    formats,
    isCast: true,
    added: isOriginAsked(node) ? [] : [ORIGIN_FILE, ORIGIN_ROW],
    isNumbered: node.kind.family === 'read' && node.kind.source(config).format === 'parquet',
  };
  const raw = {
    ...node,
    name: rawName(name),
    config: { ...(config as object), row_origin: true },
    guarded: {
      node: speaksFor,
      columns: Object.keys(contract.columns),
      aliases: aliases(contract),
      types: types(contract),
      classified: classified(contract),
      asText: asText(contract),
      mayLack: mayLack(contract),
    },
  };
  return [
    raw,
    part(castName(name), contractCast, castConfig(contract, formats), [{ alias: name, node: raw.name }]),
    part(name, contractGuard, guard, [
      { alias: name, node: castName(name) },
      ...referenceEdges(referredNodes(contract)),
    ]),
  ];
};

const asserting = (name: string, contract: Contract): GuardConfig => ({
  node: name,
  contract,
  formats: {},
  isCast: false,
  added: [],
  isNumbered: true,
});

const transforming = (node: GraphNode, contract: Contract): readonly GraphNode[] => {
  const { name } = node;
  return [
    { ...node, name: rawName(name) },
    part(name, contractGuard, asserting(name, contract), [
      { alias: name, node: rawName(name) },
      ...referenceEdges(referredNodes(contract)),
    ]),
  ];
};

const writing = (node: GraphNode, contract: Contract): readonly GraphNode[] => {
  const { name, inputs } = node;
  const rows = rowsName(name);
  return [
    part(rows, contractGuard, asserting(name, contract), [
      ...inputs,
      ...referenceEdges(referredNodes(contract)),
    ]),
    { ...node, inputs: inputs.map((edge) => ({ ...edge, node: rows })) },
  ];
};

/** A check reads the nodes that it refers to beside its rows, which are cast first where it asks for types. */
const checking = (node: GraphNode): readonly GraphNode[] => {
  const { name, kind, config } = node;
  if (kind.family !== 'check') return [node];
  const types = Object.entries(kind.casts?.(config) ?? {});
  const refers = referenceEdges(kind.refers?.(config) ?? []);
  if (types.length === 0) return [{ ...node, inputs: [...node.inputs, ...refers] }];
  const columns = Object.fromEntries(types.map(([column, type]) => [column, { type }]));
  const typed = node.inputs.map((edge) => ({ ...edge, node: castName(name) }));
  return [
    part(castName(name), checkCast, { columns }, node.inputs),
    { ...node, inputs: [...typed, ...refers] },
  ];
};

/** The check of how old the rows are, and the port of those that were taken out. */
const beside = (node: GraphNode, contract: Contract, ports: ReadonlySet<string>): readonly GraphNode[] => {
  const { name, kind } = node;
  const guard = kind.family === 'write' ? rowsName(name) : name;
  const { freshness } = contract;
  const age = freshness && { column: freshness.column.name, maxAge: freshness.max_age };
  const port = quarantinePort(name);
  return [
    ...(age ? [part(ageName(name), contractAge, age, [{ alias: name, node: guard }])] : []),
    ...(ports.has(port)
      ? [part(port, contractPort, { node: name, contract }, [{ alias: name, node: guard }])]
      : []),
  ];
};

const partsOf = (node: GraphNode, contract: Contract): readonly GraphNode[] => {
  if (node.kind.family === 'read') return reading(node, contract);
  return node.kind.family === 'write' ? writing(node, contract) : transforming(node, contract);
};

/**
 * Each node with a contract as the parts that it is made of; one of them bears its name, for those that read it. The
 * nodes come in no particular order.
 */
export const spreadContracts = (nodes: readonly GraphNode[]): readonly GraphNode[] => {
  const ports = new Set(
    nodes.flatMap((node) => [...node.inputs, ...referredBy(node)].map((edge) => edge.node)),
  );
  return nodes.flatMap((node): readonly GraphNode[] => {
    const { contract, kind, config } = node;
    if (config === undefined) return [node];
    if (kind.family === 'check') return checking(node);
    if (!contract) return [node];
    return [...partsOf(node, contract), ...beside(node, contract, ports)];
  });
};
