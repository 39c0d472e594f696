import type { Encoding, FoundEncoding } from '../../base/encoding.js';
import type { Decision } from '../../kit/index.js';
import type { Span } from './record.js';

/** What the pipeline says of files. */
export interface Options {
  readonly columns: readonly Span[];
  readonly line_length: number;
  readonly short_lines?: 'pad';
  readonly skip?: number;
  readonly skip_footer?: number;
  readonly encoding?: Encoding;
  readonly null_bytes?: 'drop';
}

/** What came up on the way. */
export interface Seen {
  lines: number;
  broken: number;
  first: string;
  hasNulls: boolean;
}

const encodingDecision = (found: FoundEncoding, { encoding }: Options): readonly Decision[] =>
  encoding !== undefined || (found.encoding === 'utf-8' && found.isSound)
    ? []
    : [
        {
          about: 'encoding',
          action: found.isSound ? 'adapt' : 'quarantine',
          chosen: found.encoding,
          evidence: found.evidence,
          alternatives: found.encoding === 'windows-1252' ? ['another encoding of one byte a character'] : [],
          pin: { encoding: found.encoding },
        },
      ];

const seenDecisions = ({ broken, first, hasNulls }: Seen, { null_bytes }: Options): readonly Decision[] => [
  ...(hasNulls && null_bytes === undefined
    ? [
        {
          about: 'null bytes',
          action: 'adapt' as const,
          chosen: 'left out',
          evidence: 'there are null bytes between the characters',
          alternatives: [],
          pin: { null_bytes: 'drop' },
        },
      ]
    : []),
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
export const decisionsOf = (found: FoundEncoding, seen: Seen, options: Options): readonly Decision[] => [
  ...encodingDecision(found, options),
  ...seenDecisions(seen, options),
];
