import { problemsOf } from '../../base/errors/index.js';
import { learnTimeout, timeoutText } from '../../policies/learning/index.js';
import { withState } from '../state.js';
import type { Wiring } from '../wiring.js';
import type { Learn } from './tools.js';

/** So many attempts of a node, and of its kind, are looked at: older ones tell less than they cost. */
const NEWEST = 200;

const MS = 1000;

/**
 * Learns timeouts from the runs that are kept in a folder. What cannot be read teaches nothing: the longest time that is
 * allowed holds then, and the record says why.
 */
export const learnFromRuns =
  (wiring: Wiring, runDir: string | undefined): Learn =>
  async ({ pipeline, node, kind, bytes }, { min, max }) => {
    try {
      const [own, alike] = await withState(wiring, runDir, async ({ statistics }) => [
        await statistics.newest({ pipeline, node }, NEWEST),
        await statistics.newest({ kind }, NEWEST),
      ]);
      const input = bytes === undefined ? {} : { bytes };
      const bounds = { min: min / MS, max: max / MS };
      const { value, evidence } = learnTimeout(own, input, bounds, { kind: alike });
      return { value: value * MS, evidence: timeoutText(value, evidence) };
    } catch (thrown) {
      const [first] = problemsOf(thrown);
      return { value: max, evidence: `earlier runs cannot be read: ${first?.message}` };
    }
  };
