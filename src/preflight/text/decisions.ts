import { listed } from '../../base/diagnostics/suggest.js';
import {
  type Decision,
  encodingDecisions,
  nullBytesDecision,
  type Pin,
  type PinValue,
  type TextFormat,
} from '../../kit/index.js';
import { PINNED } from './columns.js';
import type { RatedDialect } from './dialect.js';
import type { Reading } from './readings.js';
import type { Seen } from './seen.js';
import type { OpenColumn, SettledColumn } from './settle.js';

const shown: Readonly<Record<string, string>> = {
  ',': 'comma',
  ';': 'semicolon',
  '\t': 'tab',
  '|': 'pipe',
  ' ': 'space',
};
const delimiterName = (delimiter: string): string => shown[delimiter] ?? delimiter;

/** Dialects this close to the best, with other columns, leave a doubt. */
const CLOSE = 0.97;

const rivals = ([best, ...others]: readonly RatedDialect[]): readonly RatedDialect[] =>
  best
    ? others.filter(
        ({ dialect, score, width }) =>
          dialect.delimiter !== best.dialect.delimiter &&
          width > 1 &&
          best.width > 1 &&
          score >= best.score * CLOSE,
      )
    : [];

const percent = (share: number): string => `${Math.round(share * 100)} %`;

const ALIGNED = 0.8;

/** Columns that stand under each other by blanks are one field to every delimiter. */
const isAligned = ({ all }: Seen): boolean =>
  all.length > 1 && all.filter(({ raw }) => /\S {2,}\S/.test(raw)).length >= ALIGNED * all.length;

const alignedDecision = (seen: Seen): readonly Decision[] =>
  seen.layout.width === 1 && seen.pinned.delimiter === undefined && isAligned(seen)
    ? [
        {
          about: 'delimiter',
          action: 'stop',
          chosen: 'nothing',
          evidence: 'its columns seem to be aligned by blanks, with no delimiter between them',
          alternatives: ['columns of fixed width, which `read_fixed_width` reads', 'one column of text'],
        },
      ]
    : [];

const dialectDecision = ({ rated, pinned }: Seen): readonly Decision[] => {
  const [best] = rated;
  if (!best || pinned.delimiter !== undefined) return [];
  const close = rivals(rated);
  const { dialect, width, agreement } = best;
  if (close.length === 0 && dialect.delimiter === ',') return [];
  return [
    {
      about: 'delimiter',
      action: close.length > 0 ? 'stop' : 'proceed',
      chosen: delimiterName(dialect.delimiter),
      evidence: `${percent(agreement)} of the records have ${width} fields with it`,
      alternatives: close.map((rival) => delimiterName(rival.dialect.delimiter)),
      pin: { delimiter: dialect.delimiter },
    },
  ];
};

const headerDecision = ({ layout, pinned, all }: Seen): readonly Decision[] => {
  const { headers, header } = layout;
  if (pinned.header !== undefined || pinned.names !== undefined || all.length === 0) return [];
  const chosen = headers === 0 ? 'no header' : headers === 1 ? 'a header' : `a header of ${headers} lines`;
  if (header.isSure && headers === 1 && header.isNoted !== true) return [];
  return [
    {
      about: 'header',
      action: !header.isSure ? 'stop' : headers === 1 ? 'proceed' : 'adapt',
      chosen,
      evidence: header.evidence,
      alternatives: headers === 0 ? ['a header'] : ['no header'],
      pin: { header: headers > 1 ? headers : headers > 0 },
    },
  ];
};

const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`;

const aroundDecisions = ({ layout, all, pinned, names, given }: Seen): readonly Decision[] => {
  const first = all[0]?.raw.slice(0, 80) ?? '';
  const last = all.at(-1)?.raw.slice(0, 80) ?? '';
  const adapted = (about: string, chosen: string, evidence: string, pin: Pin): Decision => ({
    about,
    action: 'adapt',
    chosen,
    evidence,
    alternatives: [],
    pin,
  });
  const renamed = names.filter((name, index) => name !== given[index]);
  return [
    ...(layout.preamble > 0 && pinned.skip === undefined
      ? [
          adapted(
            'preamble',
            `${count(layout.preamble, 'line')} before the table left out`,
            `the first is: ${first}`,
            { skip: layout.preamble },
          ),
        ]
      : []),
    ...(layout.footer > 0 && pinned.skipFooter === undefined
      ? [
          adapted(
            'footer',
            `${count(layout.footer, 'line')} after the table left out`,
            `the last is: ${last}`,
            { skip_footer: layout.footer },
          ),
        ]
      : []),
    ...(renamed.length > 0
      ? [
          adapted('names', `columns named ${listed(renamed)}`, 'their names are blank or stand twice', {
            names,
          }),
        ]
      : []),
    ...(layout.second === undefined
      ? []
      : [
          {
            about: 'tables',
            action: 'stop' as const,
            chosen: 'nothing',
            evidence: `a second table begins with: ${all[layout.second]?.raw.slice(0, 80) ?? ''}`,
            alternatives: [],
          },
        ]),
  ];
};

const textDecisions = ({ text, all, pinned }: Seen): readonly Decision[] => [
  ...(text.includes('\0') && pinned.dropsNullBytes !== true ? [nullBytesDecision] : []),
  ...(all.some(({ isMended }) => isMended) && pinned.keepsStrayQuotes !== true
    ? [
        {
          about: 'quotes',
          action: 'adapt' as const,
          chosen: 'quotes that nothing escapes are taken for characters',
          evidence: `the first is in: ${all.find(({ isMended }) => isMended)?.raw.slice(0, 80) ?? ''}`,
          alternatives: [],
          pin: { stray_quotes: 'keep' },
        },
      ]
    : []),
];

/** A format as the document writes it. */
const formatPin = ({ type, nulls, values }: TextFormat): PinValue => ({
  type: type.toLowerCase(),
  ...(values?.kind === 'number'
    ? { decimal: values.decimal, ...(values.thousands === '' ? {} : { thousands: values.thousands }) }
    : {}),
  ...(values !== undefined && values.kind !== 'number'
    ? { dates: values.formats, ...(values.orYearFirst === true ? { or_year_first: true } : {}) }
    : {}),
  ...(nulls.length > 0 ? { nulls } : {}),
});

const settledDecision = ({ name, reading, evidence, others }: SettledColumn): readonly Decision[] =>
  reading.label === PINNED ||
  (reading.format.values === undefined && reading.format.nulls.length === 0 && others.length === 0)
    ? []
    : [
        {
          about: 'values',
          column: name,
          action: 'adapt',
          chosen:
            reading.format.nulls.length === 0
              ? reading.label
              : `${reading.label}; null for ${reading.format.nulls.map((word) => `"${word}"`).join(', ')}`,
          evidence,
          alternatives: others.map(({ label }) => label),
          pin: { formats: { [name]: formatPin(reading.format) } },
        },
      ];

const pinned = (pin: Decision['pin']): Pick<Decision, 'pin'> => (pin ? { pin } : {});

/** What the document can say of the first of several readings. */
const pinOf = (reading: Reading | undefined): Decision['pin'] => {
  if (reading?.habit?.startsWith('decimal')) return { decimal: reading.habit.slice(-1) };
  const values = reading?.format.values;
  if (values === undefined || values.kind === 'number') return undefined;
  const [format = ''] = values.formats;
  return values.kind === 'date' ? { date_format: format } : { timestamp_format: format };
};

const openDecision = ({ name, readings, example }: OpenColumn): Decision => ({
  ...pinned(pinOf(readings[0])),
  about: 'values',
  column: name,
  action: 'stop',
  chosen: 'nothing',
  evidence: `"${example}" can be read in ${readings.length} ways, and nothing in the file tells which`,
  alternatives: readings.map(({ label }) => label),
});

/** What is decided about a file, and why. Nothing that is as usual is listed. */
export const decisionsOf = (seen: Seen): readonly Decision[] => [
  ...(seen.pinned.encoding === undefined ? encodingDecisions(seen.encoding) : []),
  ...dialectDecision(seen),
  ...alignedDecision(seen),
  ...headerDecision(seen),
  ...aroundDecisions(seen),
  ...textDecisions(seen),
  ...seen.settled.columns.flatMap(settledDecision),
  ...seen.settled.open.map(openDecision),
];
