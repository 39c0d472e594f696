import type { Place, Problem } from '../errors/index.js';

/** How a person's terminal may be coloured; the identity functions where it may not. */
export interface Paint {
  readonly red: (text: string) => string;
  readonly yellow: (text: string) => string;
  readonly cyan: (text: string) => string;
  readonly green: (text: string) => string;
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
}

const same = (text: string): string => text;

/** No colours at all. */
export const plain: Paint = { red: same, yellow: same, cyan: same, green: same, bold: same, dim: same };

const MAX_LINE = 160;

/** Long lines are cut around the mark, so that a frame fits a terminal. */
const cutAround = (
  place: Place,
): { readonly text: string; readonly column: number; readonly length: number } => {
  const { lineText, column } = place;
  const from = lineText.length <= MAX_LINE ? 0 : Math.max(0, column - 1 - MAX_LINE / 2);
  const text = lineText.slice(from, from + MAX_LINE).replaceAll('\t', ' ');
  const start = column - from;
  return { text, column: start, length: Math.max(1, Math.min(place.length, text.length - start + 1)) };
};

const frame = (place: Place, label: string | undefined, paint: Paint): string[] => {
  const { text, column, length } = cutAround(place);
  const gutter = ' '.repeat(String(place.line).length);
  const mark = paint.red('^'.repeat(length)) + (label ? ` ${paint.red(label)}` : '');
  return [
    `${gutter}${paint.cyan('-->')} ${place.file}:${place.line}:${place.column}`,
    `${gutter} ${paint.cyan('|')}`,
    `${paint.cyan(`${place.line} |`)} ${text}`,
    `${gutter} ${paint.cyan('|')} ${' '.repeat(Math.max(0, column - 1))}${mark}`,
  ];
};

const dataPlace = ({ dataFile, dataLine }: Problem): string[] =>
  dataFile ? [`  in ${dataFile}${dataLine === undefined ? '' : `:${dataLine}`}`] : [];

/**
 * One problem as text: code and message, source frame, notes, and what to do.
 *
 * Shape: `error[MR2104] unknown column "dely" …`, then `-->`, the line with its mark, and `=` lines.
 */
export const renderProblem = (item: Problem, paint: Paint = plain): string => {
  const tone = item.severity === 'error' ? paint.red : paint.yellow;
  const notes = [item.place ? '' : (item.label ?? ''), ...item.notes, item.mend].filter(
    (note) => note !== '',
  );
  return [
    `${paint.bold(tone(`${item.severity}[${item.code}]`))} ${paint.bold(item.message)}`,
    ...(item.place ? frame(item.place, item.label, paint) : []),
    ...dataPlace(item),
    ...notes.map((note) => `   ${paint.cyan('=')} ${note}`),
  ].join('\n');
};
