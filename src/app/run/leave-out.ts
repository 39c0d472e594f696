import { isError, MillraceError, type Problem, problem, problemsOf } from '../../base/errors/index.js';
import type { GivenUpRecord } from '../../kit/index.js';
import { documentNode, type Graph, type GraphNode, withoutNodes } from '../../planner/index.js';
import { leftAlone } from '../check/left-alone.js';
import type { ReadDocument } from '../check/read.js';
import { factsOf, govern } from '../policy/govern.js';
import type { PolicyTools } from '../policy/tools.js';
import { asWarnings, fallbackFor, isInStore } from './fallback.js';
import { isOfSources } from './unopened.js';

/** What a run goes on with, without the sources that it could not read. */
export interface Rest {
  readonly graph: Graph;
  readonly givenUp: readonly GivenUpRecord[];
  readonly problems: readonly Problem[];
}

type Reading = Pick<ReadDocument, 'loaded' | 'settings' | 'ruled' | 'trying'> & { readonly graph: Graph };

/** Nodes of a document's node, and all that is made from them. */
const behind = ({ nodes }: Graph, name: string): readonly GraphNode[] => {
  const gone = new Set<string>();
  // Nodes stand after those that they read.
  for (const node of nodes) {
    if (documentNode(node.name) === name || node.inputs.some((edge) => gone.has(edge.node)))
      gone.add(node.name);
  }
  return nodes.filter((node) => gone.has(node.name));
};

const hasLast = ({ settings }: Reading, { kind, config }: GraphNode): Promise<boolean> => {
  if (kind.family !== 'write') return Promise.resolve(false);
  const { path } = kind.target(config);
  return isInStore(settings.stores[path.store], path.path);
};

const isWriting = ({ kind }: GraphNode): boolean => kind.family === 'write';

const leftProblem = (
  { loaded }: Reading,
  { name, kind }: GraphNode,
  source: string,
  fallback: string,
): Problem => {
  const place = loaded.parsed.source.keyPlace(['nodes', name]);
  const what =
    kind.family === 'check' ? `check "${name}" was not made` : `output "${name}" was left as it is`;
  return problem('MR7020', `${what}: "${source}" could not be read, and its fallback is \`${fallback}\``, {
    severity: 'warning',
    node: name,
    ...(place ? { place } : {}),
  });
};

/** The graph without a source and what is made from it, and without what was for that alone. */
const graphWithout = (graph: Graph, name: string, gone: readonly GraphNode[]): Graph => {
  const isOf = (node: GraphNode): boolean => documentNode(node.name) === name;
  const own = new Set(graph.nodes.filter(isOf).map((node) => node.name));
  return withoutNodes(graph, new Set([...gone.map((node) => node.name), ...leftAlone(graph, isOf, own)]));
};

const attemptsAt = ({ trying }: Reading, name: string): GivenUpRecord['attempts'] =>
  trying.tried().findLast(({ nodes }) => nodes.includes(name))?.attempts ?? [];

const withoutOne = async (
  tools: PolicyTools,
  read: Reading,
  name: string,
  errors: readonly Problem[],
): Promise<Rest | undefined> => {
  const { graph, ruled } = read;
  const governed = await govern(tools, ruled, factsOf(ruled, [name]));
  const fallback = fallbackFor(governed, new MillraceError(errors));
  const gone = behind(graph, name);
  const outputs = gone.filter(isWriting);
  // What only checks read is there for their sake: others wait for what they say.
  if (fallback === undefined || outputs.length === 0) return undefined;
  if (
    fallback === 'last_good' &&
    !(await Promise.all(outputs.map((node) => hasLast(read, node)))).every(Boolean)
  )
    return undefined;
  const rest = graphWithout(graph, name, gone);
  if (fallback === 'skip' && !rest.nodes.some(isWriting)) return undefined;
  const left = gone.filter(({ kind }) => kind.family === 'write' || kind.family === 'check');
  const names = left.map((node) => documentNode(node.name));
  return {
    graph: rest,
    givenUp: [{ nodes: [name], attempts: attemptsAt(read, name), fallback, left: [...new Set(names)] }],
    problems: [
      ...asWarnings(new MillraceError(errors)),
      ...left.map((node) => leftProblem(read, node, name, fallback)),
    ],
  };
};

/**
 * How a run goes on where sources could not be fetched or opened; undefined where it cannot, and fails with them: where
 * anything else is wrong, one of them has no fallback, nothing would be left to publish, or no output is there from before.
 */
export const leaveOut = async (
  tools: PolicyTools,
  read: Reading,
  thrown: unknown,
): Promise<Rest | undefined> => {
  const errors = problemsOf(thrown).filter(isError);
  const sources = new Set(
    read.graph.nodes.filter(({ kind }) => kind.family === 'read').map(({ name }) => documentNode(name)),
  );
  const isOfOne = ({ node }: Problem): boolean => node !== undefined && sources.has(documentNode(node));
  if (!isOfSources(errors) || !errors.every(isOfOne)) return undefined;
  const names = new Set(errors.map(({ node = '' }) => documentNode(node)));
  let rest: Rest = { graph: read.graph, givenUp: [], problems: [] };
  for (const name of names) {
    const own = errors.filter(({ node = '' }) => documentNode(node) === name);
    const next = await withoutOne(tools, { ...read, graph: rest.graph }, name, own);
    if (!next) return undefined;
    rest = {
      graph: next.graph,
      givenUp: [...rest.givenUp, ...next.givenUp],
      problems: [...rest.problems, ...next.problems],
    };
  }
  return rest;
};
