import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ColumnReadings, DataFile, Engine, SourceInfo } from '../../kit/index.js';
import { documentNode, type LogicalNode } from '../../planner/index.js';
import { choose, type InputProfile, profileSource } from '../../preflight/profile/index.js';
import { detectorOf } from '../detector.js';
import type { Wiring } from '../wiring.js';
import { readingEngine } from './as-given.js';
import type { Prepared } from './prepared.js';
import { maskedProfile } from './profile-mask.js';
import { readableIn } from './sources.js';

/** How inputs are looked at. */
export interface Looking {
  /** All rows, and not a sample. */
  readonly full?: boolean | undefined;
  /** Counts and bounds, which is quicker; values of personal columns are masked all the same. */
  readonly isLean?: boolean;
  /** With the values of columns that are personal or sensitive. */
  readonly reveal?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What the input of a node of the document is like. */
export interface NodeProfile {
  readonly node: string;
  readonly profile: InputProfile;
}

/** What is needed of a document that was checked. */
type Looked = Pick<Prepared, 'sources' | 'settings' | 'physical' | 'plan'>;

interface ChosenReader {
  readonly reader: LogicalNode;
  readonly info: SourceInfo;
  readonly chosen: Awaited<ReturnType<typeof choose>>;
  readonly readings?: ColumnReadings;
}

const rowsOf = ({ kind, config }: LogicalNode, source: SourceInfo) => {
  if (kind.family !== 'read') throw new Error('not a reading node');
  return kind.lower({ config, source, columns: source.schema });
};

const engineFor = (
  wiring: Wiring,
  { sources, settings }: Looked,
  pieces: readonly DataFile[],
): Promise<Engine> =>
  readingEngine(wiring, [...readableIn(sources), ...pieces], {
    limits: settings.limits,
    writable: [],
    spillFolder: join(tmpdir(), `millrace-profile-${randomUUID()}`),
    values: {},
    keepOrder: true,
  });

/** A reading node to look at, and how a contract reads its columns. */
export interface LookedReader {
  readonly reader: LogicalNode;
  readonly readings?: ColumnReadings;
}

const profileEach = async (
  wiring: Wiring,
  prepared: Looked,
  engine: Engine,
  chosen: readonly ChosenReader[],
  { reveal = false, isLean = false, signal = new AbortController().signal }: Looking,
): Promise<readonly NodeProfile[]> => {
  const all: NodeProfile[] = [];
  for (const [index, { reader, readings, ...one }] of chosen.entries()) {
    const node = documentNode(reader.name);
    const profile = await profileSource(engine, {
      ...one,
      table: `millrace_sample_${index}`,
      rowsOf: (info) => rowsOf(reader, info),
      detector: detectorOf(wiring),
      signal,
      limits: prepared.settings.limits,
      isLean,
      ...(readings ? { readings } : {}),
    });
    const shown = reveal ? profile : await maskedProfile(engine, wiring, prepared, node, profile);
    all.push({ node, profile: shown });
  }
  return all;
};

/** The profiles of reading nodes, by the document's names. */
export const profileInputs = async (
  wiring: Wiring,
  prepared: Looked,
  readers: readonly LookedReader[],
  looking: Looking = {},
): Promise<readonly NodeProfile[]> => {
  const folder = join(tmpdir(), `millrace-pieces-${randomUUID()}`);
  try {
    const chosen = await Promise.all(
      readers.map(async ({ reader, readings }, index): Promise<ChosenReader> => {
        const info = reader.source as SourceInfo;
        const part = await choose(info, join(folder, String(index)), looking.full === true);
        return { reader, info, chosen: part, ...(readings ? { readings } : {}) };
      }),
    );
    const pieces = chosen.flatMap((one) => one.chosen.info.files);
    const engine = await engineFor(wiring, prepared, pieces);
    try {
      return await profileEach(wiring, prepared, engine, chosen, looking);
    } finally {
      await engine.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
