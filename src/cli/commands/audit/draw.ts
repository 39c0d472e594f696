import type { VerifiedExtension, VerifiedProof, VerifiedTrail } from '../../../app/audit/verify.js';
import { count, plural } from '../../../base/number-text.js';
import { table } from '../../format.js';
import { printable } from '../../text.js';

const KEY_OF_FOLDER = 'it is from the folder itself: compare it with the one that you kept';

const readText = ({ records }: VerifiedTrail): string =>
  `${plural(records, 'record')} read up to the first that is wrong`;

const recordsText = ({ records, from, until }: VerifiedTrail): string =>
  from === undefined || until === undefined
    ? plural(records, 'record')
    : `${plural(records, 'record')}, ${from} to ${until}`;

const coveredText = ({ checkpoints, covered, records }: VerifiedTrail): string => {
  const after = records - covered;
  const rest = after === 0 ? '' : `; ${plural(after, 'record')} after the newest`;
  return `${plural(checkpoints, 'checkpoint')} over ${plural(covered, 'record')}${rest}`;
};

const outputsText = ({ outputs }: VerifiedTrail): readonly (readonly string[])[] => {
  if (!outputs) return [];
  const held = outputs.filter(({ fault, left }) => fault === undefined && left === undefined).length;
  const left = outputs.filter((output) => output.left !== undefined);
  return [
    ['outputs', `${count(held)} of ${plural(outputs.length, 'file')} as published`],
    ...left.map(({ target, left: why = '' }) => ['', printable(`${target} was not looked at: ${why}`)]),
  ];
};

const tornText = ({ torn }: VerifiedTrail): readonly (readonly string[])[] =>
  torn === 0
    ? []
    : [
        [
          '',
          `${plural(torn, 'byte')} follow that are no whole line: they are being written, or are cut off at the next start`,
        ],
      ];

/** What was found of a trail. */
export const trailText = (trail: VerifiedTrail): string => {
  const head = trail.findings.length === 0 ? 'holds' : 'does not hold';
  const rows = [
    ...(trail.findings.length > 0
      ? [['records', readText(trail)]]
      : [['records', recordsText(trail)], ...tornText(trail), ['signed', coveredText(trail)]]),
    ['key', printable(trail.key)],
    ...(trail.isKeyGiven ? [] : [['', KEY_OF_FOLDER]]),
    ...outputsText(trail),
    ...(trail.beside === undefined
      ? []
      : [['service', `it has a trail of its own: millrace audit verify ${printable(trail.beside)}`]]),
  ];
  return `The audit trail ${printable(trail.folder)} ${head}.\n${table(rows.map(([name = '', text = '']) => [`  ${name}`, text]))}\n`;
};

/** A record that was shown to be in a trail. */
export const proofText = ({ record, origin, size }: VerifiedProof): string =>
  [
    `Record ${count(record.number)} is in the audit trail ${printable(origin)}, by a checkpoint of ${plural(size, 'record')}:`,
    ...JSON.stringify(record, null, 2).split('\n').map(printable),
    '',
  ].join('\n');

/** A trail that was shown to go on from a checkpoint that was kept. */
export const extensionText = ({ origin, older, newer }: VerifiedExtension): string =>
  `The audit trail ${printable(origin)} of ${plural(newer, 'record')} begins with the ${plural(older, 'record')} of the checkpoint that was kept.\n`;
