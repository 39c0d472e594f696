import { appendFile, readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { NodeStatistic, Statistics, StatisticsOf } from '../../kit/state-store.js';
import { canonicalTime } from '../entries/accepted.js';
import { isMissing } from '../faults.js';
import { storeFault } from '../store-faults.js';
import type { FolderContext } from './context.js';
import { inFolder } from './files.js';
import { fileName } from './names.js';

/** A file a node: lines are added by many processes, and what is read is little. */
const nodeFile = ({ pipeline, node }: { readonly pipeline: string; readonly node: string }): string =>
  `${fileName(`${pipeline}\0${node}`)}.ndjson`;

const names = async (folder: string): Promise<readonly string[]> => {
  try {
    return await readdir(folder);
  } catch (error) {
    if (isMissing(error)) return [];
    throw storeFault(folder, 'read', error);
  }
};

/** The files that may say something of it. A node may have been of several kinds. */
const filesOf = async (root: string, of: StatisticsOf): Promise<readonly string[]> => {
  if (!('kind' in of)) return (await names(root)).map((kind) => join(root, kind, nodeFile(of)));
  const folder = join(root, fileName(of.kind));
  return (await names(folder)).map((name) => join(folder, name));
};

/** `at` comes first, so that lines can be put in order before they are parsed. */
const line = ({ at, ...rest }: NodeStatistic): string => JSON.stringify({ at: canonicalTime(at), ...rest });

const isLine = (text: string): boolean => text.startsWith('{"at":"') && text.endsWith('}');

const linesOf = async (file: string): Promise<readonly string[]> => {
  try {
    return (await readFile(file, 'utf8')).split('\n').filter(isLine);
  } catch (error) {
    if (isMissing(error)) return [];
    throw storeFault(file, 'read', error);
  }
};

/** A line that was cut off, by a disk that was full or a machine that lost its power, says nothing. */
const parsed = (text: string): readonly NodeStatistic[] => {
  try {
    return [JSON.parse(text) as NodeStatistic];
  } catch {
    return [];
  }
};

const TIME = '{"at":"2026-01-01T00:00:00.000Z'.length;

const newestFirst = (a: string, b: string): number => {
  const [left, right] = [a.slice(0, TIME), b.slice(0, TIME)];
  return left === right ? 0 : left < right ? 1 : -1;
};

const append = async (file: string, statistics: readonly NodeStatistic[]): Promise<void> => {
  // A line break before it too, so that what a killed writer left half written spoils no other line.
  const text = statistics.map((statistic) => `\n${line(statistic)}\n`).join('');
  await inFolder(dirname(file), () => appendFile(file, text)).catch((error: unknown) => {
    throw storeFault(file, 'written', error);
  });
};

export const folderStatistics = ({ places, prepare }: FolderContext): Statistics => ({
  append: async (statistics) => {
    await prepare();
    const fileOf = (one: NodeStatistic): string => join(places.statistics, fileName(one.kind), nodeFile(one));
    for (const file of new Set(statistics.map(fileOf)))
      await append(
        file,
        statistics.filter((one) => fileOf(one) === file),
      );
  },
  newest: async (of, limit) => {
    const lines = await Promise.all((await filesOf(places.statistics, of)).map(linesOf));
    // The last of those that began at the same time is the newest of them: the sort keeps their order.
    const found: NodeStatistic[] = [];
    for (const text of lines.flatMap((some) => some.toReversed()).sort(newestFirst)) {
      if (found.length >= limit) break;
      found.push(...parsed(text));
    }
    return found;
  },
});
