import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { failure, type Problem } from '../../base/errors/index.js';
import type { Convert } from '../../kit/index.js';
import { documentNode } from '../../planner/index.js';
import { lookAtCsv } from '../../preflight/index.js';
import type { ParsedDocument } from '../../spec/index.js';
import type { Wiring } from '../wiring.js';
import { withConverted } from './convert.js';
import { attributed, type Source } from './sources.js';

/** Sources after a look at their files. */
export interface LookedSources {
  readonly sources: readonly Source[];
  readonly problems: readonly Problem[];
  /** Removes the copies that were made of files; until then they can be read. */
  readonly release: () => Promise<void>;
}

const lookAtSource = async (convert: Convert, found: Source, folder: string): Promise<Source> => {
  const source = await withConverted(convert, found, join(folder, found.node.name));
  const { node, request, readable, decisions } = source;
  if (request.format !== 'csv') return source;
  const looked = await lookAtCsv(
    readable,
    request.options,
    {
      isGuarded: node.guarded !== undefined,
      columns: node.guarded?.columns ?? [],
      aliases: node.guarded?.aliases ?? {},
      types: node.guarded?.types ?? {},
      classified: node.guarded?.classified ?? [],
      formats: request.formats ?? {},
      isForeign: request.conversion !== undefined,
    },
    join(folder, node.name, 'plain'),
  );
  return {
    ...source,
    readable: looked.files,
    texts: looked.texts,
    decisions: [
      ...decisions,
      ...looked.decisions.map((decision) => ({ ...decision, node: documentNode(node.name) })),
    ],
  };
};

/** Ends with the run that asked for it. */
const interruptible: (convert: Convert, ...asked: Parameters<Convert>) => ReturnType<Convert> = async (
  convert,
  task,
  signal,
) => {
  try {
    return await convert(task, signal);
  } catch (thrown) {
    throw signal?.aborted ? failure('MR9002', 'the run was interrupted') : thrown;
  }
};

/** Looks at the files of each source: how they are written, and what follows from it. */
export const lookAtSources = async (
  { convert }: Pick<Wiring, 'convert'>,
  parsed: ParsedDocument,
  sources: readonly Source[],
  signal?: AbortSignal,
): Promise<LookedSources> => {
  const folder = join(tmpdir(), `millrace-look-${randomUUID()}`);
  const looked: Source[] = [];
  const problems: Problem[] = [];
  for (const source of sources) {
    try {
      looked.push(await lookAtSource((task) => interruptible(convert, task, signal), source, folder));
    } catch (thrown) {
      problems.push(...attributed(thrown, parsed, source.node.name));
    }
  }
  return { sources: looked, problems, release: () => rm(folder, { recursive: true, force: true }) };
};
