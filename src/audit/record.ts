import { isUtf8 } from 'node:buffer';
import { hash } from 'node:crypto';
import { canonicalJson } from '../base/hash.js';
import type { AuditEntry } from '../kit/audit.js';

/** Where a record stands, and to what it is chained. */
export interface RecordHead {
  /** From 0. */
  readonly number: number;
  /** ISO 8601, in UTC. */
  readonly at: string;
  /** SHA-256 of the line before it, in hexadecimal. */
  readonly previous: string;
}

/** An entry in its place. */
export interface AuditRecord extends RecordHead, AuditEntry {}

/** What stands in place of the hash of a line before the first. */
export const NO_PREVIOUS = '0'.repeat(64);

/** The hash that the next record is chained to. */
export const hashOfLine = (line: Uint8Array): string => hash('sha256', line, 'hex');

/** An entry as it stands in a record: the canonical text of each of its keys. */
export type EntryTexts = ReadonlyMap<string, string>;

/** Made when an entry comes, so that one which is no JSON is refused alone. */
export const entryTexts = (entry: AuditEntry): EntryTexts =>
  new Map(
    Object.entries(entry).flatMap(([key, value]) =>
      value === undefined ? [] : [[key, canonicalJson(value)] as const],
    ),
  );

/** The line of a record, in canonical JSON (RFC 8785), without its end. */
export const recordLine = (entry: EntryTexts, { number, at, previous }: RecordHead): Buffer => {
  const head = [
    ['number', String(number)],
    ['at', JSON.stringify(at)],
    ['previous', JSON.stringify(previous)],
  ] as const;
  const all = new Map([...entry, ...head]);
  const parts = [...all.keys()].sort().map((key) => `${JSON.stringify(key)}:${all.get(key)}`);
  return Buffer.from(`{${parts.join(',')}}`);
};

const hasHead = (value: unknown): value is AuditRecord =>
  typeof value === 'object' &&
  value !== null &&
  'number' in value &&
  typeof value.number === 'number' &&
  'at' in value &&
  typeof value.at === 'string' &&
  'previous' in value &&
  typeof value.previous === 'string' &&
  'action' in value &&
  typeof value.action === 'string';

const isSorted = (keys: readonly string[]): boolean =>
  keys.every((key, index) => index === 0 || (keys[index - 1] ?? '') < key);

const hasSortedKeys = (value: unknown): boolean => {
  if (typeof value !== 'object' || value === null) return true;
  return (Array.isArray(value) || isSorted(Object.keys(value))) && Object.values(value).every(hasSortedKeys);
};

/**
 * Whether a text is the canonical JSON of the value that was read from it. That is so where the language's own writing
 * gives it back and the keys are in order, which is four times as fast as to make the canonical form.
 */
export const isCanonical = (text: string, value: unknown): boolean =>
  (JSON.stringify(value) === text && hasSortedKeys(value)) || canonicalJson(value) === text;

/** The record of a line; undefined where the line is none, or is not in canonical form. */
export const recordFrom = (line: Buffer): AuditRecord | undefined => {
  if (!isUtf8(line)) return undefined;
  const text = line.toString();
  try {
    const value: unknown = JSON.parse(text);
    return hasHead(value) && isCanonical(text, value) ? value : undefined;
  } catch {
    return undefined;
  }
};
