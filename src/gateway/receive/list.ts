import type { UploadFilter } from '../gateway.js';
import type { UploadRecord } from '../upload.js';
import type { Records, UploadSummary } from './records.js';

const fits = ({ channel, state, principal }: UploadFilter, summary: UploadSummary): boolean =>
  (channel === undefined || summary.channel === channel) &&
  (state === undefined || summary.state === state) &&
  (principal === undefined || summary.principal === principal);

/** See `Gateway.list`. One that is removed while the list is made is left out. */
export const list = async (records: Records, filter: UploadFilter): Promise<readonly UploadRecord[]> => {
  const found: UploadSummary[] = [];
  for (const summary of records.newest(filter.after)) {
    if (found.length >= filter.limit) break;
    if (fits(filter, summary)) found.push(summary);
  }
  const read = found.map(({ id }) => records.get(id).catch(() => undefined));
  return (await Promise.all(read)).filter((record) => record !== undefined);
};
