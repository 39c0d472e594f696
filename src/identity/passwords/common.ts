import { createHash } from 'node:crypto';
import { once } from '../../base/once.js';

const BYTES = 4;

const digests = once(async (): Promise<ReadonlySet<number>> => {
  const { commonDigests } = await import('./common-digests.js');
  const bytes = Buffer.from(commonDigests, 'base64');
  return new Set(Array.from({ length: bytes.length / BYTES }, (_, at) => bytes.readUInt32BE(at * BYTES)));
});

/** Whether a password is one of those that people choose most, of the length that is asked for; capitals do not matter. */
export const isCommon = async (password: string): Promise<boolean> => {
  const digest = createHash('sha256').update(password.toLowerCase()).digest();
  return (await digests()).has(digest.readUInt32BE(0));
};
