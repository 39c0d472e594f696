import { type Problem, problem } from '../../base/errors/index.js';
import type { RunRecord, SourceInfo } from '../../kit/index.js';
import {
  adaptContracts,
  bindGraph,
  buildGraph,
  documentNode,
  type GraphNode,
  withoutNodes,
} from '../../planner/index.js';
import { withDeclarations } from '../code/declare.js';
import { type LoadedDocument, loadDocument } from '../load/load-document.js';
import { policyProblems, ruledOf } from '../policy/plan.js';
import { lastGoodRun } from '../run/last-run.js';
import type { Wiring } from '../wiring.js';
import { lastAdaptations } from './adapt.js';
import { bindContext, checkEngine } from './bind-sources.js';
import { type Overrides, resolveSettings } from './settings.js';

const savedSource = ({ name, kind }: GraphNode, record: RunRecord | undefined): SourceInfo | undefined => {
  const saved = record?.nodes.find((node) => node.name === documentNode(name) && node.kind === kind.kind);
  if (!saved) return undefined;
  const columns = saved.schema.map((column) => column.name);
  return { format: 'csv', files: [], schema: saved.schema, groups: [{ files: [], columns, options: {} }] };
};

const unknownColumns = ({ parsed }: LoadedDocument, { name }: GraphNode): Problem => {
  const place = parsed.source.keyPlace(['nodes', documentNode(name)]);
  return problem('MR2010', `the columns of "${name}" are not known offline; what reads it was not typed`, {
    node: name,
    severity: 'warning',
    ...(place ? { place } : {}),
  });
};

/**
 * All that can be known of a document without touching a source: columns are those that the last good run saw.
 *
 * @throws MillraceError where the document cannot be read or its values cannot be resolved.
 */
export const checkOffline = async (
  wiring: Wiring,
  file: string,
  overrides: Overrides,
  runDir?: string,
): Promise<{ readonly pipeline: string; readonly nodes: number; readonly problems: readonly Problem[] }> => {
  const loaded = await loadDocument(file, wiring.cwd);
  const settings = resolveSettings(loaded, overrides, wiring);
  const built = buildGraph(loaded.parsed, wiring);
  const declared = await withDeclarations(wiring, loaded, built.value);
  const { graph } = declared;
  const problems = [
    ...built.problems,
    ...declared.problems,
    ...policyProblems(wiring, loaded, ruledOf(loaded, settings)),
  ];
  const optional = graph.nodes.filter(({ isOptional }) => isOptional).map(({ name }) => name);
  const { nodes: reachable } = withoutNodes(graph, new Set(optional));
  const nodes = reachable.filter(({ config }) => config !== undefined);
  const { pipeline } = settings.document;
  const record = await lastGoodRun(wiring, pipeline, runDir);
  const readers = nodes.filter(({ kind }) => kind.family === 'read');
  const known = new Map(
    readers.flatMap((node) => {
      const source = savedSource(node, record);
      return source ? [[node.name, source] as const] : [];
    }),
  );
  const engine = await checkEngine(wiring, settings, []);
  try {
    const context = bindContext(wiring, loaded, settings, engine);
    const adapted = adaptContracts({ nodes }, lastAdaptations({ nodes }, record));
    const bound = await bindGraph(context, adapted, { sources: known });
    const unknown = readers
      .filter(({ name }) => !known.has(name))
      .map((node) => unknownColumns(loaded, node));
    const all = [...loaded.parsed.warnings, ...problems, ...bound.problems, ...unknown];
    return { pipeline, nodes: Object.keys(loaded.parsed.document.nodes).length, problems: all };
  } finally {
    await engine.close();
  }
};
