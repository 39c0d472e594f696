import { existsSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { failure, MillraceError, type Problem } from '../../base/errors/index.js';
import type { CodeAsked, TransformDeclaration, TransformModule } from '../../kit/index.js';
import { type Graph, type GraphNode, wholeName } from '../../planner/index.js';
import type { LoadedDocument } from '../load/load-document.js';
import type { Wiring } from '../wiring.js';
import { fingerprintOf } from './fingerprint.js';
import { atModule } from './problems.js';

const ROOTS = ['millrace.yaml', 'package.json'];

/** The folder in which the modules of a document may lie: the nearest above it that is a project, else its own. */
const projectOf = (folder: string): string => {
  for (let at = folder; ; at = dirname(at)) {
    if (ROOTS.some((file) => existsSync(join(at, file)))) return at;
    if (dirname(at) === at) return folder;
  }
};

/**
 * The module that a node names.
 *
 * @param document its file, absolute
 * @throws MR5001 where it is not there, or outside of the project, or is to see a variable that is not set
 */
export const moduleOf = (
  { environment: all }: Pick<Wiring, 'environment'>,
  document: string,
  { module: shown, exportName, environment }: CodeAsked,
): TransformModule => {
  const folder = dirname(document);
  const path = resolve(folder, shown);
  if (relative(projectOf(folder), path).startsWith('..'))
    throw failure('MR5001', `"${shown}" lies outside of the project`, {
      mend: 'Put the module beside the document, or below the folder that holds package.json.',
    });
  if (!existsSync(path))
    throw failure('MR5001', `there is no module "${shown}"`, { notes: [`looked for ${path}`] });
  const seen = environment.map((name) => {
    const value = all[name];
    if (value === undefined)
      throw failure('MR5001', `the environment has no "${name}", which "${shown}" is to see`);
    return [name, value] as const;
  });
  return { path, shown, exportName, environment: Object.fromEntries(seen) };
};

const NEVER = new AbortController().signal;

const declarationOf = async (
  wiring: Wiring,
  loaded: LoadedDocument,
  asked: CodeAsked,
  signal: AbortSignal,
  most: number,
): Promise<TransformDeclaration> => {
  const module = moduleOf(wiring, loaded.path, asked);
  const pool = wiring.createCodePool({ size: 1, memory: Math.min(asked.memory, most), module });
  try {
    const request = { ask: 'declare', module, seconds: asked.seconds, stays: wiring.keepsProcesses === true };
    const declaration = await pool.run(request, `the module "${asked.module}"`, signal);
    return { ...(declaration as TransformDeclaration), fingerprint: await fingerprintOf(module) };
  } finally {
    await pool.close();
  }
};

/** Problems of a module, each with its name. */
const ofModule = (items: readonly Problem[], module: string): readonly Problem[] =>
  items.map((item) =>
    item.message.includes(module) ? item : { ...item, message: `"${module}": ${item.message}` },
  );

/**
 * A graph whose `code` nodes know what their functions read and write, and what was wrong with their modules.
 *
 * @param most bytes of memory that a process keeps to at most, whatever its node says
 */
export const withDeclarations = async (
  wiring: Wiring,
  loaded: LoadedDocument,
  graph: Graph,
  signal: AbortSignal = NEVER,
  most = Number.POSITIVE_INFINITY,
): Promise<{ readonly graph: Graph; readonly problems: readonly Problem[] }> => {
  const problems: Problem[] = [];
  const declared = async (node: GraphNode): Promise<GraphNode> => {
    const { kind, config, name } = node;
    if (kind.family !== 'transform' || !kind.code || config === undefined) return node;
    const asked = kind.code.asks(config);
    try {
      const declaration = await declarationOf(wiring, loaded, asked, signal, most);
      return { ...node, config: kind.code.declared(config, declaration, wholeName(name) !== name) };
    } catch (thrown) {
      if (signal.aborted || !(thrown instanceof MillraceError)) throw thrown;
      problems.push(...atModule(ofModule(thrown.problems, asked.module), loaded, name));
      return { ...node, config: undefined };
    }
  };
  return { graph: { nodes: await Promise.all(graph.nodes.map(declared)) }, problems };
};
