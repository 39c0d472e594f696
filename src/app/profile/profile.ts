import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { didYouMean } from '../../base/diagnostics/suggest.js';
import { failure, type Problem } from '../../base/errors/index.js';
import type { DecisionRecord, DriftRecord, Engine, SourceInfo } from '../../kit/index.js';
import { documentNode, type LogicalNode } from '../../planner/index.js';
import { choose, type InputProfile, profileSource } from '../../preflight/profile/index.js';
import { type Prepared, prepare, withPrepared } from '../check/prepare.js';
import type { Overrides } from '../check/settings.js';
import { detectorOf } from '../detector.js';
import { driftSince } from '../run/drift.js';
import { lastGoodRun } from '../run/last-run.js';
import { inputRecords } from '../run/record.js';
import type { Wiring } from '../wiring.js';
import { classifiedNames, maskedProfile } from './mask.js';
import { type Pinned, pinDecisions } from './pin.js';
import { recordProfileReveal } from './reveal.js';

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

const rowsOf = ({ kind, config }: LogicalNode, source: SourceInfo) => {
  if (kind.family !== 'read') throw new Error('not a reading node');
  return kind.lower({ config, source, columns: source.schema });
};

const engineFor = (
  { createEngine }: Wiring,
  { sources, settings }: Prepared,
  pieces: readonly string[],
): Promise<Engine> =>
  createEngine({
    limits: settings.limits,
    readable: [...sources.flatMap(({ readable }) => readable.map(({ path }) => path)), ...pieces],
    writable: [],
    spillFolder: join(tmpdir(), `millrace-profile-${randomUUID()}`),
    values: {},
    keepOrder: true,
  });

/** The profiles of reading nodes, by the document's names. */
const profilesOf = async (
  wiring: Wiring,
  prepared: Prepared,
  readers: readonly LogicalNode[],
  { full = false, reveal = false, signal = new AbortController().signal }: ProfileOptions,
): Promise<readonly { readonly node: string; readonly profile: InputProfile }[]> => {
  const folder = join(tmpdir(), `millrace-pieces-${randomUUID()}`);
  try {
    const chosen = await Promise.all(
      readers.map(async (reader, index) => {
        const info = reader.source as SourceInfo;
        return { reader, info, chosen: await choose(info, join(folder, String(index)), full) };
      }),
    );
    const pieces = chosen.flatMap((one) => one.chosen.info.files.map(({ path }) => path));
    const engine = await engineFor(wiring, prepared, pieces);
    try {
      const all: { readonly node: string; readonly profile: InputProfile }[] = [];
      for (const [index, { reader, ...one }] of chosen.entries()) {
        const node = documentNode(reader.name);
        const profile = await profileSource(engine, {
          ...one,
          table: `millrace_sample_${index}`,
          rowsOf: (info) => rowsOf(reader, info),
          detector: detectorOf(wiring),
          signal,
        });
        all.push({
          node,
          profile: reveal ? profile : await maskedProfile(engine, wiring, prepared, node, profile),
        });
      }
      return all;
    } finally {
      await engine.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

/**
 * What the inputs of a document are like, and what a run would decide about them. Nothing is written, but for what `pin` asks for,
 * and that `reveal` showed classified values.
 *
 * @throws what `validate` finds wrong; MR6004 for a node that there is not, or that does not read.
 */
export const profilePipeline = async (
  wiring: Wiring,
  file: string,
  options: ProfileOptions = {},
): Promise<PipelineProfile> =>
  withPrepared(prepare(wiring, file, options, { isProfile: true }), async (prepared) => {
    const readers = readersOf(prepared, options.node);
    const { pipeline } = prepared.settings.document;
    const last = await lastGoodRun(wiring, pipeline, options.runDir);
    const drift = driftSince(last, inputRecords(prepared));
    const profiles = await profilesOf(wiring, prepared, readers, options);
    if (options.reveal) {
      const shown = profiles.flatMap(({ node, profile }) =>
        classifiedNames(prepared, node, profile).map((name) => `${node}.${name}`),
      );
      await recordProfileReveal(wiring, pipeline, shown, options.runDir);
    }
    const pinned =
      options.pin === true
        ? await pinDecisions(
            prepared,
            readers.map(({ name }) => documentNode(name)),
          )
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
      ...(pinned ? { pinned } : {}),
      warnings: prepared.warnings,
    };
  });
