import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { listed } from '../../base/diagnostics/suggest.js';
import { failure } from '../../base/errors/index.js';
import {
  type Conversion,
  type Convert,
  type ConvertedFile,
  type DataFile,
  type Decision,
  gathered,
} from '../../kit/index.js';
import { documentNode } from '../../planner/index.js';
import type { Source } from './sources.js';

const copyOf = async (file: DataFile, { path, name }: ConvertedFile): Promise<DataFile> => ({
  ...file,
  path,
  name,
  bytes: (await stat(path)).size,
  isCopy: true,
});

const isArchive = ({ path }: DataFile): boolean => /\.zip$/i.test(path);

const nothingIn = (files: readonly DataFile[]): Error => {
  const [first] = files;
  const names = listed(files.map(({ name }) => `"${name}"`));
  return failure('MR4001', `there is no record in ${names}`, first ? { dataFile: first.path } : {});
};

/** Turns some of the files of a source into others; the rest stays. */
const converted = async (
  convert: Convert,
  source: Source,
  folder: string,
  conversionOf: (file: DataFile) => Conversion | undefined,
): Promise<Source> => {
  const readable: DataFile[] = [];
  const found: { readonly file: string; readonly decisions: readonly Decision[] }[] = [];
  for (const [number, file] of source.readable.entries()) {
    const conversion = conversionOf(file);
    if (!conversion) {
      readable.push(file);
      continue;
    }
    const own = join(folder, String(number));
    await mkdir(own, { recursive: true });
    const made = await convert({
      ...conversion,
      path: file.path,
      name: file.name,
      folder: own,
      isGuarded: source.node.guarded !== undefined,
    });
    for (const one of made.files) readable.push(await copyOf(file, one));
    found.push({ file: file.name, decisions: made.decisions });
  }
  if (readable.length === 0 && source.readable.length > 0) throw nothingIn(source.readable);
  const node = documentNode(source.node.name);
  const decisions = gathered(found).map((decision) => ({ ...decision, node }));
  return { ...source, readable, decisions: [...source.decisions, ...decisions] };
};

/** A source whose files engines can read: archives are unpacked and foreign formats turned into others, in the folder. */
export const withConverted = async (convert: Convert, source: Source, folder: string): Promise<Source> => {
  const { archive, conversion } = source.request;
  // A replay has rows in a file of its own, which every engine reads.
  if (source.node.files) return source;
  const unpacked = await converted(convert, source, join(folder, 'unpacked'), (file) =>
    archive && isArchive(file) ? { from: 'zip', options: { ...archive } } : undefined,
  );
  return converted(convert, unpacked, join(folder, 'converted'), () => conversion);
};
