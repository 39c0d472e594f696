import { failure } from '../../base/errors/index.js';
import { readCheckpoints } from '../folder/checkpoints.js';
import { verifierAt } from '../folder/keys.js';
import { linesOfTrail } from '../folder/lines.js';
import { listSegments } from '../folder/places.js';
import { openCheckpoint } from '../note/checkpoint.js';
import type { Verifier } from '../note/key.js';
import type { Finding, HeldCheckpoint, Verification } from './finding.js';
import { verifyLines } from './verify-lines.js';

/** A note that was read from a file. */
export interface NoteFile {
  readonly file: string;
  readonly note: string;
}

export interface VerifyOptions {
  /** Kept elsewhere; that of the folder unless given. */
  readonly verifier?: Verifier;
  /** Checkpoints that were kept elsewhere. */
  readonly elsewhere?: readonly NoteFile[];
}

/** What was found, and by which key. */
export interface TrailVerification extends Verification {
  readonly verifier: Verifier;
}

const notesIn = async (folder: string): Promise<readonly NoteFile[]> =>
  (await readCheckpoints(folder)).map(({ path, note }) => ({ file: path, note }));

const noTrail = (folder: string) => failure('MR8808', `there is no audit trail in "${folder}"`);

const verifierOf = async (folder: string, given: Verifier | undefined): Promise<Verifier> => {
  const found = given ?? (await verifierAt(folder));
  if (found) return found;
  throw failure('MR8805', `the audit trail "${folder}" has no verifier key beside it`, {
    mend: 'Give the key that was kept when the trail began, with `--key`.',
  });
};

const open = (notes: readonly NoteFile[], verifier: Verifier) => {
  const held: HeldCheckpoint[] = [];
  const findings: Finding[] = [];
  for (const { file, note } of notes) {
    const opened = openCheckpoint(note, verifier);
    if ('fault' in opened) findings.push({ what: `a checkpoint does not hold: ${opened.fault}`, file });
    else held.push({ ...opened, file });
  }
  return { held: held.toSorted((a, b) => a.size - b.size), findings };
};

/** A trail has a checkpoint from its first record on. */
const uncovered = (size: number, held: readonly HeldCheckpoint[], folder: string): readonly Finding[] =>
  size > 0 && held.length === 0
    ? [{ record: 0, what: 'no checkpoint holds: nothing signed says what the records were', file: folder }]
    : [];

/**
 * Holds a trail against its checkpoints, and against those that were kept elsewhere.
 *
 * @throws MR8805 where there is no verifier key, MR8808 where there is no trail
 */
export const verifyTrail = async (
  folder: string,
  { verifier: given, elsewhere = [] }: VerifyOptions = {},
): Promise<TrailVerification> => {
  const segments = await listSegments(folder).catch(() => []);
  const notes = await notesIn(folder);
  if (segments.length === 0 && notes.length + elsewhere.length === 0) throw noTrail(folder);
  const verifier = await verifierOf(folder, given);
  const { held, findings } = open([...notes, ...elsewhere], verifier);
  const found = await verifyLines(segments.length > 0 ? linesOfTrail(folder) : none(), held);
  return {
    ...found,
    verifier,
    findings: [...findings, ...found.findings, ...uncovered(found.size, held, folder)],
  };
};

async function* none(): AsyncGenerator<never> {
  // A trail of which nothing but checkpoints is left.
}
