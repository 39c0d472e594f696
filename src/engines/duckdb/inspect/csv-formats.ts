import { own } from '../../../base/own.js';
import type {
  Column,
  FormatOptions,
  SourceInfo,
  SourceRequest,
  TextFormat,
  TextPins,
} from '../../../kit/index.js';
import type { CsvDialect } from './csv-dialect.js';

type Formats = Readonly<Record<string, TextFormat>>;

/** What is known of the file stands in place of what the request asks for. */
export const optionsOf = ({ options }: SourceRequest, pins: TextPins | undefined): FormatOptions => {
  if (!pins) return options;
  const { names: _, ...others } = options;
  return { ...others, ...pins.options };
};

/** A format that says more than the type, which the engine finds by itself. */
const saysMore = ({ type, nulls, values }: TextFormat): boolean =>
  values !== undefined || nulls.length > 0 || type === 'VARCHAR' || type.startsWith('DECIMAL');

const MOMENTS = new Set(['DATE', 'TIMESTAMP']);

/** The engine guesses in which order days and months stand; where nothing settles that, the column is text. */
const isGuessed = ({ type }: Column, { options }: CsvDialect, request: SourceRequest): boolean => {
  const key = type === 'DATE' ? 'dateformat' : 'timestampformat';
  const format = options[key];
  return (
    MOMENTS.has(type) &&
    request.options[key] === undefined &&
    format !== undefined &&
    !String(format).startsWith('%Y-')
  );
};

/** The dialect with the formats that were found before, which the engine's own guesses make room for. */
export const withFormats = (dialect: CsvDialect, pins: TextPins, request: SourceRequest): CsvDialect => {
  const known: Formats = Object.fromEntries(
    Object.entries(pins.formats).filter(([, format]) => saysMore(format)),
  );
  const columns = dialect.columns.map((column) => {
    const type = own(known, column.name)?.type;
    return type
      ? { ...column, type }
      : isGuessed(column, dialect, request)
        ? { ...column, type: 'VARCHAR' }
        : column;
  });
  const { dateformat, timestampformat } = request.options;
  const { dateformat: _, timestampformat: __, ...options } = dialect.options;
  const formats = Object.fromEntries(
    Object.entries(known).filter(([, { values, nulls }]) => values !== undefined || nulls.length > 0),
  );
  return {
    columns,
    options: {
      ...options,
      ...(dateformat === undefined ? {} : { dateformat }),
      ...(timestampformat === undefined ? {} : { timestampformat }),
    },
    ...(Object.keys(formats).length > 0 ? { formats } : {}),
  };
};

/** Formats that a column has in every file that has the column. */
export const sharedFormats = (dialects: readonly CsvDialect[]): Formats => {
  const all = dialects.flatMap(({ formats = {} }) => Object.entries(formats));
  return Object.fromEntries(
    all.filter(([name, format]) =>
      dialects.every(
        ({ columns, formats }) =>
          !columns.some((column) => column.name === name) ||
          JSON.stringify(own(formats, name)) === JSON.stringify(format),
      ),
    ),
  );
};

/** Columns that files write in different forms. */
export const differingFormats = (
  dialects: readonly CsvDialect[],
  shared: Formats,
): Pick<SourceInfo, 'asFound'> => {
  const names = new Set(dialects.flatMap(({ formats = {} }) => Object.keys(formats)));
  const asFound = [...names].filter((name) => !Object.hasOwn(shared, name));
  return asFound.length > 0 ? { asFound } : {};
};

/** Without the formats that are left for later. */
export const withoutFormats = (dialect: CsvDialect, later: Formats): CsvDialect => {
  const { formats = {}, ...others } = dialect;
  const left = Object.entries(formats).filter(([name]) => !Object.hasOwn(later, name));
  return left.length > 0 ? { ...others, formats: Object.fromEntries(left) } : others;
};
