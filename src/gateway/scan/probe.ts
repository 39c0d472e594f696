import { gzipSync } from 'node:zlib';
import { once } from '../../base/once.js';

/** clamd takes no `MaxRecursion` above 100. */
const DEEPER_THAN_ANY_LIMIT = 128;

/**
 * Some bytes packed so often that no clamd looks to their end.
 *
 * Of what lies beyond its limits clamd says `OK` unless it has `AlertExceedsMax yes`. With this we see which it is.
 */
export const beyondLimits: () => Buffer = once(() =>
  Array.from({ length: DEEPER_THAN_ANY_LIMIT }).reduce<Buffer>(
    (bytes) => gzipSync(bytes),
    Buffer.from('probe'),
  ),
);
