import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Convert, ConvertedFile, DataFile, DecisionRecord } from '../../kit/index.js';
import { documentNode } from '../../planner/index.js';
import type { Source } from './sources.js';

const copyOf = async (file: DataFile, { path, name }: ConvertedFile): Promise<DataFile> => ({
  ...file,
  path,
  name,
  bytes: (await stat(path)).size,
  isCopy: true,
});

/** A source whose files engines can read: those of foreign formats are turned into others, in the folder. */
export const withConverted = async (convert: Convert, source: Source, folder: string): Promise<Source> => {
  const { conversion } = source.request;
  // A replay has rows in a file of its own, which every engine reads.
  if (!conversion || source.node.files) return source;
  const readable: DataFile[] = [];
  const decisions: DecisionRecord[] = [];
  for (const [number, file] of source.files.entries()) {
    const own = join(folder, String(number));
    await mkdir(own, { recursive: true });
    const made = await convert({ ...conversion, path: file.path, name: file.name, folder: own });
    for (const one of made.files) readable.push(await copyOf(file, one));
    decisions.push(
      ...made.decisions.map((decision) => ({
        ...decision,
        node: documentNode(source.node.name),
        files: [file.name],
      })),
    );
  }
  return { ...source, readable, decisions };
};
