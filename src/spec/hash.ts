import { hashOf } from '../base/hash.js';
import type { Document } from './document.js';

/** SHA-256 of a document's canonical value, tests left out: YAML, JSON and the builder give one hash. */
export const documentHash = ({ tests: _, ...rest }: Document): string => hashOf(rest);
