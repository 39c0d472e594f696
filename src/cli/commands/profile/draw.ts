import { type PipelineProfile, type ProfiledInput, pinText } from '../../../app/profile/index.js';
import { listed } from '../../../base/diagnostics/suggest.js';
import { count, percent, plural } from '../../../base/number-text.js';
import type { DecisionRecord } from '../../../kit/index.js';
import type { ColumnProfile, InputProfile } from '../../../preflight/profile/index.js';
import { bytes, driftLine, table } from '../../format.js';
import type { Terminal } from '../../terminal.js';
import { bars, clipped, numberText, printable } from './text.js';

/** So many files are named. */
const SHOWN_FILES = 3;

/** How the text is drawn. */
export type Look = Pick<Terminal, 'width' | 'paint' | 'isUnicode'>;

const headline = (node: string, profile: InputProfile, { paint }: Look): string => {
  const { rows, isExact, files, bytes: size, sample } = profile;
  const looked = sample.isWhole ? 'looked at all' : `looked at ${count(sample.rows)}: ${sample.from}`;
  const all = isExact ? plural(rows, 'row') : `about ${plural(rows, 'row')}`;
  return `${paint.bold(printable(node))}  ${profile.format}, ${plural(files, 'file')}, ${bytes(size)}, ${all} (${looked})`;
};

const nulls = ({ nullShare }: ColumnProfile): string => (nullShare === 0 ? '' : percent(nullShare));

const distinct = ({ distinct: value, isUnique, isDistinctExact }: ColumnProfile): string =>
  isUnique ? 'unique' : value === 0 ? '' : `${isDistinctExact ? '' : '~'}${count(value)}`;

const short = (text: string | null, wide: number): string => clipped(printable(text ?? ''), wide);

const rangeText = ({ least, greatest, mean }: ColumnProfile, wide: number): string => {
  if (least === null || greatest === null) return '';
  const shown = (text: string): string =>
    mean === undefined ? short(text.replace(' 00:00:00', ''), wide) : numberText(text);
  return least === greatest ? shown(least) : `${shown(least)} to ${shown(greatest)}`;
};

const heavyText = ({ heavy }: ColumnProfile): string =>
  heavy
    .slice(0, 3)
    .map(({ value, share }) => `${short(value, 16)} ${percent(Math.round(share * 1000) / 1000)}`)
    .join(', ');

/** Where there is room for fewer columns of text, those that say least go first. */
const shapeOf = (column: ColumnProfile, look: Look): string => {
  const { histogram, quantiles, semantic, isMasked } = column;
  const parts = [
    ...(semantic ? [semantic.type] : []),
    ...(isMasked ? ['masked'] : []),
    ...(histogram
      ? [`${bars(histogram.counts, look.isUnicode)} median ${numberText(quantiles?.[2] ?? 0)}`]
      : heavyText(column) === ''
        ? []
        : [heavyText(column)]),
  ];
  return parts.join('  ');
};

const header = ['column', 'type', 'null', 'distinct', 'range', 'values'];

const columnLines = ({ columns }: InputProfile, look: Look): readonly string[] => {
  const nameWidth = Math.max(8, Math.floor(look.width / 5));
  const wide = Math.max(5, Math.floor(look.width / 11));
  const rows = columns.map((column) => [
    `  ${short(column.name, nameWidth)}`,
    short(column.type.toLowerCase(), Math.max(6, Math.floor(look.width / 8))),
    nulls(column),
    distinct(column),
    rangeText(column, wide),
    shapeOf(column, look),
  ]);
  const [first = '', ...others] = table([[`  ${header[0]}`, ...header.slice(1)], ...rows], new Set([2, 3]))
    .split('\n')
    .map((line) => clipped(line, look.width));
  return [look.paint.dim(first), ...others];
};

/** For which files a decision was taken, where it was not for all. */
const filesText = (files: readonly string[], all: number): string => {
  if (files.length === 0 || all === 1) return '';
  return files.length === all ? ` (${plural(all, 'file')})` : ` (${listed(files, SHOWN_FILES)})`;
};

const decisionLines = (decisions: readonly DecisionRecord[], all: number): readonly string[] =>
  decisions.flatMap((decision) => {
    const { action, about, column, chosen, evidence, alternatives, files } = decision;
    const what = column === undefined ? about : `${about} of ${column}`;
    const where = filesText(files, all);
    const pin = pinText(decision);
    return [
      `  ${action} ${what}: ${chosen}${where}`,
      `    because ${evidence}`,
      ...(alternatives.length > 0 ? [`    or: ${alternatives.join('; ')}`] : []),
      ...(pin === undefined ? [] : [`    pin with: ${pin}`]),
    ].map(printable);
  });

const inputLines = (input: ProfiledInput, since: string | undefined, look: Look): readonly string[] => [
  headline(input.node, input.profile, look),
  ...columnLines(input.profile, look),
  ...input.drift.map((change) => `  ${look.paint.yellow(printable(driftLine(change)))}, since run ${since}`),
  ...(input.decisions.length > 0
    ? [
        '',
        look.paint.dim('  what a run would decide:'),
        ...decisionLines(input.decisions, input.profile.files),
      ]
    : []),
  '',
];

/** What would be decided for nodes that do not read files. */
const otherLines = (decisions: readonly DecisionRecord[], { paint }: Look): readonly string[] =>
  [...new Set(decisions.map(({ node }) => node))].flatMap((node) => [
    `${paint.bold(printable(node))}${paint.dim('  what a run would decide:')}`,
    ...decisionLines(
      decisions.filter((decision) => decision.node === node),
      0,
    ),
    '',
  ]);

/** A profile as text that fits the width of a terminal. */
export const drawProfile = (
  { inputs, since, decisions }: Omit<PipelineProfile, 'warnings'>,
  look: Look,
): string =>
  [...inputs.flatMap((input) => inputLines(input, since, look)), ...otherLines(decisions, look)].join('\n');
