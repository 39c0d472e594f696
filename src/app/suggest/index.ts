import { readFile, writeFile } from 'node:fs/promises';
import { didYouMean } from '../../base/diagnostics/suggest.js';
import { failure, isError, MillraceError, type ProblemDetails } from '../../base/errors/index.js';
import type { LogicalNode } from '../../planner/index.js';
import { insertContract } from '../../spec/index.js';
import { checkEngine } from '../check/bind-sources.js';
import { prepare, withPrepared } from '../check/prepare.js';
import type { Prepared } from '../check/prepared.js';
import type { Overrides } from '../check/settings.js';
import { detectorOf } from '../detector.js';
import { endedBy, interruptibly } from '../interrupt.js';
import type { Wiring } from '../wiring.js';
import { meaningsIn } from './meanings.js';
import { observe } from './observe.js';
import { notesOn, suggested } from './suggest.js';

/** A contract that was suggested. */
export interface Suggestion {
  /** The document's path, as it was given. */
  readonly file: string;
  readonly node: string;
  readonly rows: number;
  /** The lines under `contract:`. */
  readonly lines: readonly string[];
  /** What semantic types would do to values, and why some are not written. */
  readonly notes: readonly string[];
  /** Whether the document has it now; one in JSON or TypeScript, or a node in one line, is left as it is. */
  readonly isWritten: boolean;
}

const refused = (message: string, details: ProblemDetails): MillraceError =>
  failure('MR6004', message, details);

const readerOf = ({ loaded, logical }: Prepared, name: string): LogicalNode => {
  const { nodes } = loaded.parsed.document;
  const spec = nodes[name];
  if (!spec) {
    const label = didYouMean(name, Object.keys(nodes));
    throw refused(`there is no node "${name}" to suggest a contract for`, label ? { notes: [label] } : {});
  }
  if (spec.contract) {
    throw refused(`node "${name}" has a contract`, { mend: 'Take it out first to have one suggested.' });
  }
  const node = logical.nodes.find((candidate) => candidate.name === name);
  if (node?.kind.family === 'read') return node;
  throw refused(`node "${name}" does not read`, {
    mend: 'A contract is suggested for what comes in: name a reading node.',
  });
};

const rowsOf = ({ kind, config, source, schema }: LogicalNode) => {
  if (kind.family !== 'read' || !source) throw new Error('not a reading node');
  return kind.lower({ config, source, columns: schema });
};

/**
 * Reads all rows of a node, and writes a contract into the document that they keep; comments and formatting stay.
 *
 * @throws what `validate` finds wrong; MR6004 for a node that does not read, or has a contract.
 */
export const suggestContract = async (
  wiring: Wiring,
  file: string,
  name: string,
  overrides: Overrides = {},
  signal?: AbortSignal,
): Promise<Suggestion> =>
  interruptibly(signal, (own) =>
    withPrepared(prepare(wiring, file, overrides, { signal: own }), (prepared) =>
      suggestFrom(wiring, prepared, file, name, own),
    ),
  );

const suggestFrom = async (
  wiring: Wiring,
  prepared: Prepared,
  file: string,
  name: string,
  signal: AbortSignal,
): Promise<Suggestion> => {
  if (prepared.warnings.some(isError)) throw new MillraceError(prepared.warnings);
  const node = readerOf(prepared, name);
  const engine = endedBy(await checkEngine(wiring, prepared.settings, prepared.sources), signal);
  try {
    const { rows, columns } = await observe(engine, rowsOf(node), node.schema);
    const meanings = await meaningsIn(engine, detectorOf(wiring), rowsOf(node), node.schema);
    const lines = suggested(rows, columns, meanings);
    const { path } = prepared.loaded;
    const text = /\.ya?ml$/i.test(path)
      ? insertContract(await readFile(path, 'utf8'), name, lines)
      : undefined;
    if (text !== undefined) await writeFile(path, text);
    return { file, node: name, rows, lines, notes: notesOn(meanings), isWritten: text !== undefined };
  } finally {
    await engine.close();
  }
};
