import type { NumberFormat } from '../../kit/index.js';

const MARKS: readonly (readonly [NumberFormat['decimal'], readonly string[]])[] = [
  ['.', ['', ',', ' ', "'", '\u00a0', '\u202f', '’']],
  [',', ['', '.', ' ', "'", '\u00a0', '\u202f', '’']],
];

const FORMATS: readonly NumberFormat[] = MARKS.flatMap(([decimal, marks]) =>
  marks.map((thousands) => ({ kind: 'number' as const, decimal, thousands })),
);

const escaped = (mark: string): string => mark.replace('.', '\\.');

/** Groups of three digits; with commas, as in India, of two before the last. */
const groupsOf = (mark: string): string =>
  mark === ',' ? `(,\\d{3}(,\\d{3})*|(,\\d{2})+,\\d{3})` : `(${escaped(mark)}\\d{3})+`;

const patternOf = ({ decimal, thousands }: NumberFormat): RegExp => {
  const part = `(${escaped(decimal)}\\d+)?`;
  const grouped = thousands === '' ? '' : `|[1-9]\\d{0,2}${groupsOf(thousands)}${part}`;
  const ungrouped =
    thousands === '' ? `\\d+${part}|${escaped(decimal)}\\d+` : `\\d{1,3}${part}|${escaped(decimal)}\\d+`;
  return new RegExp(`^[+-]?(${ungrouped}${grouped})$`);
};

const PATTERNS = FORMATS.map((format) => [format, patternOf(format)] as const);

/** Whether a mark of the format stands in any of the values. */
const isUsed = ({ decimal, thousands }: NumberFormat, values: readonly string[]): boolean =>
  thousands === ''
    ? decimal === '.' || values.some((value) => value.includes(decimal))
    : values.some((value) => value.includes(thousands));

/** Every way in which all of the values are numbers; whole numbers without marks in one way only. */
export const numberFormats = (values: readonly string[]): readonly NumberFormat[] =>
  values.length === 0
    ? []
    : PATTERNS.filter(
        ([format, pattern]) => isUsed(format, values) && values.every((value) => pattern.test(value)),
      ).map(([format]) => format);

/** Whether numbers of a format are whole. */
export const areWhole = ({ decimal }: NumberFormat, values: readonly string[]): boolean =>
  values.every((value) => !value.includes(decimal));
