import type { Wiring } from '../wiring.js';
import { audited } from './audited.js';
import { chosenTrail } from './chosen-trail.js';

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
