import { type ErrorCode, failure } from '../../base/errors/index.js';
import { extensionInside } from './extensions.js';

const MAX_BYTES = 255;

// Controls, line and paragraph separators, halves of characters, marks that turn the direction of text or cannot be seen,
// and what Windows has other uses for: `:` begins the name of a second stream of a file.
const REFUSED = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u061C\u200B\u200E\u200F\u202A-\u202E\u2060-\u206F\uFEFF<>:"|?*]/u;

// Windows takes these with any extension, and with the superscript digits of Latin-1.
const RESERVED = /^(con|prn|aux|nul|conin\$|conout\$|clock\$|com[0-9¹²³]|lpt[0-9¹²³])\s*(\.|$)/i;

const bytesOf = (name: string): number => Buffer.byteLength(name, 'utf8');

const refused = (code: ErrorCode, why: string, name: string): never => {
  // The name goes to people and logs: what cannot be seen in it is written out, and it is cut.
  throw failure(
    code,
    `the file name ${JSON.stringify(name.slice(0, 80)).replaceAll(
      /[^\x20-\x7E]/g,
      (sign) => `\\u${(sign.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`,
    )} ${why}`,
  );
};

/**
 * Holds the name that a client gives against what any system could stumble over. It never becomes a path here, but it is
 * shown, logged and may be offered for download. A name is not normalised: it is kept as it was given.
 *
 * @throws MR8130 to MR8135
 */
export const checkClientName = (name: string): void => {
  if (name === '' || bytesOf(name) > MAX_BYTES) refused('MR8130', `has ${bytesOf(name)} bytes`, name);
  if (/[/\\]/.test(name) || name.includes('..')) refused('MR8132', 'has a part of a path in it', name);
  if (REFUSED.test(name)) refused('MR8131', 'has a character that is not taken', name);
  if (RESERVED.test(name)) refused('MR8133', 'is reserved on Windows', name);
  if (name.startsWith('.')) refused('MR8133', 'is that of a hidden file', name);
  if (/^\s|[\s.]$/u.test(name)) refused('MR8134', 'begins or ends with a space or a dot', name);
  const inside = extensionInside(name);
  if (inside !== undefined) refused('MR8135', `has "${inside}" before its extension`, name);
};
