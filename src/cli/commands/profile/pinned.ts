import type { Pinned } from '../../../app/profile/index.js';
import { plural } from '../../../base/number-text.js';

const line = ({ node, about, text, left }: Pinned): string =>
  left === undefined
    ? `  ${node}: ${text}`
    : `  ${node}: ${about} is not pinned: ${left}${text === undefined ? '' : ` (${text})`}`;

/** What was written into a document, and what was not, with its reason. */
export const pinnedText = (file: string, all: readonly Pinned[]): string => {
  const written = all.filter(({ left }) => left === undefined);
  const head =
    all.length === 0
      ? `nothing is left to decide in ${file}`
      : `pinned ${plural(written.length, 'decision')} of ${all.length} in ${file}`;
  return `${[head, ...all.map(line)].join('\n')}\n`;
};
