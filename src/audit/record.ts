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

/** The record of a line; undefined where the line is none, or is not in canonical form. */
export const recordFrom = (line: Buffer): AuditRecord | undefined => {
  const text = line.toString();
  try {
    const value: unknown = JSON.parse(text);
    return hasHead(value) && canonicalJson(value) === text && Buffer.from(text).equals(line)
      ? value
      : undefined;
  } catch {
    return undefined;
  }
};
