import * as z from 'zod';
import { scalarText } from '../spec/names.js';
import { columnName, oneOrMany, pattern, sqlBoolean, typeOrMeaning } from './config.js';
import { byColumn, isRange, NO_RANGE } from './contract-limits.js';
import type { LineContent } from './quarantine-line.js';
import type { Schema } from './schema.js';
import type { Sql } from './sql.js';
import type { DataFile } from './storage.js';

/** What happens to a value that does not fit. */
const badValue = z.enum(['freeze', 'quarantine_row', 'quarantine_value']);

/** What happens to a column with values that cannot take its type. */
const wrongType = z.enum(['evolve', ...badValue.options]);

const length = z.union([
  z.int().min(0),
  z
    .strictObject({
      min: z.int().min(0).optional().describe('Least number of characters.'),
      max: z.int().min(0).optional().describe('Greatest number of characters.'),
    })
    .refine(({ min, max }) => min !== undefined || max !== undefined, 'needs `min`, or `max`, or both')
    .refine(isRange, NO_RANGE),
]);

/** A column of another node. */
export interface Reference {
  readonly node: string;
  readonly column: string;
}

const units = { s: 1, m: 60, min: 60, h: 3600, d: 86_400, w: 604_800 } as const;

const age = z
  .string()
  .regex(/^\d+(\.\d+)?\s?(s|m|min|h|d|w)$/, 'a span of time, for example 36h or 2d')
  .transform((text) => Number.parseFloat(text) * units[/[a-z]+$/.exec(text)?.[0] as keyof typeof units]);

/** What a column promises. A rule holds for a null, unless the column is `required`. */
export const columnContract = z.strictObject({
  type: typeOrMeaning()
    .optional()
    .describe(
      'The type: one of the engine, to which what is read is cast (a value that would lose something does not fit), or a semantic type such as `email`, which checks text.',
    ),
  aliases: z
    .array(z.string().min(1))
    .min(1)
    .optional()
    .describe('On a reading node: what else files may call the column.'),
  normalise: z
    .boolean()
    .optional()
    .describe(
      'With a semantic type, on a reading node: values go on in the one form of their type, as far as they can be repaired.',
    ),
  required: z.boolean().default(false).describe('Whether a null breaks the contract.'),
  unique: z
    .boolean()
    .default(false)
    .describe('Whether a value may stand once only; of values that repeat, every row breaks the contract.'),
  min: scalarText().optional().describe('The smallest value, of the type of the column.'),
  max: scalarText().optional().describe('The largest value, of the type of the column.'),
  length: length
    .optional()
    .describe(
      'Characters: exactly so many, or `{ min, max }`. Those of the text of its value: `007` as `integer` is `7` and has one.',
    ),
  pattern: pattern().optional().describe('Regular expression (RE2) that the whole text of a value matches.'),
  one_of: z.array(scalarText()).min(1).optional().describe('The values that there may be.'),
  where: sqlBoolean().optional().describe('SQL condition over the columns of the node; null counts as kept.'),
  class: z
    .enum(['personal', 'sensitive', 'none'])
    .optional()
    .describe(
      'What its values are; classified ones are shown masked. A semantic type has a class of its own, which this overrules.',
    ),
  references: z
    .string()
    .regex(/^[A-Za-z_]\w*(\.[A-Za-z_]\w*)?\.[^.]+$/, 'a column of another node, as `node.column`')
    .transform((text): Reference => {
      const at = text.lastIndexOf('.');
      return { node: text.slice(0, at), column: text.slice(at + 1) };
    })
    .optional()
    .describe('A column of another node, as `node.column`, that must have the value.'),
  wrong_types: wrongType.optional().describe('In place of what `drift` says, for this column.'),
  invalid_values: badValue.optional().describe('In place of what the contract says, for this column.'),
});

const drift = z
  .strictObject({
    new_columns: z
      .enum(['evolve', 'freeze', 'quarantine_value'])
      .default('evolve')
      .describe(
        'A column that neither the contract nor the last run has: kept, the run stops, or the column is set aside.',
      ),
    missing_columns: z
      .enum(['evolve', 'freeze', 'quarantine_row'])
      .default('freeze')
      .describe(
        'A column of the contract that is not there: null, the run stops, or quarantine for the rows of such files.',
      ),
    wrong_types: wrongType
      .default('quarantine_row')
      .describe('A value that cannot take the type of its column; `evolve` widens the column.'),
  })
  .prefault({});

const onOutlier = z.enum(['warn', 'stop']);

/** How many earlier runs are looked at, and how many there must be before anything is said. */
const HISTORY = { runs: 30, least_runs: 5 } as const;

const history = z
  .union([
    onOutlier,
    z
      .strictObject({
        on_outlier: onOutlier
          .default('warn')
          .describe('What happens: a warning, or the run stops before it publishes.'),
        runs: z
          .int()
          .min(3)
          .max(1000)
          .default(HISTORY.runs)
          .describe('How many successful runs are looked at, the newest.'),
        least_runs: z.int().min(3).default(HISTORY.least_runs).describe('Of fewer runs nothing is said.'),
        columns: z
          .array(columnName())
          .min(1)
          .optional()
          .describe('The columns that are compared; all unless given.'),
      })
      .refine(({ runs, least_runs }) => least_runs <= runs, '`least_runs` must not be more than `runs`'),
  ])
  .transform((asked) => (typeof asked === 'string' ? { on_outlier: asked, ...HISTORY } : asked));

const share = z
  .string()
  .regex(/^(\d{1,2}(\.\d+)?|100)\s?%$/, 'a share in per cent, for example 0.5%')
  .transform((text) => Number.parseFloat(text) / 100);

/** The `contract:` of a node: what its rows promise, and what happens to those that break it. */
export const contractSchema = z.strictObject({
  columns: byColumn(columnContract).default({}).describe('What each column promises.'),
  keys: z
    .array(oneOrMany(columnName()))
    .min(1)
    .optional()
    .describe('Columns, or lists of columns, that together stand once only; nulls do not count.'),
  rows: z
    .strictObject({ min: z.int().min(0).optional(), max: z.int().min(0).optional() })
    .refine(isRange, NO_RANGE)
    .optional()
    .describe('How many rows may pass; otherwise the run stops before it publishes.'),
  freshness: z
    .strictObject({
      column: columnName().describe('A column of dates or moments (UTC).'),
      max_age: age.describe('How far behind `$run_time` the newest may be: `36h`, `2d`.'),
    })
    .optional()
    .describe('How old the newest row may be; otherwise the run stops before it publishes.'),
  history: history
    .optional()
    .describe(
      'On a reading node: an input that is unlike those of the runs before it gives a warning (`warn`), or stops the run before it publishes (`stop`). Compared are rows, age of the newest moment, and of each column null share, distinct values and range.',
    ),
  drift,
  record_numbers: z
    .boolean()
    .optional()
    .describe(
      'Whether rows in quarantine get the number of their record in a CSV or JSON file, at the cost of one more pass over each file that has such rows. Otherwise they do in files up to 64 MB. Parquet always tells them.',
    ),
  invalid_values: badValue.default('quarantine_row').describe('A value that breaks a rule.'),
  tolerate: z
    .strictObject({
      share: share.optional().describe('Of all rows: `0.5%`.'),
      rows: z.int().min(0).optional().describe('A number of rows.'),
    })
    .optional()
    .describe('How much may go to quarantine; past either, the run stops before it publishes.'),
});

/** What the values of a column mean beyond their engine type: a semantic type, as a contract uses it. */
export interface ColumnMeaning {
  readonly name: string;
  /** True where text is a value of the type; null for null. */
  readonly check: (value: Sql) => Sql;
  /** The one form of a value, null where it has none; where the contract asks for it. */
  readonly normalise?: (value: Sql) => Sql;
  /** How text is held against `min` and `max` where values of the type are more than text, and stay text here. */
  readonly compared?: { readonly type: string; readonly of: (value: Sql) => Sql };
  readonly class?: 'personal' | 'sensitive';
}

/** How a contract reads the text of a column. */
export interface ColumnReading {
  /** The engine's type of its values. */
  readonly type: string;
  /** A value from text; null for what cannot be read. `isPlain` where the text is in a form that is known. */
  readonly of: (text: Sql, isPlain: boolean) => Sql;
}

/** How a contract reads the columns that it gives types to, by their names. */
export type ColumnReadings = Readonly<Record<string, ColumnReading>>;

/** What is promised of a column, with what its values mean once the semantic types are known. */
export type ColumnContract = z.output<typeof columnContract> & { readonly meaning?: ColumnMeaning };

export type Contract = Omit<z.output<typeof contractSchema>, 'columns'> & {
  readonly columns: Readonly<Record<string, ColumnContract>>;
};

/** What a contract says of inputs that are unlike those of earlier runs. */
export type HistoryRule = NonNullable<Contract['history']>;

/** What happens to a row that breaks a rule: it stops the run, goes to quarantine, or goes on without the value. */
export type OnBroken = z.output<typeof badValue>;

/** One promise, as quarantine names it. */
export interface GuardRule {
  /** Key of the contract: `type`, `required`, `min`, `pattern`, `keys` … */
  readonly rule: string;
  /** The columns that it speaks of; none where it speaks of the record as a whole. */
  readonly columns: readonly string[];
  /** What was asked for, in a few words: `at least -120`. */
  readonly message: string;
}

/** A contract inside a statement: the engine takes rows that break it out, with their reasons. */
export interface Guard extends LineContent {
  /** The document's node. */
  readonly node: string;
  readonly rules: readonly GuardRule[];
  /** Rows in quarantine past which the statement is given up. */
  readonly tolerated?: number;
  /** Whether to find the numbers of records in large files too; `false` for none. */
  readonly findsRecords?: boolean;
  /** Share of the rows, 0 to 1, past which nothing is published. */
  readonly share?: number;
  /** How many rows must pass. */
  readonly rows?: { readonly min?: number | undefined; readonly max?: number | undefined };
  /** Columns whose values it counts where they were brought into another form; {@link repairCounter} counts them. */
  readonly repairs?: readonly string[];
  /** Columns whose values are shown masked, and why. */
  readonly classes: DataClasses;
  /** Of these, those whose semantic type says what may be shown in place of a value, with its name. */
  readonly masks?: Masks;
}

/** Semantic types by whose masks values of columns are shown, by the names of the columns. */
export type Masks = Readonly<Record<string, string>>;

/** Values of a column that went on in another form than they were written in. */
export interface Repaired {
  readonly column: string;
  readonly values: number;
}

/** What the values of columns are, where the contract says. */
export type DataClasses = Readonly<Record<string, 'personal' | 'sensitive'>>;

/** What stands in place of a value that is not to be shown. */
export const MASK = '•••';

/** How the records of some files are written. */
export interface RecordShape {
  /** Their names. */
  readonly files: readonly string[];
  readonly columns: readonly string[];
  readonly delimiter: string;
  /** What a null may be written as. */
  readonly nulls: readonly string[];
}

/** Finds the numbers of records in their files, from the values that quarantine keeps of them. */
export interface RecordFinder {
  readonly shapes: readonly RecordShape[];
  /** A row to look for: its number in quarantine, the name of its file, and its record as that may have it. */
  readonly add: (row: number, file: string, record: string) => void;
  /** The records that were found, by the numbers of their rows; the first record of a file is 1. */
  readonly find: () => Promise<ReadonlyMap<number, number>>;
}

/** Reads files once more with the number of each record, where these are of a format whose records the engine can count. */
export interface RecordReader {
  /** The names of the files that may be read once more. */
  readonly files: readonly string[];
  /** SQL of the records of some of them: `file`, `record` from 1, and `texts`, the values as quarantine keeps them. */
  readonly read: (files: readonly string[]) => Sql;
}

/** A guard, and where the engine puts its rows. */
export interface PlacedGuard extends Guard {
  /** How many rows the guard's share is at the most, where it is known before the run how many rows there can be. */
  readonly sharedRows?: number;
  readonly runId: string;
  /** Absolute path of the Parquet file. */
  readonly file: string;
  /** Finds the numbers of records, where files can be searched for them. */
  readonly finder?: RecordFinder;
  /** The same by the engine. */
  readonly reader?: RecordReader;
  /** For a reading node, the files that it reads. */
  readonly files?: readonly DataFile[];
}

/** What a guard has seen. */
export interface GuardCount {
  readonly node: string;
  /** Rows that went on; absent where the statement was given up. */
  readonly passed?: number;
  /** Rows that were taken out. */
  readonly quarantined: number;
  /** Rows that went on without a value, which is kept in quarantine. */
  readonly mended: number;
  /** Of each column that a contract normalises, the values of rows that went on which it changed. */
  readonly repaired?: readonly Repaired[];
  /** How often each rule was broken; a row may break several. */
  readonly broken: readonly (GuardRule & { readonly rows: number })[];
}

/** The engine's function that a contract calls for a row that breaks it: node, action, the row as JSON text. */
export const QUARANTINE_FUNCTION = 'quarantine_row';

/** The engine's sequence that counts the values repaired in one of the columns that a guard names, by its place among them. */
export const repairCounter = (node: string, place: number): string => `repaired ${place} by ${node}`;

/** What the function is told to do with a row. */
export const rowAction = { take: 0, mend: 1, stop: 2 } as const;

/** The columns of a quarantine file. */
export const quarantineSchema: Schema = [
  { name: 'run_id', type: 'VARCHAR' },
  { name: 'node', type: 'VARCHAR' },
  { name: 'port', type: 'VARCHAR' },
  {
    name: 'reasons',
    type: 'STRUCT("rule" VARCHAR, "column" VARCHAR, message VARCHAR, "value" VARCHAR)[]',
  },
  { name: 'row', type: 'BIGINT' },
  { name: 'goes_on', type: 'BOOLEAN' },
  { name: 'file', type: 'VARCHAR' },
  { name: 'record', type: 'BIGINT' },
  { name: 'original', type: 'VARCHAR' },
  { name: 'plain', type: 'VARCHAR' },
  // Whether `original` is the text of a record that gave no row: `{"csv": text}`, as a row may look too.
  { name: 'is_record', type: 'BOOLEAN' },
];

/** Under this name the engine gives the rows that a node's contract took out, once its statement has run. */
export const quarantineRelation = (node: string): string => `quarantine of ${node}`;

/** Where a column's value stands in the `original` of a row in quarantine: a JSON pointer (RFC 6901). */
export const originalPointer = (column: string): string =>
  `/${column.replaceAll('~', '~0').replaceAll('/', '~1')}`;
