import { type Problem, problem } from '../../base/errors/index.js';
import {
  type Contract,
  contractSchema,
  type DataFile,
  findColumn,
  ONLY_OUTPUT,
  type Schema,
} from '../../kit/index.js';
import type { ParsedDocument } from '../../spec/index.js';
import { rawName, rowsName, wholeName } from '../contract/names.js';
import { isOriginAsked } from '../contract/spread.js';
import { type Checked, documentNode, type GraphNode } from '../graph/graph.js';
import { replayed, typedAgain } from './kind.js';
import { reachedFrom, withAncestors } from './reach.js';

/** Rows that are put through a document once more, from a node on. */
export interface Replay {
  /** The document's node. */
  readonly node: string;
  /** The rows as text, in a Parquet file. */
  readonly files: readonly DataFile[];
  /** The columns that the node had, with the types they had. */
  readonly schema: Schema;
  /** Whether its function threw for them: they have no values yet, and are given to it again. */
  readonly isThrown?: boolean;
}

const refused = (
  parsed: ParsedDocument,
  node: string,
  message: string,
  notes: readonly string[],
): Problem => {
  const place = parsed.source.keyPlace(['nodes', documentNode(node)]);
  return problem('MR2012', message, { node: documentNode(node), notes, ...(place ? { place } : {}) });
};

/** Kinds that cannot take some rows alone: what they give depends on the others. */
const mixing = (
  parsed: ParsedDocument,
  nodes: readonly GraphNode[],
  reached: ReadonlySet<string>,
): readonly Problem[] =>
  nodes
    .filter(({ name }) => reached.has(name))
    .flatMap((node) => {
      const { kind, config, inputs, name } = node;
      if (kind.family !== 'transform' || config === undefined) return [];
      const from = inputs.flatMap((edge, index) => (reached.has(edge.node) ? [index] : []));
      if (from.length === 0 || kind.rowByRow?.(config, from)) return [];
      return refused(
        parsed,
        name,
        `"${wholeName(name)}" (${kind.kind}) needs all of its rows, and a replay has some`,
        ['mend the rows where they come from, and run the whole pipeline'],
      );
    });

const hasFunction = ({ kind }: GraphNode): boolean => kind.family === 'transform' && kind.code !== undefined;

/** Functions that cannot take some rows alone; what they do is known once their modules were looked at. */
export const mixingFunctions = (
  parsed: ParsedDocument,
  nodes: readonly GraphNode[],
  { node }: Replay,
): readonly Problem[] => mixing(parsed, nodes.filter(hasFunction), reachedFrom(nodes, node));

/** A writing node that adds its rows to what is there, or merges them. */
const adding = (parsed: ParsedDocument, node: GraphNode): Checked<GraphNode> => {
  const { kind, config, name } = node;
  if (kind.family !== 'write' || config === undefined) return { value: node, problems: [] };
  const changed = kind.adding?.(config);
  if (changed !== undefined) return { value: { ...node, config: changed }, problems: [] };
  const { text } = kind.target(config).path;
  const message = `"${name}" (${kind.kind}) cannot add rows to the file ${text}`;
  const notes = ['write a folder (`path: …/`), or Parquet; or mend the rows where they come from'];
  return { value: node, problems: [refused(parsed, name, message, notes)] };
};

/** What the contract promises of each row; what it says of all rows together is not held against some. */
const contractOf = (contract: Contract | undefined, schema: Schema): Contract => {
  const {
    rows: _rows,
    freshness: _freshness,
    tolerate: _tolerate,
    history: _history,
    ...promised
  } = contract ?? contractSchema.parse({});
  const known = Object.entries(promised.columns).map(([name, column]) => {
    const had = findColumn(schema, name);
    const evolves = (column.wrong_types ?? promised.drift.wrong_types) === 'evolve';
    const own = evolves && had ? undefined : column.type;
    const type = own ?? (had && { kind: 'type' as const, text: had.type });
    // What is added to an output has its types: some rows alone do not widen a column.
    const kept = { ...column, ...(evolves ? { wrong_types: 'quarantine_row' as const } : {}) };
    return [name, type ? { ...kept, type } : kept] as const;
  });
  const { columns: plain } = contractSchema.parse({
    columns: Object.fromEntries(
      schema
        .filter(({ name }) => !known.some(([other]) => other.toLowerCase() === name.toLowerCase()))
        .map(({ name, type }) => [name, { type }]),
    ),
    drift: {},
  });
  const wrong_types = promised.drift.wrong_types === 'evolve' ? 'quarantine_row' : promised.drift.wrong_types;
  return {
    ...promised,
    drift: { ...promised.drift, wrong_types },
    tolerate: { share: 1 },
    columns: { ...Object.fromEntries(known), ...plain },
  };
};

const sourceOf = (node: GraphNode, { schema, files }: Replay): GraphNode => ({
  name: node.name,
  kind: replayed,
  // Where the rows came from stands in their file, and goes on where the node gives it.
  config: isOriginAsked(node) ? { row_origin: true } : {},
  inputs: [],
  output: ONLY_OUTPUT,
  contract: contractOf(node.contract, schema),
  files,
});

/** A function and its contract, over rows for which it threw: they are given to it as they were, or mended. */
const throughFunction = (node: GraphNode, replay: Replay): readonly GraphNode[] => {
  const { contract: _, ...written } = sourceOf(node, replay);
  const text = { ...written, name: rawName(rowsName(node.name)) };
  const given: GraphNode = {
    name: rowsName(node.name),
    kind: typedAgain,
    config: { columns: replay.schema },
    inputs: [{ alias: 'rows', node: text.name }],
    output: ONLY_OUTPUT,
  };
  const { columns: __, ...promised } = contractOf(node.contract, replay.schema);
  const contract = { ...promised, columns: node.contract?.columns ?? {} };
  const inputs = node.inputs.map((edge) => ({ ...edge, node: given.name }));
  return [text, given, { ...node, contract, inputs }];
};

/** The node that the rows take the place of; a writing node goes on with the rows instead of its input. */
const replaced = (node: GraphNode, replay: Replay): readonly GraphNode[] => {
  if (replay.isThrown && hasFunction(node)) return throughFunction(node, replay);
  if (node.kind.family !== 'write') return [sourceOf(node, replay)];
  const { contract: _, ...writing } = node;
  const rows = { ...sourceOf(node, replay), name: rowsName(node.name), speaksFor: node.name };
  return [rows, { ...writing, inputs: node.inputs.map((edge) => ({ ...edge, node: rows.name })) }];
};

/**
 * The part of a document that some rows go through: from their node to all that is written of it, and what is read
 * on the way. Outputs get rows added, or merged.
 */
export const replayNodes = (
  parsed: ParsedDocument,
  nodes: readonly GraphNode[],
  replay: Replay,
): Checked<readonly GraphNode[]> => {
  const start = nodes.find(({ name }) => name === replay.node);
  if (!start)
    return {
      value: [],
      problems: [refused(parsed, replay.node, `there is no node "${replay.node}" to replay rows from`, [])],
    };
  const others = nodes.filter((node) => node !== start);
  const reached = reachedFrom(nodes, replay.node);
  const put = replaced(start, replay);
  const ends = new Set([...reached, ...put.map(({ name }) => name)]);
  const wanted = withAncestors([...put, ...others], ends).map((node) =>
    reached.has(node.name) ? adding(parsed, node) : { value: node, problems: [] },
  );
  const isWritten = wanted.some(({ value }) => reached.has(value.name) && value.kind.family === 'write');
  const problems = [
    ...mixing(
      parsed,
      others.filter((node) => !hasFunction(node)),
      reached,
    ),
    ...wanted.flatMap((item) => item.problems),
    ...(isWritten ? [] : [refused(parsed, replay.node, `nothing is written of "${replay.node}"`, [])]),
  ];
  return { value: wanted.map(({ value }) => value), problems };
};
