import type { Observed } from './observe.js';

const isPlain = (text: string): boolean =>
  /^[A-Za-z_][A-Za-z0-9_.-]*$/.test(text) && !/^(null|true|false|yes|no|on|off|y|n)$/i.test(text);

/** Text as a YAML scalar that is read back as itself. */
const scalar = (text: string): string => (isPlain(text) ? text : JSON.stringify(text));

const NUMBER = /INT|DECIMAL|DOUBLE|FLOAT/;
const KEY = /^(U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER|VARCHAR|UUID)$/;

/** With fewer rows a list of values says little of those to come. */
const ROWS_FOR_LIST = 100;

const typeText = (type: string): string => scalar(type.toLowerCase());

const isListed = ({ values, distinct }: Observed, rows: number): boolean =>
  values.length > 0 && rows >= ROWS_FOR_LIST && distinct * 10 <= rows;

const promises = (column: Observed, rows: number): readonly string[] => {
  const { type, nulls, distinct, least, values } = column;
  return [
    `type: ${typeText(type)}`,
    ...(rows > 0 && nulls === 0 ? ['required: true'] : []),
    ...(rows > 1 && distinct === rows && KEY.test(type) ? ['unique: true'] : []),
    ...(NUMBER.test(type) && least !== null && Number(least) >= 0 ? ['min: 0'] : []),
    ...(isListed(column, rows) ? [`one_of: [${values.map(scalar).join(', ')}]`] : []),
  ];
};

const seen = ({ type, least, greatest, nulls }: Observed): string => {
  const range = type === 'VARCHAR' || least === null ? [] : [`${least} to ${greatest}`];
  const empty = nulls > 0 ? [`${nulls} without a value`] : [];
  const words = [...range, ...empty];
  return words.length === 0 ? '' : ` # seen: ${words.join(', ')}`;
};

/** The lines of a contract that the rows seen keep. */
export const suggested = (rows: number, columns: readonly Observed[]): readonly string[] => [
  'columns:',
  ...columns.map(
    (column) => `  ${scalar(column.name)}: { ${promises(column, rows).join(', ')} }${seen(column)}`,
  ),
];
