import * as z from 'zod';
import {
  type DataFile,
  type Finding,
  newColumn,
  type Schema,
  type TypeRef,
  typeName,
} from '../../../kit/index.js';

const GROUP = /\(\?<([A-Za-z_]\w*)>/g;

const namesIn = (pattern: string): readonly string[] =>
  [...pattern.matchAll(GROUP)].map(([, name = '']) => name);

const isPattern = (pattern: string): boolean => {
  try {
    return new RegExp(pattern).source !== '' && namesIn(pattern).length > 0;
  } catch {
    return false;
  }
};

const types = z
  .record(newColumn(), typeName())
  .optional()
  .describe('Types of captured columns; text unless pinned.');

/** How columns are taken from the names of files. */
export const capture = z
  .union([
    z.literal('hive'),
    z.strictObject({
      hive: z.literal(true).describe('Take folders such as `year=2026/` as columns.'),
      types,
    }),
    z.strictObject({
      pattern: z
        .string()
        .refine(isPattern, 'must be a regular expression with named groups, such as `(?<year>\\d{4})-`')
        .describe('A regular expression whose named groups are columns.'),
      types,
    }),
  ])
  .optional()
  .describe(
    'Columns from the path inside the store: `hive` for folders such as `year=2026/`, or `{ pattern, types }` with a regular expression whose named groups are the columns.',
  );

export type Capture = NonNullable<z.output<typeof capture>>;

type Captured = ReadonlyMap<string, string | null>;

/** What Hive and its heirs call a partition without a value. */
const NULL_PARTITION = '__HIVE_DEFAULT_PARTITION__';

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

const fromFolders = (path: string): Captured =>
  new Map(
    path
      .split('/')
      .slice(0, -1)
      .flatMap((folder): readonly (readonly [string, string | null])[] => {
        const [, key, value] = /^([^=]+)=(.*)$/.exec(folder) ?? [];
        if (key === undefined || value === undefined) return [];
        return [[decoded(key), value === NULL_PARTITION ? null : decoded(value)]];
      }),
  );

/** What a file's path tells; undefined where it does not fit. */
const capturedFrom = (from: Capture, { name }: DataFile): Captured | undefined => {
  if (from === 'hive' || 'hive' in from) {
    const found = fromFolders(name);
    return found.size > 0 ? found : undefined;
  }
  const groups = new RegExp(from.pattern).exec(name)?.groups;
  return groups && new Map(namesIn(from.pattern).map((key) => [key, groups[key] ?? null]));
};

const namesOf = (from: Capture, files: readonly DataFile[]): readonly string[] => {
  const [first] = files;
  return [...((first && capturedFrom(from, first)) ?? new Map<string, string>()).keys()];
};

const typesOf = (from: Capture): Readonly<Record<string, TypeRef>> =>
  (from === 'hive' ? undefined : from.types) ?? {};

/** The columns that are captured, with their types: text unless pinned. */
export const capturedColumns = (from: Capture | undefined, files: readonly DataFile[]): Schema =>
  from === undefined
    ? []
    : namesOf(from, files).map((name) => ({
        name,
        type: typesOf(from)[name]?.text.toUpperCase() ?? 'VARCHAR',
      }));

/** The value of a captured column for each file. */
export const capturedValues = (
  from: Capture,
  files: readonly DataFile[],
  name: string,
): readonly (string | null)[] => files.map((file) => capturedFrom(from, file)?.get(name) ?? null);

const shown = (from: Capture): string =>
  from === 'hive' || 'hive' in from ? 'a folder such as `year=2026`' : `the pattern \`${from.pattern}\``;

const misfit = (from: Capture, files: readonly DataFile[]): DataFile | undefined => {
  const asked = namesOf(from, files).toSorted().join('/');
  return files.find((file) => {
    const found = capturedFrom(from, file);
    return !found || [...found.keys()].toSorted().join('/') !== asked;
  });
};

/** A file whose path does not tell what is asked for, and types of columns that are not captured. */
export const captureFaults = (from: Capture | undefined, files: readonly DataFile[]): readonly Finding[] => {
  if (from === undefined) return [];
  const file = misfit(from, files);
  if (file) {
    const message = `"${file.name}" does not fit ${shown(from)}`;
    return [{ code: 'MR4017', message, path: ['capture'] }];
  }
  const names = namesOf(from, files);
  return Object.keys(typesOf(from))
    .filter((name) => !names.includes(name))
    .map((name) => ({
      code: 'MR2104',
      message: `unknown column "${name}" in \`types\``,
      path: ['capture', 'types', name],
      at: 'key',
      notes: [`captured are: ${names.join(', ')}`],
    }));
};
