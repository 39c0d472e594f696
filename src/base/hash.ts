import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';

// The package is CommonJS and its types declare an ES default, so it is loaded the way it is written.
const canonicalize = createRequire(import.meta.url)('canonicalize') as (value: unknown) => string | undefined;

/** JSON with sorted keys and one number form (RFC 8785), so that equal values give equal text. */
export const canonicalJson = (value: unknown): string => canonicalize(value) ?? 'null';

/** SHA-256 of a text, in lower-case hexadecimal. */
export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** SHA-256 of a value's canonical JSON. */
export const hashOf = (value: unknown): string => sha256(canonicalJson(value));
