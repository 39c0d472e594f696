import * as z from 'zod';
import { asList, newColumn, oneOrMany, type TextFormat, type TypeRef, typeName } from '../../../kit/index.js';
import { scalarText } from '../../../spec/names.js';
import { type Archived, archiveOf, given, typeOptions } from './options.js';

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

interface Formatted {
  readonly formats?: Readonly<Record<string, WrittenFormat>> | undefined;
}

/** The formats that a document pins, by column. */
const formatsOf = ({ formats }: Formatted): { readonly formats?: Readonly<Record<string, TextFormat>> } =>
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

interface Moments {
  readonly date_format?: string | undefined;
  readonly timestamp_format?: string | undefined;
}

/** How dates and timestamps are written, as the engine calls it; undefined where it is to find out. */
export const formatOptions = ({ date_format, timestamp_format }: Moments) => ({
  dateformat: date_format,
  timestampformat: timestamp_format,
});

/** What the document says of how values are written. */
interface ValueConfig extends Moments {
  readonly decimal?: '.' | ',' | undefined;
  readonly null_values?: string | readonly string[] | undefined;
  readonly types?: Readonly<Record<string, TypeRef>> | undefined;
}

/** How values are written, as the engine calls it. */
export const valueOptions = ({ decimal, null_values: nulls, types, ...moments }: ValueConfig) =>
  given({
    decimal,
    nullstr: nulls === undefined ? undefined : ['', ...asList(nulls)],
    ...formatOptions(moments),
    ...typeOptions(types),
  });

/** The CSV that files of other formats are turned into. */
export const madeCsv = { delim: ',', quote: '"', escape: '"' } as const;

/** What is the same of all sources whose records are text in the end. */
export const textSource = (
  config: Archived & Formatted & { readonly union_by_name: boolean },
  extensions: readonly string[],
) => ({
  format: 'csv' as const,
  unionByName: config.union_by_name,
  ...formatsOf(config),
  ...archiveOf(config, extensions),
});
