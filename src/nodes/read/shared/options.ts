import * as z from 'zod';
import {
  type ArchiveParts,
  asList,
  newColumn,
  oneOrMany,
  type StorePath,
  storePath,
  type TypeRef,
  typeName,
} from '../../../kit/index.js';

/** What every reading node takes. */
export const sourceKeys = {
  path: oneOrMany(storePath()).describe(
    'One file or several, as `store://path`; `*`, `?`, `[…]`, `{…}` and `**` stand for many.',
  ),
  entries: oneOrMany(z.string().min(1))
    .optional()
    .describe(
      'Which files of a `.zip` to read, by their paths in it or by patterns for these; those of the format unless given, but for papers such as `readme.txt`.',
    ),
  union_by_name: z
    .boolean()
    .default(false)
    .describe('Whether files may differ in columns; those that a file lacks are then null.'),
  new_only: z
    .union([
      z.boolean(),
      z.strictObject({
        changed: z
          .enum(['stop', 'read'])
          .default('stop')
          .describe('What becomes of a file that was read and has other content since.'),
      }),
    ])
    .default(false)
    .describe(
      'Whether files that an earlier run of this pipeline has read and published are left out. One that has other content since stops the run (MR4040), or is read again with `{ changed: read }`.',
    ),
};

/** Types that are pinned, by column. */
export const pinnedTypes = () =>
  z
    .record(newColumn(), typeName())
    .optional()
    .describe('Types by column, in place of those that are found in the data.');

export interface Archived {
  readonly entries?: string | readonly string[] | undefined;
}

/** What a node reads of archives: what it is told to, or files with one of these endings. */
export const archiveOf = (
  { entries }: Archived,
  extensions: readonly string[],
): { readonly archive: ArchiveParts } => ({
  archive: { extensions, ...(entries === undefined ? {} : { pattern: entries }) },
});

/** What is done about a file that was read and has changed since; undefined where all files are read each time. */
export const onlyNew = ({
  new_only,
}: {
  readonly new_only: boolean | { readonly changed: 'stop' | 'read' };
}): 'stop' | 'read' | undefined => {
  if (typeof new_only === 'object') return new_only.changed;
  return new_only ? 'stop' : undefined;
};

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
