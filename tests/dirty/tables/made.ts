import { type Random, randomOf } from '../../property/random.js';
import type { Row } from '../dirty-file.js';

/** Rows that a seed decides. */
export const made = (
  seed: number,
  count: number,
  row: (at: number, random: Random) => Row,
): readonly Row[] => {
  const random = randomOf(seed);
  return Array.from({ length: count }, (_, at) => row(at, random));
};
