import { type Problem, problem } from '../../base/errors/index.js';
import type { DataFile, FileRead, NewFilesRecord, Storage } from '../../kit/index.js';
import { documentNode, type Graph, type GraphNode } from '../../planner/index.js';
import type { ParsedDocument } from '../../spec/index.js';
import { leftAlone } from './left-alone.js';
import type { Source } from './sources.js';

/** What a run reads of nodes that read each file once. */
export interface NewFiles {
  readonly sources: readonly Source[];
  /** Nodes that have nothing to do: the outputs behind them stay as they are. */
  readonly idle: ReadonlySet<string>;
  /** What is on record as read once the run has published. */
  readonly reads: readonly FileRead[];
  readonly records: readonly NewFilesRecord[];
  readonly problems: readonly Problem[];
}

interface Asked {
  readonly parsed: ParsedDocument;
  readonly graph: Graph;
  readonly storage: Storage;
  /** What earlier runs of the pipeline have read. */
  readonly known: readonly FileRead[];
}

/** What a node is to do about a file that was read and has changed since; undefined where it reads all files each time. */
export const onlyNewOf = ({ kind, config }: Pick<GraphNode, 'kind' | 'config'>) =>
  kind.family === 'read' && config !== undefined ? kind.onlyNew?.(config) : undefined;

const nameOf = ({ store, name }: DataFile): string => `${store}://${name}`;

const changed = (parsed: ParsedDocument, node: string, file: DataFile, before: FileRead): Problem => {
  const place = parsed.source.valuePlace(['nodes', node, 'with', 'path']);
  return problem('MR4040', `"${file.name}" was read by run ${before.runId} and has other content now`, {
    node,
    dataFile: file.path,
    ...(place ? { place } : {}),
  });
};

interface Split {
  readonly fresh: readonly DataFile[];
  readonly reads: readonly FileRead[];
  readonly problems: readonly Problem[];
}

const isUntouched = (file: DataFile, { bytes, modified }: FileRead): boolean =>
  file.bytes === bytes && file.modified === modified;

/** The files that no run has read: by their names, and by their content where they were touched since. */
const split = async ({ parsed, storage, known }: Asked, { node, files }: Source): Promise<Split> => {
  const name = documentNode(node.name);
  const fresh: DataFile[] = [];
  const reads: FileRead[] = [];
  const problems: Problem[] = [];
  for (const file of files) {
    const before = known.find((each) => each.node === name && each.file === nameOf(file));
    if (before && isUntouched(file, before)) continue;
    const sha256 = await storage.fingerprint(file);
    if (before?.sha256 === sha256) continue;
    if (before && onlyNewOf(node) === 'stop') problems.push(changed(parsed, name, file, before));
    const { bytes, modified } = file;
    fresh.push(file);
    reads.push({ node: name, file: nameOf(file), bytes, modified, sha256 });
  }
  return { fresh, reads, problems };
};

/** Where there is nothing new, a file that was read before still tells of the columns. */
const withFiles = (source: Source, fresh: readonly DataFile[]): Source =>
  fresh.length > 0
    ? { ...source, files: fresh, readable: fresh }
    : { ...source, files: [], readable: source.readable.slice(-1), isEmpty: true };

/** All files, whoever has read them. */
export const nothingLeftOut = (sources: readonly Source[]): NewFiles => ({
  sources,
  idle: new Set(),
  reads: [],
  records: [],
  problems: [],
});

/** Leaves out the files that earlier runs have read, where a node asks for it. */
export const newFiles = async (asked: Asked, sources: readonly Source[]): Promise<NewFiles> => {
  const found: Source[] = [];
  const all: Split[] = [];
  const records: NewFilesRecord[] = [];
  for (const source of sources) {
    if (onlyNewOf(source.node) === undefined) {
      found.push(source);
      continue;
    }
    const parts = await split(asked, source);
    const before = source.files.length - parts.fresh.length;
    all.push(parts);
    found.push(withFiles(source, parts.fresh));
    records.push({ node: documentNode(source.node.name), files: parts.fresh.length, before });
  }
  const empty = new Set(found.filter(({ isEmpty }) => isEmpty).map(({ node }) => node.name));
  const idle = leftAlone(asked.graph, (node) => onlyNewOf(node) !== undefined, empty);
  return {
    sources: found.filter(({ node }) => !idle.has(node.name)),
    idle,
    reads: all.flatMap(({ reads }) => reads),
    records,
    problems: all.flatMap(({ problems }) => problems),
  };
};
