import { count } from '../../../base/number-text.js';
import type { UploadEvent, UploadRecord } from '../../../client/index.js';
import { bytes, duration } from '../../format.js';
import type { Terminal } from '../../terminal.js';
import { printable } from '../../text.js';

/** `orders.csv promoted as 2026….csv (upload …)`. */
export const verdictLine = ({ paint }: Terminal, file: string, record: UploadRecord): string => {
  const { state, id, bytes: size = 0, name } = record;
  const upload = `upload ${printable(id)}`;
  if (state === 'promoted')
    return `${paint.green(`${file} promoted`)} as ${printable(name ?? '')}, ${bytes(size)} (${upload})`;
  if (state === 'rejected') return `${paint.red(`${file} rejected`)} (${upload})`;
  if (state === 'error')
    return `${paint.red(`${file} could not be examined`)} and stays in quarantine (${upload})`;
  return `${file} received, ${bytes(size)}; whether it passes is not known yet (${upload})`;
};

/** What a person is told of an event, where it is worth a line. */
export const eventLine = (event: UploadEvent): string | undefined => {
  switch (event.type) {
    case 'began':
      return event.offset === 0
        ? `sends ${bytes(event.of)}`
        : `goes on at byte ${count(event.offset)} of ${count(event.of)}`;
    case 'waits':
      return `${printable(event.why)}; tried again in ${duration(event.milliseconds / 1000)}`;
    case 'anew':
      return `begins anew: ${printable(event.why)}`;
    case 'received':
      return 'received; is examined';
    default:
      return undefined;
  }
};
