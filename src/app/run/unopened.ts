import {
  entryOf as codeEntry,
  isError,
  MillraceError,
  type Problem,
  problemsOf,
} from '../../base/errors/index.js';
import type { NodeRecord, RunEventBody, RunRecord } from '../../kit/index.js';
import { documentNode, type GraphNode } from '../../planner/index.js';
import { runEnds } from '../audit/of-run.js';
import type { ReadDocument } from '../check/read.js';
import { triedRecords } from '../policy/record.js';
import type { Wiring } from '../wiring.js';
import { runStore } from './folder.js';
import { tellHooks, withTold } from './hooks.js';
import { type Beginning, emitter, entryOf, finishRun } from './on-record.js';
import type { RunOptions, RunOutcome } from './options.js';
import { recordHead } from './record-head.js';

/** Whether it is the surroundings or the data that failed, and not what the document says. */
export const isOfSources = (problems: readonly Problem[]): boolean =>
  problems.filter(isError).every(({ code }) => !['user', 'unsupported'].includes(codeEntry(code).fault));

/** The nodes of the document, each once; what the planner adds to them is not told of. */
const documentNodes = ({ graph, settings }: ReadDocument): readonly GraphNode[] => {
  const names = new Set(Object.keys(settings.document.nodes));
  const found = new Map<string, GraphNode>();
  for (const node of graph.nodes) {
    const name = documentNode(node.name);
    if (names.has(name) && !found.has(name)) found.set(name, { ...node, name });
  }
  return [...found.values()];
};

const nodeRecord = ({ name, kind, inputs }: GraphNode): NodeRecord => ({
  name,
  kind: kind.kind,
  family: kind.family,
  inputs: inputs.map(({ node }) => documentNode(node)),
  rows: 'unused',
  schema: [],
});

/** Paths as the document has them. */
const pathsOf = ({ kind, config }: GraphNode): readonly string[] => {
  if (config === undefined) return [];
  if (kind.family === 'read') return kind.paths(config).map(({ text }) => text);
  return kind.family === 'write' ? [kind.target(config).path.text] : [];
};

const startedEvent = ({ settings, loaded }: ReadDocument, nodes: readonly GraphNode[]): RunEventBody => {
  const datasets = (family: GraphNode['kind']['family']) =>
    nodes
      .filter(({ kind }) => kind.family === family)
      .map((node) => ({ node: node.name, paths: pathsOf(node), columns: [] }));
  return {
    type: 'run_started',
    pipeline: settings.document.pipeline,
    documentHash: loaded.parsed.hash,
    stages: 0,
    nodes: nodes.map(({ name, kind }) => ({ name, kind: kind.kind })),
    inputs: datasets('read'),
    outputs: datasets('write'),
    lineage: {},
  };
};

const recordOf = (
  read: ReadDocument,
  { runId, startedAt }: Beginning,
  problems: readonly Problem[],
  finishedAt: Date,
): RunRecord => ({
  ...recordHead(read, runId, problems, { startedAt, finishedAt }),
  nodes: documentNodes(read).map(nodeRecord),
  stages: [],
  inputs: [],
  decisions: [],
  outputs: [],
  checks: [],
  ...triedRecords(read.trying),
  lineage: {},
  samples: [],
  problems,
});

/** Ends a run whose sources could not be opened: it is on record, and hooks are told, as of one whose stages failed. */
export const endUnopened = async (
  wiring: Wiring,
  read: ReadDocument,
  beginning: Beginning,
  options: RunOptions,
  problems: readonly Problem[],
): Promise<RunOutcome> => {
  const log = await runStore(wiring, options.runDir)
    .start(entryOf(read, beginning))
    .catch((thrown: unknown) => {
      throw new MillraceError([...problems, ...problemsOf(thrown)]);
    });
  const emit = emitter(wiring, beginning.runId, log, options);
  emit(startedEvent(read, documentNodes(read)));
  read.trying.held().forEach(emit);
  const unrecorded = await runEnds(wiring, read, beginning.runId, { outputs: [], problems });
  const ended = recordOf(read, beginning, [...problems, ...unrecorded], wiring.clock.now());
  const told = await tellHooks(wiring, { ruled: read.ruled, path: read.loaded.path }, ended);
  return finishRun(withTold(ended, told), log, emit);
};
