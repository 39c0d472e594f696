import { MillraceError, type Problem, problemsOf } from '../../base/errors/index.js';
import type {
  DataFile,
  DecisionRecord,
  Engine,
  SourceInfo,
  SourceRequest,
  Storage,
  StorePath,
  TextPins,
} from '../../kit/index.js';
import { documentNode, type Graph, type GraphNode, resolveTypes } from '../../planner/index.js';
import type { ParsedDocument } from '../../spec/index.js';
import { type Open, openPlainly } from '../policy/trying.js';

/** A reading node with the files that its paths name now. */
export interface Source {
  readonly node: GraphNode;
  readonly request: SourceRequest;
  readonly files: readonly DataFile[];
  /** The files as an engine reads them: themselves, or copies. */
  readonly readable: readonly DataFile[];
  /** How they are written, by the paths of what is read. */
  readonly texts?: ReadonlyMap<string, TextPins>;
  readonly decisions: readonly DecisionRecord[];
  /** Where there is nothing new to read: what is readable tells of the columns, and no row of it is read. */
  readonly isEmpty?: true;
}

/** All files that engines read for these sources. */
export const readableIn = (sources: readonly Source[]): readonly DataFile[] =>
  sources.flatMap(({ readable }) => readable);

/** Names the node of problems that do not, and the place of its path. */
export const attributed = (thrown: unknown, parsed: ParsedDocument, node: string): readonly Problem[] =>
  problemsOf(thrown).map((item) => {
    const name = documentNode(node);
    const place = item.place ?? parsed.source.valuePlace(['nodes', name, 'with', 'path']);
    return { ...item, node: item.node ?? name, ...(place ? { place } : {}) };
  });

const listPaths = async (storage: Storage, paths: readonly StorePath[]): Promise<readonly DataFile[]> => {
  const files = new Map<string, DataFile>();
  for (const path of paths) {
    for (const file of await storage.list(path)) files.set(file.path, { ...file, store: path.store });
  }
  return [...files.values()];
};

/** The files of a graph's reading nodes. */
export interface FoundSources {
  readonly sources: readonly Source[];
  /** Nodes that may find nothing, and did. */
  readonly absent: ReadonlySet<string>;
  readonly problems: readonly Problem[];
}

const isAbsent = (thrown: unknown): boolean =>
  problemsOf(thrown).every(({ code }) => code === 'MR3003' || code === 'MR3004');

/** The files of every reading node, with a problem for each path that names none. */
export const findSources = async (
  parsed: ParsedDocument,
  graph: Graph,
  storage: Storage,
  open: Open = openPlainly,
): Promise<FoundSources> => {
  const sources: Source[] = [];
  const absent = new Set<string>();
  const problems: Problem[] = [];
  for (const node of graph.nodes) {
    const { kind, config } = node;
    if (kind.family !== 'read') continue;
    try {
      const list = () => listPaths(storage, kind.paths(config));
      const files = node.files ?? (await (node.isOptional ? list() : open(node.name, list)));
      sources.push({ node, request: kind.source(config), files, readable: files, decisions: [] });
    } catch (thrown) {
      if (node.isOptional && isAbsent(thrown)) absent.add(node.name);
      else problems.push(...attributed(thrown, parsed, node.name));
    }
  }
  return { sources, absent, problems };
};

/** What the source asks for, with pinned types under the engine's names. */
const requestOf = async (
  parsed: ParsedDocument,
  engine: Engine,
  { node, request, texts }: Source,
): Promise<SourceRequest> => {
  const { value, problems } = await resolveTypes({ parsed, binder: engine }, node);
  if (problems.length > 0) throw new MillraceError(problems);
  const asked = node.kind.family === 'read' ? node.kind.source(value) : request;
  return {
    ...asked,
    ...(texts ? { texts } : {}),
    ...(node.guarded ? { guarded: node.guarded } : {}),
  };
};

const withoutRows = (info: SourceInfo): SourceInfo => ({ ...info, files: [], groups: [], rows: 0 });

/** What the engine sees in the files of each source. */
export const inspectSources = async (
  parsed: ParsedDocument,
  engine: Engine,
  sources: readonly Source[],
  open: Open = openPlainly,
): Promise<{ readonly infos: ReadonlyMap<string, SourceInfo>; readonly problems: readonly Problem[] }> => {
  const infos = new Map<string, SourceInfo>();
  const problems: Problem[] = [];
  for (const source of sources) {
    try {
      const request = await requestOf(parsed, engine, source);
      const info = await open(source.node.name, () => engine.inspect(request, source.readable));
      infos.set(source.node.name, source.isEmpty ? withoutRows(info) : info);
    } catch (thrown) {
      problems.push(...attributed(thrown, parsed, source.node.name));
    }
  }
  return { infos, problems };
};
