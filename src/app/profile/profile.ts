import { didYouMean } from '../../base/diagnostics/suggest.js';
import { failure, type Problem } from '../../base/errors/index.js';
import type { DecisionRecord, DriftRecord } from '../../kit/index.js';
import { documentNode, type LogicalNode } from '../../planner/index.js';
import type { InputProfile } from '../../preflight/profile/index.js';
import { aboutDocument } from '../audit/about.js';
import { audited } from '../audit/audited.js';
import { prepare, withPrepared } from '../check/prepare.js';
import type { Prepared } from '../check/prepared.js';
import { profileInputs } from '../check/profile-inputs.js';
import { classifiedNames } from '../check/profile-mask.js';
import type { Overrides } from '../check/settings.js';
import { recordReveal } from '../reveal.js';
import { driftSince } from '../run/drift.js';
import { lastGoodRun } from '../run/last-run.js';
import { inputRecords } from '../run/record.js';
import type { Wiring } from '../wiring.js';
import { type Pinned, pinDecisions } from './pin.js';

export interface ProfileOptions extends Overrides {
  /** The one reading node to look at; all of them otherwise. */
  readonly node?: string;
  /** Look at all rows, and not at a sample. */
  readonly full?: boolean;
  /** Write what is decided into the document. */
  readonly pin?: boolean;
  /** Show values of columns that are personal or sensitive. */
  readonly reveal?: boolean;
  readonly runDir?: string;
  readonly signal?: AbortSignal;
}

/** One input, and what a run would decide about it. */
export interface ProfiledInput {
  readonly node: string;
  readonly profile: InputProfile;
  readonly decisions: readonly DecisionRecord[];
  /** Columns that are not as in the last run that succeeded. */
  readonly drift: readonly DriftRecord[];
}

export interface PipelineProfile {
  readonly pipeline: string;
  /** The last run that succeeded, where columns differ from its. */
  readonly since?: string;
  readonly inputs: readonly ProfiledInput[];
  /** What a run would decide for nodes that do not read files. */
  readonly decisions: readonly DecisionRecord[];
  /** What was written into the document, where that was asked for. */
  readonly pinned?: readonly Pinned[];
  readonly warnings: readonly Problem[];
}

const readersOf = ({ loaded, logical }: Prepared, wanted: string | undefined): readonly LogicalNode[] => {
  const readers = logical.nodes.filter(({ kind, source }) => kind.family === 'read' && source);
  if (wanted === undefined) return readers;
  const chosen = readers.filter(({ name }) => documentNode(name) === wanted);
  if (chosen.length > 0) return chosen;
  const isThere = Object.hasOwn(loaded.parsed.document.nodes, wanted);
  const names = [...new Set(readers.map(({ name }) => documentNode(name)))];
  const label = isThere ? undefined : didYouMean(wanted, names);
  throw failure(
    'MR6004',
    isThere ? `node "${wanted}" does not read` : `there is no node "${wanted}" to profile`,
    { mend: `Name a reading node: ${names.join(', ')}.`, ...(label ? { notes: [label] } : {}) },
  );
};

/** Decisions for nodes that read from others; none where one reading node is looked at. */
const decisionsBeside = (
  { decisions, sources }: Prepared,
  wanted: string | undefined,
): readonly DecisionRecord[] => {
  const readers = new Set(sources.map(({ node }) => documentNode(node.name)));
  return wanted === undefined ? decisions.filter(({ node }) => !readers.has(node)) : [];
};

/**
 * What the inputs of a document are like, and what a run would decide about them. Nothing is written, but for what `pin` asks for,
 * and that `reveal` showed classified values.
 *
 * @throws what `validate` finds wrong; MR6004 for a node that there is not, or that does not read.
 */
export const profilePipeline = (
  wiring: Wiring,
  file: string,
  options: ProfileOptions = {},
): Promise<PipelineProfile> =>
  audited(wiring, aboutDocument('input.profile', file, options.node), () =>
    profileWith(wiring, file, options),
  );

const profileWith = (wiring: Wiring, file: string, options: ProfileOptions): Promise<PipelineProfile> =>
  withPrepared(
    prepare(wiring, file, options, { isProfile: true, runDir: options.runDir, signal: options.signal }),
    async (prepared) => {
      const readers = readersOf(prepared, options.node);
      const { pipeline } = prepared.settings.document;
      const last = await lastGoodRun(wiring, pipeline, options.runDir);
      const drift = driftSince(last, inputRecords(prepared));
      const profiles = await profileInputs(
        wiring,
        prepared,
        readers.map((reader) => ({ reader })),
        options,
      );
      const names = readers.map(({ name }) => documentNode(name));
      const others = decisionsBeside(prepared, options.node);
      if (options.reveal) {
        const shown = profiles.flatMap(({ node, profile }) =>
          classifiedNames(prepared, node, profile).map((name) => `${node}.${name}`),
        );
        await recordReveal(wiring, pipeline, shown, options.runDir);
      }
      const pinned =
        options.pin === true
          ? await pinDecisions(prepared, [...names, ...others.map(({ node }) => node)])
          : undefined;
      return {
        pipeline,
        ...(drift ? { since: drift.since } : {}),
        inputs: profiles.map(({ node, profile }) => ({
          node,
          profile,
          decisions: prepared.decisions.filter((decision) => decision.node === node),
          drift: drift?.changes.filter((change) => change.node === node) ?? [],
        })),
        decisions: others,
        ...(pinned ? { pinned } : {}),
        warnings: prepared.warnings,
      };
    },
  );
