import type { FoundEncoding } from '../../base/encoding.js';
import {
  type Decision,
  encodingDecisions,
  type FixedWidthOptions,
  nullBytesDecision,
} from '../../kit/index.js';

/** What came up on the way. */
export interface Seen {
  lines: number;
  broken: number;
  first: string;
  hasNulls: boolean;
}

const seenDecisions = (
  { broken, first, hasNulls }: Seen,
  { null_bytes }: FixedWidthOptions,
): readonly Decision[] => [
  ...(hasNulls && null_bytes === undefined ? [nullBytesDecision] : []),
  ...(broken > 0
    ? [
        {
          about: 'lines',
          action: 'quarantine' as const,
          chosen: `${broken} ${broken === 1 ? 'line goes to quarantine as it was' : 'lines go to quarantine as they were'}`,
          evidence: first,
          alternatives: [],
        },
      ]
    : []),
];

/** What was decided about a file, that the pipeline does not say. */
export const decisionsOf = (
  found: FoundEncoding,
  seen: Seen,
  options: FixedWidthOptions,
): readonly Decision[] => [
  ...(options.encoding === undefined ? encodingDecisions(found) : []),
  ...seenDecisions(seen, options),
];
