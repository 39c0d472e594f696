import type { TreeHash } from '../merkle/hash.js';

/** A record with what proves that it is in a trail. */
export interface RecordProof {
  readonly line: Buffer;
  readonly index: number;
  /** The nearest first. */
  readonly hashes: readonly TreeHash[];
  /** The checkpoint, a signed note. */
  readonly note: string;
}

const HEAD = 'c2sp.org/tlog-proof@v1';

/** A proof as one text (c2sp.org/tlog-proof); the record is its extra data, since the leaf is made from it. */
export const proofText = ({ line, index, hashes, note }: RecordProof): string =>
  [
    HEAD,
    `extra ${line.toString('base64')}`,
    `index ${index}`,
    ...hashes.map((hash) => hash.toString('base64')),
    '',
    note,
  ].join('\n');

const bytesOf = (encoded: string): Buffer | undefined => {
  const bytes = Buffer.from(encoded, 'base64');
  return bytes.toString('base64') === encoded ? bytes : undefined;
};

const hashesOf = (lines: readonly string[]): readonly TreeHash[] | undefined => {
  const hashes = lines.map(bytesOf).filter((hash) => hash?.length === 32);
  return hashes.length === lines.length ? (hashes as TreeHash[]) : undefined;
};

/** A proof from its text; undefined where it is none, or has no record. */
export const proofFrom = (text: string): RecordProof | undefined => {
  const at = text.indexOf('\n\n');
  if (at < 0) return undefined;
  const [head, extra = '', index = '', ...rest] = text.slice(0, at).split('\n');
  const line = extra.startsWith('extra ') ? bytesOf(extra.slice('extra '.length)) : undefined;
  const [, number] = /^index (0|[1-9]\d*)$/.exec(index) ?? [];
  const hashes = hashesOf(rest);
  if (head !== HEAD || !line || number === undefined || !hashes) return undefined;
  return { line, index: Number(number), hashes, note: text.slice(at + 2) };
};

/** What proves that a trail begins with an older one. */
export interface ExtensionProof {
  /** Records of the older one. */
  readonly older: number;
  readonly hashes: readonly TreeHash[];
  /** The checkpoint of the newer one, a signed note. */
  readonly note: string;
}

/** A proof as one text: what witnesses are sent (c2sp.org/tlog-witness). */
export const extensionText = ({ older, hashes, note }: ExtensionProof): string =>
  [`old ${older}`, ...hashes.map((hash) => hash.toString('base64')), '', note].join('\n');

/** A proof from its text; undefined where it is none. */
export const extensionFrom = (text: string): ExtensionProof | undefined => {
  const at = text.indexOf('\n\n');
  const [old = '', ...rest] = text.slice(0, Math.max(at, 0)).split('\n');
  const [, older] = /^old (0|[1-9]\d*)$/.exec(old) ?? [];
  const hashes = hashesOf(rest);
  return older === undefined || !hashes
    ? undefined
    : { older: Number(older), hashes, note: text.slice(at + 2) };
};
