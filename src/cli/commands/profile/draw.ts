import { type PipelineProfile, type ProfiledInput, pinText } from '../../../app/profile/index.js';
import { listed } from '../../../base/diagnostics/suggest.js';
import { count, percent, plural } from '../../../base/number-text.js';
import type { DecisionRecord } from '../../../kit/index.js';
import type { ColumnProfile, InputProfile } from '../../../preflight/profile/index.js';
import { bytes, driftLine, table } from '../../format.js';
import type { Look } from '../../terminal.js';
import { clipped, printable } from '../../text.js';
import { rangeText, shapeText, short, typeText } from './column-text.js';

/** Blanks between columns of the text. */
const GAP = 2;

/** So many columns are named of which the same is decided. */
const SHOWN_COLUMNS = 4;

/** So many files are named. */
const SHOWN_FILES = 3;

const headline = (node: string, profile: InputProfile, { paint }: Look): string => {
  const { rows, isExact, files, bytes: size, sample } = profile;
  const looked = sample.isWhole ? 'looked at all' : `looked at ${count(sample.rows)}: ${sample.from}`;
  const all = isExact ? plural(rows, 'row') : `about ${plural(rows, 'row')}`;
  return `${paint.bold(printable(node))}  ${profile.format}, ${plural(files, 'file')}, ${bytes(size)}, ${all} (${looked})`;
};

const nulls = ({ nullShare }: ColumnProfile): string => (nullShare === 0 ? '' : percent(nullShare));

const distinct = ({ distinct: value, isUnique, isDistinctExact }: ColumnProfile): string =>
  isUnique ? 'unique' : value === 0 ? '' : `${isDistinctExact ? '' : '~'}${count(value)}`;

const header = ['column', 'type', 'null', 'distinct', 'range'];

/** Cells that stand before what values are like, which has the room that they leave. */
const cellsOf = (column: ColumnProfile, look: Look): readonly string[] => [
  `  ${short(column.name, Math.max(8, Math.floor(look.width / 5)))}`,
  short(typeText(column.type), Math.max(6, Math.floor(look.width / 8))),
  nulls(column),
  distinct(column),
  rangeText(column, Math.max(5, Math.floor(look.width / 11))),
];

const columnLines = ({ columns }: InputProfile, look: Look): readonly string[] => {
  const rows = columns.map((column) => cellsOf(column, look));
  const [first = '', ...others] = table([[`  ${header[0]}`, ...header.slice(1)], ...rows], new Set([2, 3]))
    .split('\n')
    .map((line) => line.trimEnd());
  const at = Math.max(...[first, ...others].map((line) => line.length)) + GAP;
  const line = (text: string, values: string): string =>
    clipped(`${text.padEnd(at)}${values}`.trimEnd(), look.width);
  return [
    look.paint.dim(line(first, 'values')),
    ...others.map((text, index) =>
      line(text, shapeText(columns[index] as ColumnProfile, look.width - at, look.isUnicode)),
    ),
  ];
};

/** For which files a decision was taken, where it was not for all. */
const filesText = (files: readonly string[], all: number): string => {
  if (files.length === 0 || all === 1) return '';
  return files.length === all ? ` (${plural(all, 'file')})` : ` (${listed(files, SHOWN_FILES)})`;
};

/** A decision in words, in front of its column and behind it. */
const wordsOf = (decision: DecisionRecord, all: number): readonly [string, readonly string[]] => {
  const { action, about, chosen, evidence, alternatives, files } = decision;
  const pin = pinText(decision);
  return [
    `  ${action} ${about}`,
    [
      `: ${chosen}${filesText(files, all)}`,
      `    because ${evidence}`,
      ...(alternatives.length > 0 ? [`    or: ${alternatives.join('; ')}`] : []),
      ...(pin === undefined ? [] : [`    pin with: ${pin}`]),
    ],
  ];
};

/** Decisions that differ only in their columns are told once, where the first of them stands. */
const decisionLines = (decisions: readonly DecisionRecord[], all: number): readonly string[] => {
  const alike = new Map<string, readonly string[]>();
  for (const decision of decisions) {
    const key = JSON.stringify(wordsOf(decision, all));
    alike.set(key, [...(alike.get(key) ?? []), ...(decision.column === undefined ? [] : [decision.column])]);
  }
  return [...alike].flatMap(([key, columns]) => {
    const [start, [first = '', ...others]] = JSON.parse(key) as ReturnType<typeof wordsOf>;
    const of = columns.length === 0 ? '' : ` of ${listed(columns, SHOWN_COLUMNS)}`;
    return [`${start}${of}${first}`, ...others].map(printable);
  });
};

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
