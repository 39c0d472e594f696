import { problemsOf } from '../../base/errors/index.js';
import type { NodeStatistic } from '../../kit/index.js';
import {
  type Bounds,
  type LearnedPartition,
  learnPartition,
  learnTimeout,
  type PartitionInput,
  type PartitionStatistic,
  partitionText,
  timeoutText,
} from '../../policies/learning/index.js';
import { withState } from '../state.js';
import type { Wiring } from '../wiring.js';
import type { Learn, LearnAbout } from './tools.js';

/** So many attempts of a node, and of its kind, are looked at: older ones tell less than they cost. */
const NEWEST = 200;

const MS = 1000;

type Who = Pick<LearnAbout, 'pipeline' | 'node' | 'kind'>;

/** How a node went in earlier runs, and how all of its kind did. */
const seenOf = (wiring: Wiring, runDir: string | undefined, { pipeline, node, kind }: Who) =>
  withState(wiring, runDir, async ({ statistics }) => ({
    own: await statistics.newest({ pipeline, node }, NEWEST),
    alike: await statistics.newest({ kind }, NEWEST),
  }));

const unreadable = (thrown: unknown): string =>
  `earlier runs cannot be read: ${problemsOf(thrown)[0]?.message}`;

/**
 * Learns timeouts from the runs that are kept in a folder. What cannot be read teaches nothing: the longest time that is
 * allowed holds then, and the record says why.
 */
export const learnFromRuns =
  (wiring: Wiring, runDir: string | undefined): Learn =>
  async ({ pipeline, node, kind, bytes }, { min, max }) => {
    try {
      const { own, alike } = await seenOf(wiring, runDir, { pipeline, node, kind });
      const input = bytes === undefined ? {} : { bytes };
      const bounds = { min: min / MS, max: max / MS };
      const { value, evidence } = learnTimeout(own, input, bounds, { kind: alike });
      return { value: value * MS, evidence: timeoutText(value, evidence) };
    } catch (thrown) {
      return { value: max, evidence: unreadable(thrown) };
    }
  };

/** A size in bytes, and what it follows from, in a sentence. */
export interface LearnedSize {
  readonly bytes: number;
  readonly evidence: string;
  /** Whether too little is known: it is what it would be without learning. */
  readonly isUsual: boolean;
}

const partitionsIn = (statistics: readonly NodeStatistic[]): readonly PartitionStatistic[] =>
  statistics.flatMap(({ at, partitions }) => (partitions ? [{ at, ...partitions }] : []));

/** Learns how large partitions for functions are to be, from those of the runs that are kept in a folder. */
export const learnPartitions =
  (wiring: Wiring, runDir: string | undefined) =>
  async (who: Who, input: PartitionInput, bounds: Bounds): Promise<LearnedSize> => {
    const usual = wiring.sharing.partition;
    const sized = ({ value, evidence }: LearnedPartition, why = partitionText(value, evidence)) => ({
      bytes: value,
      evidence: why,
      isUsual: evidence.reason === 'no_history' && value === usual,
    });
    try {
      const { own, alike } = await seenOf(wiring, runDir, who);
      const kind = partitionsIn(alike);
      return sized(learnPartition(partitionsIn(own), input, bounds, { kind, usual }));
    } catch (thrown) {
      return sized(learnPartition([], input, bounds, { usual }), unreadable(thrown));
    }
  };
