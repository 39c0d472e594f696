import { hashOf } from '../base/hash.js';
import type { Document } from './document.js';

/** SHA-256 of a document's canonical value, tests and schedule left out (what a run does depends on neither): YAML, JSON and the builder give one hash. */
export const documentHash = ({ tests: _, schedule: __, ...rest }: Document): string => hashOf(rest);
