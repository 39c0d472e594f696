import type { CellObject } from '@e965/xlsx';
import type { DecimalMark } from '../../kit/index.js';

/** How numbers are written as text. */
export interface NumberStyle {
  readonly mark: DecimalMark;
  /** What stands between thousands; nothing where numbers have no such marks. */
  readonly group: string;
}

const WITH_COMMA = /^[-+]?(\d{1,3}([. ]\d{3})+|\d+),\d+$/;
/** Not three digits behind it: those could be a group of thousands. */
const WITH_POINT = /^[-+]?(\d{1,3}([, ]\d{3})+|\d+)\.(\d{1,2}|\d{4,})$/;

const groupOf = (texts: readonly string[], mark: DecimalMark): string => {
  const form = mark === ',' ? WITH_COMMA : WITH_POINT;
  const groups = texts.flatMap((text) => form.exec(text)?.[2]?.[0] ?? []);
  return groups[0] ?? '';
};

/**
 * How the text of a column writes numbers. Cells that are numbers are written in the same way, so that what stands
 * beside them cannot have them taken for others.
 */
export const styleOf = (column: readonly (CellObject | undefined)[], asked?: DecimalMark): NumberStyle => {
  const texts = column.flatMap((cell) => (cell?.t === 's' ? [String(cell.v).trim()] : []));
  const hasCommas = texts.some((text) => WITH_COMMA.test(text));
  const hasPoints = texts.some((text) => WITH_POINT.test(text));
  const mark = asked ?? (hasCommas && !hasPoints ? ',' : '.');
  return { mark, group: groupOf(texts, mark) };
};

/** Without an exponent. */
const plainText = (value: number): string => {
  const text = String(value);
  return text.includes('e')
    ? value.toLocaleString('en-US', { useGrouping: false, maximumFractionDigits: 20 })
    : text;
};

/** Three decimals could be a group of thousands, four cannot: `1.234` is written `1.2340`. */
export const numberText = (value: number, { mark, group }: NumberStyle): string => {
  const [whole = '', decimals] = plainText(value).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, group);
  if (decimals === undefined) return grouped;
  return `${grouped}${mark}${decimals}${decimals.length === 3 ? '0' : ''}`;
};
