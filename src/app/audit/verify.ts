import { relative } from 'node:path';
import type { AuditRecord, Finding, TrailVerification, Verifier } from '../../audit/index.js';
import { failure, type Problem, problem } from '../../base/errors/index.js';
import type { Wiring } from '../wiring.js';
import { chosenTrail, trailBeside } from './chosen-trail.js';
import { givenText, givenVerifier } from './given.js';
import { type HeldOutput, verifyOutputs } from './outputs.js';

export interface VerifyTrailOptions {
  /** That of the project or service unless given. */
  readonly folder?: string;
  /** Files of checkpoints that were kept elsewhere. */
  readonly checkpoints?: readonly string[];
  /** A verifier key, or the file that it is in. */
  readonly key?: string;
  /** Whether published files are held against their records too. */
  readonly outputs?: boolean;
}

/** What a trail was found to be, in a form that can be printed. */
export interface VerifiedTrail {
  readonly folder: string;
  readonly records: number;
  readonly from?: string;
  readonly until?: string;
  readonly checkpoints: number;
  /** Records that the checkpoints cover. */
  readonly covered: number;
  readonly torn: number;
  readonly root: string;
  readonly key: string;
  /** Whether the key was given, and not taken from the folder itself. */
  readonly isKeyGiven: boolean;
  readonly outputs?: readonly HeldOutput[];
  /** The trail of the service here, where that of the project was chosen; it was not looked at. */
  readonly beside?: string;
  readonly findings: readonly Finding[];
  readonly problems: readonly Problem[];
}

const findingProblem =
  (folder: string) =>
  ({ what, file }: Finding): Problem =>
    problem('MR8803', what, file === undefined ? {} : { dataFile: relative(folder, file) || file });

const outputProblem = ({ file, fault, record }: HeldOutput): readonly Problem[] =>
  fault === undefined ? [] : [problem('MR8807', `${fault}, as record ${record} has it`, { dataFile: file })];

const about = ({ size, from, until, checkpoints, covered, torn, root, verifier }: TrailVerification) => ({
  records: size,
  ...(from === undefined ? {} : { from }),
  ...(until === undefined ? {} : { until }),
  checkpoints,
  covered,
  torn,
  root: root.toString('base64'),
  key: verifier.text,
});

/**
 * Holds a trail against its checkpoints and against what was kept elsewhere.
 *
 * @throws MR8805 for a key or a checkpoint that is none, MR8808 where there is no trail
 */
export const verifyAudit = async (wiring: Wiring, options: VerifyTrailOptions): Promise<VerifiedTrail> => {
  const { verifyTrail } = await import('../../audit/index.js');
  const { key, checkpoints = [] } = options;
  const folder = await chosenTrail(wiring, options.folder);
  const verifier = key === undefined ? undefined : await givenVerifier(wiring, key);
  const elsewhere = await Promise.all(
    checkpoints.map(async (file) => ({ file, note: await givenText(wiring, file) })),
  );
  const found = await verifyTrail(folder, { elsewhere, ...(verifier ? { verifier } : {}) });
  const beside = await trailBeside(wiring, options.folder);
  const outputs = options.outputs && found.findings.length === 0 ? await verifyOutputs(folder) : undefined;
  return {
    folder,
    ...about(found),
    isKeyGiven: verifier !== undefined,
    ...(outputs ? { outputs } : {}),
    ...(beside === undefined ? {} : { beside }),
    findings: found.findings,
    problems: [...found.findings.map(findingProblem(folder)), ...(outputs ?? []).flatMap(outputProblem)],
  };
};

/** A record that was shown to be in a trail. */
export interface VerifiedProof {
  readonly record: AuditRecord;
  readonly origin: string;
  /** Records that its checkpoint covers. */
  readonly size: number;
}

/** What is said of a proof that is none, or does not hold. */
const unproved = (file: string, fault: string) =>
  failure('MR8803', `the proof does not hold: ${fault}`, {
    dataFile: file,
    mend: 'Ask who gave it to you for another; `millrace audit verify` shows whether the trail itself holds.',
  });

/** The key that a proof is held against. Throws MR8805. */
const keyOfProof = (wiring: Wiring, key: string | undefined): Promise<Verifier> => {
  if (key !== undefined) return givenVerifier(wiring, key);
  throw failure('MR8805', 'a proof is held against a verifier key', { mend: 'Give the key with `--key`.' });
};

/** A trail of which a newer checkpoint was shown to be over the records of an older one. */
export interface VerifiedExtension {
  readonly origin: string;
  readonly older: number;
  readonly newer: number;
}

/**
 * Holds the proof that a trail goes on against the checkpoint that was kept, and the key.
 *
 * @throws MR8805 for a file or a key that is none, MR8803 where the proof does not hold
 */
export const verifyAuditExtension = async (
  wiring: Wiring,
  file: string,
  checkpoint: string,
  key: string | undefined,
): Promise<VerifiedExtension> => {
  const { verifyExtension } = await import('../../audit/index.js');
  const verifier = await keyOfProof(wiring, key);
  const shown = verifyExtension(await givenText(wiring, file), await givenText(wiring, checkpoint), verifier);
  if ('fault' in shown) throw unproved(file, shown.fault);
  return { origin: shown.older.origin, older: shown.older.size, newer: shown.newer.size };
};

/**
 * Holds a proof against a verifier key, and against nothing else.
 *
 * @throws MR8805 for a key or a proof that is none, MR8803 where the proof does not hold
 */
export const verifyAuditProof = async (
  wiring: Wiring,
  file: string,
  key: string | undefined,
): Promise<VerifiedProof> => {
  const { verifyProof } = await import('../../audit/index.js');
  const verifier = await keyOfProof(wiring, key);
  const proved = verifyProof(await givenText(wiring, file), verifier);
  if ('fault' in proved) throw unproved(file, proved.fault);
  const { record, checkpoint } = proved;
  return { record, origin: checkpoint.origin, size: checkpoint.size };
};
