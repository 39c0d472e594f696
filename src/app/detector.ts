import type { Detector } from '../preflight/profile/index.js';
import { candidatesFor, detect } from '../semantics/detect.js';
import type { Wiring } from './wiring.js';

/** Finds what columns mean among the semantic types that there are. */
export const detectorOf = ({ types: { types } }: Pick<Wiring, 'types'>): Detector => ({
  types,
  candidates: (column) => candidatesFor(types, column),
  detect: (column, shares) => detect(types, column, shares),
});
