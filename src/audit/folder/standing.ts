import { open, readFile } from 'node:fs/promises';
import { writeAtomically } from '../../base/atomic-file.js';
import { failure } from '../../base/errors/index.js';
import { type Chain, emptyChain, linked, withLine } from '../chain.js';
import type { TreeHead } from '../merkle/prove.js';
import { peakTexts, rootOf, treeFrom } from '../merkle/tree.js';
import { hashOfLine } from '../record.js';
import { linesOf } from './lines.js';
import { FILE_MODE, listSegments, type Segment, segmentAt, treeFile } from './places.js';

/** Where the writing of a trail stands. */
export interface Standing extends Chain {
  readonly segment: Segment;
  /** Bytes of the segment. */
  readonly bytes: number;
  /** Of these, the last line with its end. */
  readonly last: number;
}

export const emptyStanding = (folder: string): Standing => ({
  ...emptyChain,
  segment: segmentAt(folder, 0),
  bytes: 0,
  last: 0,
});

/** Keeps where a trail stands, so that the next start need not read all of it. It is never believed by itself. */
export const keepStanding = (
  folder: string,
  { tree, previous, segment, bytes, last }: Standing,
): Promise<void> =>
  writeAtomically(
    treeFile(folder),
    JSON.stringify({ size: tree.size, peaks: peakTexts(tree), previous, first: segment.first, bytes, last }),
    FILE_MODE,
  );

const bytesOf = async (path: string, position: number, length: number): Promise<Buffer> => {
  const handle = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, position);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
};

/** What was kept, if its tree is that of a checkpoint and its last line is where it says. */
export const keptStanding = async (folder: string, head: TreeHead): Promise<Standing | undefined> => {
  try {
    const { size, peaks, previous, first, bytes, last } = JSON.parse(
      await readFile(treeFile(folder), 'utf8'),
    );
    const tree = size === head.size ? treeFrom(size, peaks) : undefined;
    if (!tree || !rootOf(tree).equals(head.root)) return undefined;
    const segment = segmentAt(folder, first);
    const line = await bytesOf(segment.path, bytes - last, last);
    const isThere =
      line.length === last && line.at(-1) === 0x0a && hashOfLine(line.subarray(0, -1)) === previous;
    return isThere ? { tree, previous, segment, bytes, last } : undefined;
  } catch {
    return undefined;
  }
};

const broken = (path: string, what: string) => failure('MR8803', what, { dataFile: path });

const changed = ({ size }: TreeHead): string =>
  `the records are not those of the checkpoint at ${size}: some were changed, or are gone`;

const segmentsFrom = async (folder: string, { segment }: Standing): Promise<readonly Segment[]> =>
  (await listSegments(folder)).filter(({ first }) => first >= segment.first);

/**
 * Follows a trail to its end.
 *
 * @param head a checkpoint that its records must agree with, where they are read
 * @returns where it stands, and what of a line follows that was not written whole
 * @throws MR8803 where a line is not what it should be
 */
export const followed = async (
  folder: string,
  from: Standing,
  head: TreeHead | undefined,
): Promise<{ readonly standing: Standing; readonly torn: Buffer }> => {
  let standing = from;
  let torn: Buffer = Buffer.alloc(0);
  for (const segment of await segmentsFrom(folder, from)) {
    if (torn.length > 0) throw broken(segment.path, 'a line within the trail was not written whole');
    if (segment.first !== standing.segment.first) standing = { ...standing, segment, bytes: 0, last: 0 };
    for await (const { lines, rest } of linesOf(segment, standing.bytes)) {
      for (const line of lines) {
        const found = linked(standing, line);
        if ('fault' in found) throw broken(segment.path, found.fault);
        const last = line.length + 1;
        standing = { ...withLine(standing, line), segment, bytes: standing.bytes + last, last };
        if (head?.size === standing.tree.size && !rootOf(standing.tree).equals(head.root))
          throw broken(segment.path, changed(head));
      }
      torn = rest ?? torn;
    }
  }
  if (head && standing.tree.size < head.size) throw broken(folder, changed(head));
  return { standing, torn };
};
