import type { ColumnType } from '../dirty-file.js';
import type { Corruption } from './draft.js';

const PREAMBLES: readonly (readonly string[])[] = [
  ['Export of the accounting department', ''],
  ['Bericht 2024', 'erstellt von A. Berger', ''],
  ['# source: warehouse', '# do not edit'],
  ['Monthly report', 'Confidential', 'Page 1', '', ''],
];

const preamble: Corruption = {
  defect: 'preamble',
  touches: ['above'],
  apply: (draft, random) => {
    const lines = random.pick(PREAMBLES);
    return { ...draft, above: () => lines };
  },
};

const footer: Corruption = {
  defect: 'footer totals',
  touches: ['end'],
  apply: (draft, random) => {
    const word = random.pick(['Total', 'Summe', 'TOTAL']);
    const wide = random.chance(0.5);
    return {
      ...draft,
      below: ({ columns, rows }, { delimiter }) =>
        wide
          ? [[word, String(rows.length), ...columns.slice(2).map(() => '')].join(delimiter)]
          : ['', `${rows.length} rows`],
    };
  },
};

const UNITS: Readonly<Record<ColumnType, string>> = {
  integer: '[n]',
  decimal: '[EUR]',
  date: '[day]',
  timestamp: '[UTC]',
  text: '',
  boolean: '[y/n]',
  any: '',
};

const units: Corruption = {
  defect: 'two header rows',
  touches: ['header'],
  apply: (draft) => ({
    ...draft,
    names: draft.shown.map((has) => ({ has })),
    belowHeader: ({ columns }, { delimiter }) => [columns.map(({ type }) => UNITS[type]).join(delimiter)],
  }),
};

const groups: Corruption = {
  defect: 'two header rows',
  touches: ['header', 'above'],
  apply: (draft) => ({
    ...draft,
    names: draft.shown.map((has) => ({ has })),
    aboveHeader: ({ columns }, { delimiter }) => [
      columns.map((_, at) => (at === 0 ? 'General' : at === 3 ? 'Details' : '')).join(delimiter),
    ],
  }),
};

const duplicateHeaders: Corruption = {
  defect: 'duplicate headers',
  touches: ['header'],
  apply: (draft, random) => {
    const [first, second] = random.some(
      draft.shown.map((_, at) => at),
      2,
      2,
    );
    if (first === undefined || second === undefined) return undefined;
    return {
      ...draft,
      shown: draft.shown.with(second, draft.shown[first] ?? ''),
      names: draft.names.with(first, null).with(second, null),
    };
  },
};

const blankHeaders: Corruption = {
  defect: 'blank headers',
  touches: ['header'],
  apply: (draft, random) => {
    const at = random.int(0, draft.shown.length - 1);
    return { ...draft, shown: draft.shown.with(at, ''), names: draft.names.with(at, null) };
  },
};

/** What is wrong with the lines around the rows. */
export const LAYOUT: readonly Corruption[] = [
  preamble,
  footer,
  units,
  groups,
  duplicateHeaders,
  blankHeaders,
];
