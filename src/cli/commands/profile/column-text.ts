import { percent } from '../../../base/number-text.js';
import { elementType, structFields } from '../../../nodes/shared/nested.js';
import type { ColumnProfile } from '../../../preflight/profile/index.js';
import { clipped, printable } from '../../text.js';
import { bars, numberText } from './text.js';

/** Text of data in at most so many characters. */
export const short = (text: string | null, wide: number): string => clipped(printable(text ?? ''), wide);

/** A type by its first word where what is nested in it would be long. */
export const typeText = (type: string): string => {
  const element = elementType(type);
  if (element !== undefined) return `${typeText(element)}[]`;
  return (/^(STRUCT|MAP|UNION)\(/.exec(type)?.[1] ?? type).toLowerCase();
};

const DAY = 10;

/** Moments by their days, where those differ. */
const momentRange = (least: string, greatest: string): string => {
  const [from, to] = [least.slice(0, DAY), greatest.slice(0, DAY)];
  return from === to ? `${least} to ${greatest.slice(DAY + 1)}` : `${from} to ${to}`;
};

/** Numbers of several lengths that are text: the least and the greatest of them by letters tell nothing. */
const isByLetters = ({ type, least, greatest }: ColumnProfile): boolean =>
  type === 'VARCHAR' &&
  [least, greatest].every((text) => /^-?\d+(\.\d+)?$/.test(text ?? '')) &&
  least?.length !== greatest?.length;

/** From the least to the greatest value. */
export const rangeText = (column: ColumnProfile, wide: number): string => {
  const { type, least, greatest, mean, isMasked } = column;
  if (least === null || greatest === null || isByLetters(column)) return '';
  const isShort = mean !== undefined && !isMasked;
  const shown = (text: string, width: number): string => (isShort ? numberText(text) : short(text, width));
  if (least === greatest) return shown(least, wide * 2);
  if (/^(DATE|TIMESTAMP)/.test(type) && !isMasked) return momentRange(least, greatest);
  return `${shown(least, wide)} to ${shown(greatest, wide)}`;
};

/** Values that fewer rows have are not frequent. */
const FREQUENT = 0.01;
const SHOWN = 3;
/** Characters of a value, and of its share with the blank before it. */
const VALUE = 16;
const LEAST_VALUE = 5;
const PERCENT = 7;

const heavyTexts = ({ heavy }: ColumnProfile, room: number): readonly string[] => {
  const wide = Math.max(LEAST_VALUE, Math.min(VALUE, room - PERCENT));
  return heavy
    .filter(({ share }) => share >= FREQUENT)
    .slice(0, SHOWN)
    .map(({ value, share }) => `${short(value, wide)} ${percent(Math.round(share * 1000) / 1000)}`);
};

/** As many of the texts as there is room for, the first in any case. */
const asManyAsFit = ([first = '', ...others]: readonly string[], room: number): string => {
  const [line] = others.reduce<readonly [string, boolean]>(
    ([before, isFull], text) =>
      isFull || before.length + text.length + 2 > room ? [before, true] : [`${before}, ${text}`, false],
    [first, false],
  );
  return line;
};

const MORE = ', …';

const fieldsText = (type: string, room: number): string => {
  const fields = structFields(elementType(type) ?? type)?.map(printable) ?? [];
  if (fields.length === 0) return '';
  const all = `fields: ${fields.join(', ')}`;
  if (all.length <= room) return all;
  const [first, ...others] = fields;
  return `${asManyAsFit([`${fields.length} fields: ${first}`, ...others], room - MORE.length)}${MORE}`;
};

/** Every two bars as one. */
const halved = (counts: readonly number[]): readonly number[] =>
  counts.flatMap((height, at) => (at % 2 === 0 ? [height + (counts[at + 1] ?? 0)] : []));

const barsText = ({ histogram, quantiles }: ColumnProfile, room: number, isUnicode: boolean): string => {
  const counts = histogram?.counts ?? [];
  const [all, half] = [bars(counts, isUnicode), bars(halved(counts), isUnicode)];
  const median = ` median ${numberText(quantiles?.[2] ?? 0)}`;
  return [all + median, half + median, all].find((text) => text.length <= room) ?? half;
};

/** What the values of a column are like, in whole words as far as there is room. */
export const shapeText = (column: ColumnProfile, room: number, isUnicode: boolean): string => {
  const { semantic, isMasked, histogram, type } = column;
  const said = [...(semantic ? [semantic.type] : []), ...(isMasked ? ['masked'] : [])].join('  ');
  const left = said === '' ? room : room - said.length - 2;
  const shape = histogram
    ? barsText(column, left, isUnicode)
    : fieldsText(type, left) || asManyAsFit(heavyTexts(column, left), left);
  return [said, shape].filter((text) => text !== '').join('  ');
};
