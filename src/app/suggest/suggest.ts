import { count, plural } from '../../base/number-text.js';
import type { Meant } from './meanings.js';
import type { Observed } from './observe.js';

/** What columns seem to mean, by their names. */
export type Meanings = ReadonlyMap<string, Meant>;

const isPlain = (text: string): boolean =>
  /^[A-Za-z_][A-Za-z0-9_.-]*$/.test(text) && !/^(null|true|false|yes|no|on|off|y|n)$/i.test(text);

/** Text as a YAML scalar that is read back as itself. */
const scalar = (text: string): string => (isPlain(text) ? text : JSON.stringify(text));

const NUMBER = /INT|DECIMAL|DOUBLE|FLOAT/;
const KEY = /^(U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER|VARCHAR|UUID)$/;

/** With fewer rows a list of values says little of those to come. */
const ROWS_FOR_LIST = 100;

const typeText = (type: string): string => scalar(type.toLowerCase());

/** Whether the contract says that the column is of the type: no value is of another. */
const isKept = (meant: Meant | undefined): boolean => meant?.broken === 0 && meant.isText;

const isClassified = (meant: Meant | undefined): boolean =>
  meant !== undefined && meant.type.class !== 'none';

/** Of a semantic type no list is needed, and values of a class are no matter for a document. */
const isListed = ({ values, distinct }: Observed, meant: Meant | undefined, rows: number): boolean =>
  !isKept(meant) &&
  !isClassified(meant) &&
  values.length > 0 &&
  rows >= ROWS_FOR_LIST &&
  distinct * 10 <= rows;

/** The type, and what the values are where the type does not say it. */
const typed = (type: string, meant: Meant | undefined): readonly string[] =>
  meant && isKept(meant)
    ? [`type: ${scalar(meant.type.name)}`]
    : [`type: ${typeText(type)}`, ...(meant && isClassified(meant) ? [`class: ${meant.type.class}`] : [])];

const promises = (column: Observed, meant: Meant | undefined, rows: number): readonly string[] => {
  const { type, nulls, distinct, least, values } = column;
  return [
    ...typed(type, meant),
    ...(rows > 0 && nulls === 0 ? ['required: true'] : []),
    ...(rows > 1 && distinct === rows && KEY.test(type) ? ['unique: true'] : []),
    ...(NUMBER.test(type) && least !== null && Number(least) >= 0 ? ['min: 0'] : []),
    ...(isListed(column, meant, rows) ? [`one_of: [${values.map(scalar).join(', ')}]`] : []),
  ];
};

const seen = ({ type, least, greatest, nulls }: Observed, meant: Meant | undefined): string => {
  const isShown = type !== 'VARCHAR' && least !== null && !isClassified(meant);
  const range = isShown ? [`${least} to ${greatest}`] : [];
  const empty = nulls > 0 ? [`${nulls} without a value`] : [];
  const words = [...range, ...empty];
  const found = words.length === 0 ? [] : [`seen: ${words.join(', ')}`];
  const whose = meant && isClassified(meant) ? [`${meant.type.class}, shown masked`] : [];
  const comment = [...whose, ...found].join('; ');
  return comment === '' ? '' : ` # ${comment}`;
};

/** The lines of a contract that the rows seen keep. */
export const suggested = (
  rows: number,
  columns: readonly Observed[],
  meanings: Meanings,
): readonly string[] => [
  'columns:',
  ...columns.map((column) => {
    const meant = meanings.get(column.name);
    return `  ${scalar(column.name)}: { ${promises(column, meant, rows).join(', ')} }${seen(column, meant)}`;
  }),
];

/** What the type would do to values, and what keeps it from being written. */
const noteOf = (name: string, meant: Meant): string | undefined => {
  const { type, values, broken, changed, isText } = meant;
  if (!isText) return undefined;
  const of = `${count(broken > 0 ? broken : changed)} of ${plural(values, 'value')}`;
  if (broken > 0)
    return `"${name}" seems to be ${type.name}, but ${of} are not: its type is left as it was read`;
  if (changed === 0) return undefined;
  const form = type.valueType === 'VARCHAR' ? '' : `, and make them ${type.valueType}`;
  return `"${name}" is ${type.name}: \`normalise: true\` beside it would change ${of}${form}`;
};

/** What there is to say about columns besides the contract. */
export const notesOn = (meanings: Meanings): readonly string[] =>
  [...meanings].flatMap(([name, meant]) => noteOf(name, meant) ?? []);
