import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Problem } from '../../base/errors/index.js';
import type { Convert } from '../../kit/index.js';
import { documentNode } from '../../planner/index.js';
import { lookAtCsv } from '../../preflight/index.js';
import type { ParsedDocument } from '../../spec/index.js';
import { type Open, openPlainly } from '../policy/trying.js';
import type { Wiring } from '../wiring.js';
import { withGiven } from './as-given.js';
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
  const looked = await withGiven(readable, () =>
    lookAtCsv(
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
    ),
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

/** Looks at the files of each source: how they are written, and what follows from it. Throws what a signal gives as its reason. */
export const lookAtSources = async (
  { convert }: Pick<Wiring, 'convert'>,
  parsed: ParsedDocument,
  sources: readonly Source[],
  signal?: AbortSignal,
  open: Open = openPlainly,
): Promise<LookedSources> => {
  const folder = join(tmpdir(), `millrace-look-${randomUUID()}`);
  const looked: Source[] = [];
  const problems: Problem[] = [];
  const release = (): Promise<void> => rm(folder, { recursive: true, force: true });
  for (const source of sources) {
    try {
      const look = (own: AbortSignal) => lookAtSource((task) => convert(task, own), source, folder);
      looked.push(await open(source.node.name, look));
    } catch (thrown) {
      problems.push(...attributed(thrown, parsed, source.node.name));
    }
    if (!signal?.aborted) continue;
    await release();
    throw signal.reason;
  }
  return { sources: looked, problems, release };
};
