import type { NamedDataset, NamedNode, NamedTrigger, RunEventBody, RunTrigger } from '../../kit/index.js';
import { columnLineage, documentNode, type LogicalNode, wholeName, wholeNodes } from '../../planner/index.js';
import type { Prepared } from '../check/prepared.js';

/** Paths as the document has them, so that they say nothing of the machine nor of the values in names of folders. */
const pathsOf = ({ kind, config }: LogicalNode): readonly string[] => {
  if (kind.family === 'read') return kind.paths(config).map(({ text }) => text);
  if (kind.family === 'write') return [kind.target(config).path.text];
  return [];
};

const isPart = ({ name }: LogicalNode): boolean => wholeName(name) !== name;

const dataset = (node: LogicalNode): NamedDataset => ({
  node: documentNode(node.name),
  paths: pathsOf(node),
  columns: node.schema.map(({ name, type }) => ({ name, type })),
});

const named = ({ name, kind }: LogicalNode): NamedNode => ({ name, kind: kind.kind });

/** The kinds of the nodes of a stage, in their order. */
export const kindsOf = ({ logical, plan }: Prepared, names: readonly string[]): readonly string[] => {
  const kinds = new Map(
    [...plan.nodes, ...wholeNodes(logical.nodes)].map(({ name, kind }) => [name, kind.kind]),
  );
  return names.map((name) => kinds.get(name) ?? kinds.get(documentNode(name)) ?? 'unknown');
};

const namedTrigger = ({ channel, uploads }: RunTrigger): NamedTrigger => ({
  channel,
  uploads: uploads.map(({ upload, file, sha256 }) => ({ upload, file, sha256 })),
});

/** The first event of a run: what it is going to do, by names. */
export const startedEvent = (
  { settings, loaded, physical, plan, logical }: Prepared,
  trigger?: RunTrigger,
): RunEventBody => {
  const whole = wholeNodes(logical.nodes);
  return {
    type: 'run_started',
    pipeline: settings.document.pipeline,
    documentHash: loaded.parsed.hash,
    ...(trigger ? { trigger: namedTrigger(trigger) } : {}),
    stages: physical.stages.length,
    nodes: whole.map(named),
    inputs: whole.filter(({ kind }) => kind.family === 'read').map(dataset),
    outputs: whole.filter((node) => node.kind.family === 'write' && !isPart(node)).map(dataset),
    lineage: columnLineage(plan),
  };
};
