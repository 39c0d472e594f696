import { basename } from 'node:path';

const PLACE = /\(?(?:file:\/\/)?([^()\s]+):(\d+):(\d+)\)?$/;

/** Where in the author's module something was thrown: `score.ts:12:5`. */
const placeIn = (stack: string, module: string): string | undefined => {
  for (const line of stack.split('\n').slice(1)) {
    const found = PLACE.exec(line.trim());
    if (found && basename(found[1] ?? '') === basename(module))
      return `${basename(module)}:${found[2]}:${found[3]}`;
  }
  return undefined;
};

const shown = (thrown: unknown): string => {
  if (typeof thrown !== 'object' || thrown === null) return String(thrown);
  try {
    return JSON.stringify(thrown);
  } catch {
    return 'an object';
  }
};

/** What a function threw, in one line: `TypeError: note is null (score.ts:12:5)`. */
export const faultText = (thrown: unknown, module: string): string => {
  if (!(thrown instanceof Error)) return `it threw ${shown(thrown)}`;
  const place = placeIn(thrown.stack ?? '', module);
  const [message = ''] = thrown.message.split('\n');
  return `${thrown.name}: ${message}${place === undefined ? '' : ` (${place})`}`;
};
