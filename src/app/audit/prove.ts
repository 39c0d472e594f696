import { failure } from '../../base/errors/index.js';
import type { Wiring } from '../wiring.js';
import { audited } from './audited.js';
import { chosenTrail } from './chosen-trail.js';
import { givenText } from './given.js';

/**
 * A record with the proof that it is in a trail, as one text.
 *
 * @throws MR8808 where there is no trail, or no checkpoint covers the record
 */
export const proveAudit = async (
  wiring: Wiring,
  index: number,
  named: string | undefined,
): Promise<string> => {
  const { proveRecord } = await import('../../audit/index.js');
  const folder = await chosenTrail(wiring, named);
  const resource = { type: 'AuditTrail', id: `${folder}/${index}` };
  return audited(wiring, { action: 'audit.read', resource, near: {} }, () => proveRecord(folder, index));
};

/** Records that a checkpoint says it covers: what is held against its signature is for who verifies it. */
const sizeIn = (note: string, file: string): number => {
  const [, size = ''] = note.split('\n');
  if (/^\d{1,15}$/.test(size)) return Number(size);
  throw failure('MR8805', `"${file}" is not a checkpoint`);
};

/**
 * The proof, to who has an older checkpoint, that the trail has the records of that one and later ones, as one text.
 *
 * @throws MR8805 where the file is no checkpoint, MR8808 where the trail has fewer records
 */
export const proveAuditSince = async (
  wiring: Wiring,
  checkpoint: string,
  named: string | undefined,
): Promise<string> => {
  const { proveExtension } = await import('../../audit/index.js');
  const folder = await chosenTrail(wiring, named);
  return proveExtension(folder, sizeIn(await givenText(wiring, checkpoint), checkpoint));
};
