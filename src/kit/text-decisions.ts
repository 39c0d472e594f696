import type { FoundEncoding } from '../base/encoding.js';
import type { Decision } from './decision.js';

/** What is decided on an encoding that was found; nothing where it is plain UTF-8. */
export const encodingDecisions = ({ encoding, evidence, isSound }: FoundEncoding): readonly Decision[] =>
  encoding === 'utf-8' && isSound
    ? []
    : [
        {
          about: 'encoding',
          action: isSound ? 'adapt' : 'quarantine',
          chosen: encoding,
          evidence,
          alternatives: encoding === 'windows-1252' ? ['another encoding of one byte a character'] : [],
          pin: { encoding },
        },
      ];

export const nullBytesDecision: Decision = {
  about: 'null bytes',
  action: 'adapt',
  chosen: 'left out',
  evidence: 'there are null bytes between the characters',
  alternatives: [],
  pin: { null_bytes: 'drop' },
};
