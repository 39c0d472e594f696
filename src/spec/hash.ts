import { hashOf } from '../base/hash.js';
import type { Document } from './document.js';

/** SHA-256 of a document's canonical value, tests, schedule and trigger left out (what a run does depends on none of them): YAML, JSON and the builder give one hash. */
export const documentHash = ({ tests: _, schedule: __, trigger: ___, ...rest }: Document): string =>
  hashOf(rest);
