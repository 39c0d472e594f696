import * as z from 'zod';
import type { Problem } from '../../base/errors/index.js';
import { hashOf } from '../../base/hash.js';
import { fileTypes } from '../file-type.js';
import { type UploadRecord, uploadStates } from '../upload.js';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const bytes = z.int().nonnegative();
const state = z.enum(uploadStates);

const record = z.strictObject({
  id: z.string(),
  channel: z.string(),
  principal: z.string(),
  clientName: z.string(),
  declaredType: z.string(),
  length: bytes.optional(),
  expectedSha256: sha256.optional(),
  state,
  steps: z.array(z.strictObject({ state, at: z.string() })).min(1),
  bytes: bytes.optional(),
  sha256: sha256.optional(),
  type: z.enum(fileTypes).optional(),
  scan: z.strictObject({ name: z.string(), at: z.string() }).optional(),
  promotion: z.strictObject({ path: z.string(), name: z.string() }).optional(),
  // Codes of a newer version are kept as they are.
  problems: z.array(
    z.custom<Problem>((value) => typeof value === 'object' && value !== null && 'code' in value),
  ),
  expires: z.string(),
});

/** The digest tells a record that a disk has damaged from one that was written. */
const recordFile = z.strictObject({ record: z.unknown(), sha256 });

/** The text of a record's file. */
export const recordText = (value: UploadRecord): string =>
  `${JSON.stringify({ record: value, sha256: hashOf(value) }, undefined, 2)}\n`;

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** The record in a file, or undefined where it is damaged or of another upload. */
export const readRecordText = (text: string, id: string): UploadRecord | undefined => {
  const file = recordFile.safeParse(parsed(text)).data;
  if (file === undefined || hashOf(file.record) !== file.sha256) return undefined;
  const found = record.safeParse(file.record).data;
  return found?.id === id ? (found as UploadRecord) : undefined;
};
