import { count, percent, plural } from '../base/number-text.js';
import type {
  AttemptRecord,
  ContractRecord,
  DecisionRecord,
  DriftRecord,
  HookRecord,
  MergeRecord,
  NewFilesRecord,
  PublishedOutput,
  RunRecord,
} from '../kit/index.js';

/** `12 files in 4 partitions`; nothing for an output of one file. */
export const filesText = ({ files, partitions }: Pick<PublishedOutput, 'files' | 'partitions'>): string => {
  if (files === undefined) return '';
  const text = plural(files, 'file');
  return partitions === undefined ? text : `${text} in ${plural(partitions, 'partition')}`;
};

/** `0.42 s`, `3.1 s`, `2 min 05 s`. */
export const duration = (seconds: number): string => {
  if (seconds < 10) return `${seconds.toFixed(2)} s`;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  return `${Math.floor(seconds / 60)} min ${String(Math.floor(seconds % 60)).padStart(2, '0')} s`;
};

const units = ['B', 'kB', 'MB', 'GB', 'TB'];

/** Bytes in decimal units: `13.5 MB`. */
export const bytes = (value: number): string => {
  const step = value < 1000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(value) / 3));
  return `${step === 0 ? value : (value / 1000 ** step).toFixed(1)} ${units[step]}`;
};

/** Rows of text in columns as wide as their widest cell. */
export const table = (
  rows: readonly (readonly string[])[],
  rightAligned: ReadonlySet<number> = new Set(),
): string => {
  const widths = (rows[0] ?? []).map((_, column) =>
    rows.reduce((widest, row) => Math.max(widest, row[column]?.length ?? 0), 0),
  );
  return rows
    .map((row) =>
      row
        .map((cell, column) =>
          rightAligned.has(column) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
        )
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
};

/** What a node did with its rows before its contract saw them. */
const lossTexts = ({ made, filtered, unmatched, merged }: ContractRecord): readonly string[] =>
  [
    [made, 'made from them'],
    [filtered, 'left out'],
    [unmatched, 'without a partner'],
    [merged, 'merged into others'],
  ].flatMap(([rows, what]) => (typeof rows === 'number' ? [`${count(rows)} ${what}`] : []));

/** `repaired 1,204 values of email`, `3 of phone`: the columns in which there are any. */
const repairedTexts = ({ repaired = [] }: ContractRecord): readonly string[] =>
  repaired
    .filter(({ values }) => values > 0)
    .map(({ column, values }, index) =>
      index === 0 ? `repaired ${plural(values, 'value')} of ${column}` : `${count(values)} of ${column}`,
    );

/** `contract orders: 10 rows, 3 passed, 7 in quarantine (70 %)`. */
export const contractLine = (contract: ContractRecord): string => {
  const { node, in: all, passed, quarantined, mended, isPartial } = contract;
  const held = passed === undefined ? 0 : passed + quarantined;
  const share = held === 0 ? '' : ` (${percent(quarantined / held)})`;
  return [
    `contract ${node}: ${all === undefined ? 'stopped in the middle' : plural(all, 'row')}`,
    ...lossTexts(contract),
    ...(passed === undefined ? [] : [`${count(passed)} passed`]),
    `${count(quarantined)} in quarantine${share}${isPartial ? ', as far as it was read' : ''}`,
    ...(mended > 0 ? [`${count(mended)} passed without a value`] : []),
    ...repairedTexts(contract),
  ].join(', ');
};

/** `merge out: 12 rows: 5 added, 7 replaced, 90 left alone`. */
export const mergeLine = ({ node, in: all, added, replaced, merged, kept }: MergeRecord): string =>
  [
    `merge ${node}: ${plural(all, 'row')}: ${count(added)} added`,
    `${count(replaced)} replaced`,
    ...(merged > 0 ? [`${count(merged)} the same or not newer`] : []),
    `${count(kept)} left alone`,
  ].join(', ');

/** `orders: no new files, 12 were read before: outputs that are made from them stay as they are`. */
export const newFilesLine = ({ node, files, before }: NewFilesRecord): string => {
  const known = before === 0 ? '' : `, ${count(before)} ${before === 1 ? 'was' : 'were'} read before`;
  return files === 0
    ? `${node}: no new files${known}: outputs that are made from new files alone stay as they are`
    : `${node}: ${plural(files, 'new file')}${known}`;
};

/** `orders.amount: numbers with "," before decimals (orders.csv)`, and what tells so. */
export const decisionLine = ({ node, about, column, chosen, evidence, files }: DecisionRecord): string => {
  const [first, ...others] = files;
  if (first === undefined) return `${node}: ${about}: ${chosen} (${evidence})`;
  const where = others.length === 0 ? first : `${first} and ${plural(others.length, 'other')}`;
  return `read ${column === undefined ? `${node}: ${about}: ` : `${node}.${column}: `}${chosen} (${where}: ${evidence})`;
};

/** `drift orders: new column "note" (VARCHAR)`. */
export const driftLine = ({ node, column, change, was, now }: DriftRecord): string => {
  if (change === 'new') return `drift ${node}: new column "${column}" (${now})`;
  if (change === 'missing') return `drift ${node}: column "${column}" (${was}) is missing`;
  return `drift ${node}: column "${column}" was ${was}, is ${now}`;
};

/** `stage s1 (orders): succeeded at attempt 3 (MR3016, MR3016), 1.5 s of waiting`; `failed 3 times` where it never did. */
const attemptLine = (what: string, attempts: readonly AttemptRecord[]): string => {
  const codes = attempts.flatMap((attempt) => attempt.codes);
  const waited = attempts.reduce((sum, attempt) => sum + attempt.waited, 0);
  const hasFailed = (attempts.at(-1)?.codes.length ?? 0) > 0;
  const how = hasFailed ? `failed ${attempts.length} times` : `succeeded at attempt ${attempts.length}`;
  return `${what}: ${how} (${codes.join(', ')}), ${duration(waited)} of waiting`;
};

/** What was not done at once, in a line each. Of work outside of the stages that failed once, the error says all. */
export const attemptLines = ({
  tried = [],
  stages,
}: Pick<RunRecord, 'tried' | 'stages'>): readonly string[] => [
  ...tried
    .filter(({ attempts }) => attempts.length > 1)
    .map(({ work, nodes, file, attempts }) => attemptLine(`${work} ${file ?? nodes.join(' + ')}`, attempts)),
  ...stages.flatMap(({ id, nodes, attempts }) =>
    attempts ? [attemptLine(`stage ${id} (${nodes.join(' + ')})`, attempts)] : [],
  ),
];

/** `told example.org of the failure in 0.12 s`. */
export const hookLine = ({ on, target, succeeded, seconds, why }: HookRecord): string => {
  const what = `the ${on.replace('_', ' ')}`;
  return succeeded
    ? `told ${target} of ${what} in ${duration(seconds)}`
    : `could not tell ${target} of ${what}: ${why ?? 'it failed'}`;
};
