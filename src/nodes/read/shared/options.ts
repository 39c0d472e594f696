import * as z from 'zod';
import {
  type ArchiveParts,
  asList,
  newColumn,
  oneOrMany,
  type StorePath,
  storePath,
  type TextFormat,
  type TypeRef,
  typeName,
} from '../../../kit/index.js';
import { scalarText } from '../../../spec/names.js';

/** What every reading node takes. */
export const sourceKeys = {
  path: oneOrMany(storePath()).describe(
    'One file or several, as `store://path`; `*`, `?`, `[…]`, `{…}` and `**` stand for many.',
  ),
  entries: oneOrMany(z.string().min(1))
    .optional()
    .describe(
      'Which files of a `.zip` to read, by their paths in it or by patterns for these; those of the format unless given.',
    ),
  union_by_name: z
    .boolean()
    .default(false)
    .describe('Whether files may differ in columns; those that a file lacks are then null.'),
};

/** Types that are pinned, by column. */
export const pinnedTypes = () =>
  z
    .record(newColumn(), typeName())
    .optional()
    .describe('Types by column, in place of those that are found in the data.');

/** How the values of one column are written. */
const writtenFormat = z.strictObject({
  type: typeName().describe('The type of the values.'),
  decimal: z.enum(['.', ',']).optional().describe('The mark before decimals.'),
  thousands: z.string().max(1).optional().describe('The mark between thousands.'),
  dates: oneOrMany(z.string().min(1))
    .optional()
    .describe('How dates or moments are written, as `%d.%m.%Y`; the first that fits counts.'),
  or_year_first: z.boolean().optional().describe('Whether dates that begin with their year are among them.'),
  nulls: oneOrMany(scalarText()).optional().describe('Words that stand for null in this column.'),
});

/** What the document can say of how text files are written, in place of what would be found. */
export const textKeys = {
  encoding: z
    .enum(['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'])
    .optional()
    .describe('How characters are encoded.'),
  skip_footer: z.int().min(0).optional().describe('Lines to leave out at the end of each file.'),
  null_bytes: z.literal('drop').optional().describe('`drop` leaves null bytes between characters out.'),
  stray_quotes: z
    .literal('keep')
    .optional()
    .describe('`keep` takes quotes that nothing escapes for characters.'),
  formats: z
    .record(newColumn(), writtenFormat)
    .optional()
    .describe('How values are written, by column: `{ amount: { type: double, decimal: "," } }`.'),
};

type WrittenFormat = z.output<typeof writtenFormat>;

const valuesOf = ({
  type,
  decimal,
  thousands,
  dates,
  or_year_first,
}: WrittenFormat): TextFormat['values'] => {
  if (dates !== undefined)
    return {
      kind: /^timestamp/i.test(type.text) ? 'timestamp' : 'date',
      formats: asList(dates),
      ...(or_year_first === true ? { orYearFirst: true } : {}),
    };
  if (decimal === undefined && thousands === undefined) return undefined;
  return { kind: 'number', decimal: decimal ?? '.', thousands: thousands ?? '' };
};

/** The formats that a document pins, by column. */
export const formatsOf = ({
  formats,
}: {
  readonly formats?: Readonly<Record<string, WrittenFormat>> | undefined;
}): { readonly formats?: Readonly<Record<string, TextFormat>> } =>
  formats === undefined
    ? {}
    : {
        formats: Object.fromEntries(
          Object.entries(formats).map(([name, format]) => {
            const values = valuesOf(format);
            const nulls = format.nulls === undefined ? [] : asList(format.nulls);
            return [name, { type: format.type.text.toUpperCase(), nulls, ...(values ? { values } : {}) }];
          }),
        ),
      };

/** How dates and timestamps are written as text. */
export const formatKeys = {
  date_format: z.string().min(1).optional().describe('How dates are written, for example `%d.%m.%Y`.'),
  timestamp_format: z
    .string()
    .min(1)
    .optional()
    .describe('How timestamps are written, for example `%d.%m.%Y %H:%M`.'),
};

/** How dates and timestamps are written, as the engine calls it; undefined where it is to find out. */
export const formatOptions = ({
  date_format,
  timestamp_format,
}: {
  readonly date_format?: string | undefined;
  readonly timestamp_format?: string | undefined;
}) => ({ dateformat: date_format, timestampformat: timestamp_format });

/** What a node reads of archives: what it is told to, or files with one of these endings. */
export const archiveOf = (
  { entries }: { readonly entries?: string | readonly string[] | undefined },
  extensions: readonly string[],
): { readonly archive: ArchiveParts } => ({
  archive: { extensions, ...(entries === undefined ? {} : { pattern: entries }) },
});

export const pathsOf = ({
  path,
}: {
  readonly path: StorePath | readonly StorePath[];
}): readonly StorePath[] => asList(path);

const SIMPLE = /^[\w\s(),[\]]*$/;

/** A type as the engine writes it; names of fields inside a STRUCT keep their case. */
const typeText = ({ text }: TypeRef): string =>
  SIMPLE.test(text) && !/struct|union/i.test(text) ? text.toUpperCase() : text;

/** The `types` option of the engine, where any type is pinned. */
export const typeOptions = (
  types: Readonly<Record<string, TypeRef>> | undefined,
): { readonly types?: Readonly<Record<string, string>> } =>
  types === undefined
    ? {}
    : { types: Object.fromEntries(Object.entries(types).map(([name, type]) => [name, typeText(type)])) };

/** The options that the document sets, without those that it leaves to the engine. */
export const given = <T extends Readonly<Record<string, unknown>>>(
  options: T,
): { readonly [K in keyof T]: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as {
    readonly [K in keyof T]: Exclude<T[K], undefined>;
  };
