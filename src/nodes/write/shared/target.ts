import * as z from 'zod';
import { type Finding, type StorePath, storePath } from '../../../kit/index.js';
import { folderKeys } from './folder.js';

/** What every writing node takes. */
export const targetKeys = {
  path: storePath().describe(
    'The file to write, as `store://path`; or a folder, ending in `/`, which `append` and partitions need.',
  ),
  mode: z
    .enum(['replace', 'append', 'error', 'replace_partitions'])
    .default('replace')
    .describe(
      '`replace` switches the file, or the folder with all that earlier runs wrote into it; `append` adds files to a ' +
        'folder; `error` refuses a file that exists or a folder that is not empty; `replace_partitions` switches ' +
        'those partitions of a folder that this run has rows for.',
    ),
  ...folderKeys,
};

/** The modes of formats that can be read back as they were written. */
export const mergeMode = z
  .enum([...targetKeys.mode.unwrap().options, 'merge'])
  .default('replace')
  .describe(
    `${targetKeys.mode.description} \`merge\` holds rows against those in the target by their \`key\`.`,
  );

/** A folder takes more files; a file alone cannot be added to. */
export const addingToFolder = <C extends { readonly path: StorePath; readonly mode: string }>(
  config: C,
): (C & { readonly mode: 'append' }) | undefined =>
  config.path.path.endsWith('/') ? { ...config, mode: 'append' } : undefined;

const suffixes = { none: '', gzip: '.gz', zstd: '.zst' } as const;

export type TextCompression = keyof typeof suffixes;

export const textCompression = () =>
  z
    .enum(['none', 'gzip', 'zstd'])
    .optional()
    .describe('How the file is packed; by default as its name says: `.gz`, `.zst`, or not at all.');

interface TextTarget {
  readonly path: StorePath;
  readonly compression?: TextCompression | undefined;
}

const compressionInName = ({ path }: StorePath): TextCompression => {
  if (path.endsWith('.gz')) return 'gzip';
  return path.endsWith('.zst') ? 'zstd' : 'none';
};

export const compressionOf = ({ path, compression }: TextTarget): TextCompression =>
  compression ?? compressionInName(path);

/** `.csv` with the ending of the compression. */
export const extensionOf = (base: string, target: TextTarget): string =>
  `${base}${suffixes[compressionOf(target)]}`;

/** A name that says another compression than the config: readers go by the name. Folders have no such name. */
export const checkCompression = (config: TextTarget): readonly Finding[] => {
  const { path, compression } = config;
  const named = compressionInName(path);
  if (path.path.endsWith('/') || compression === undefined || compression === named) return [];
  const message =
    named === 'none'
      ? `"${path.text}" does not end in "${suffixes[compression]}", but the file is packed with ${compression}`
      : `"${path.text}" ends in "${suffixes[named]}", but \`compression\` is ${compression}`;
  return [
    {
      code: 'MR1023',
      message,
      path: ['compression'],
      notes: ['a reader goes by the name: leave `compression` out, or let the path end as it says'],
    },
  ];
};
