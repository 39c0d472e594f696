import { extname } from 'node:path';
import { MillraceError, type Problem, problem } from '../base/errors/index.js';
import type { NodeSpec } from './document.js';
import { documentHash } from './hash.js';
import { checkSize } from './limits.js';
import { sourceText } from './lines.js';
import type { ParsedDocument, Path, SourceMap } from './parsed.js';
import { readJson } from './read/json.js';
import { readYaml } from './read/yaml.js';
import { routedSource } from './source/routed-source.js';
import { sourceMap } from './source/source-map.js';
import { type Plain, plainOf } from './tree.js';

/** A contract from a file of its own. */
interface SharedContract {
  readonly value: { readonly [key: string]: Plain };
  readonly source: SourceMap;
}

/** Reads the text of a file that a document names; throws MR1043 where that cannot be. */
export type ReadShared = (path: string) => Promise<{ readonly text: string; readonly file: string }>;

const isMapping = (value: Plain): value is { readonly [key: string]: Plain } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const contractFrom = (text: string, file: string): SharedContract => {
  checkSize(text, file);
  const source = sourceText(text, file);
  const { tree, problems } = extname(file).toLowerCase() === '.json' ? readJson(source) : readYaml(source);
  if (problems.length > 0) throw new MillraceError(problems);
  const value = plainOf(tree);
  const map = sourceMap(source, tree);
  if (isMapping(value)) return { value, source: map };
  const place = map.valuePlace([]);
  throw new MillraceError([
    problem('MR1043', `"${file}" is not a contract: it must be a mapping`, {
      ...(place ? { place } : {}),
      mend: 'Write what stands under `contract:`, for example `columns: { id: { required: true } }`.',
    }),
  ]);
};

const isInside = (path: Path): boolean => path[0] === 'nodes' && path[2] === 'contract' && path.length > 3;

/** Places of a document; inside a contract that stands in a file of its own, the places there. */
const joinedSource = (source: SourceMap, shared: ReadonlyMap<string, SharedContract>): SourceMap =>
  routedSource(source.file, (path) => {
    const contract = isInside(path) ? shared.get(String(path[1])) : undefined;
    return contract ? [contract.source, path.slice(3)] : [source, path];
  });

const sharedBy = async (
  { document, source }: ParsedDocument,
  read: ReadShared,
): Promise<ReadonlyMap<string, SharedContract>> => {
  const shared = new Map<string, SharedContract>();
  const problems: Problem[] = [];
  for (const [name, { contract }] of Object.entries(document.nodes)) {
    if (typeof contract !== 'string') continue;
    try {
      const { text, file } = await read(contract);
      shared.set(name, contractFrom(text, file));
    } catch (thrown) {
      if (!(thrown instanceof MillraceError)) throw thrown;
      const place = source.valuePlace(['nodes', name, 'contract']);
      problems.push(
        ...thrown.problems.map((item) => ({
          ...item,
          node: name,
          ...(item.place || !place ? {} : { place }),
        })),
      );
    }
  }
  if (problems.length > 0) throw new MillraceError(problems);
  return shared;
};

/**
 * The document with the contracts that it takes from files of their own. They count for its hash as if they stood in
 * it, and what is wrong with one is told at its place in its file.
 *
 * @throws MillraceError with all problems: MR1043 for a file that cannot be taken, MR10xx for one that cannot be read.
 */
export const withSharedContracts = async (
  parsed: ParsedDocument,
  read: ReadShared,
): Promise<ParsedDocument> => {
  const shared = await sharedBy(parsed, read);
  if (shared.size === 0) return parsed;
  const nodes = Object.entries(parsed.document.nodes).map(([name, node]): readonly [string, NodeSpec] => {
    const contract = shared.get(name);
    return [name, contract ? { ...node, contract: contract.value } : node];
  });
  const document = { ...parsed.document, nodes: Object.fromEntries(nodes) };
  return {
    ...parsed,
    document,
    hash: documentHash(document),
    source: joinedSource(parsed.source, shared),
  };
};
