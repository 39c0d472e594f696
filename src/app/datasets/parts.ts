import type { Wiring } from '../wiring.js';
import type { ReadingLimits } from './limits.js';

/** What reading of datasets works with. */
export interface ReadingParts {
  readonly wiring: Pick<Wiring, 'createEngine' | 'createReader' | 'types' | 'createStorage'>;
  /** A folder of its own for copies of rows, absolute; nothing in it outlives the reading. */
  readonly folder: string;
  readonly limits: ReadingLimits;
}
