import { mkdir, open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { copyOf, type DataFile } from '../../kit/index.js';

/** Bytes of each of the three pieces of a text file; a file that is not larger than all three is read as a whole. */
const PIECE = 1 << 18;
const WHOLE = PIECE * 3;

const NEWLINE = 10;

/** Whole lines of a piece: from behind its first line end, unless the file begins there, to its last. */
const wholeLines = (piece: Buffer, isStart: boolean, isEnd: boolean): Buffer => {
  const from = isStart ? 0 : piece.indexOf(NEWLINE) + 1;
  const to = isEnd ? piece.length : piece.lastIndexOf(NEWLINE) + 1;
  return from === 0 && !isStart ? Buffer.alloc(0) : piece.subarray(from, Math.max(from, to));
};

/** A text file that is too large is cut down to whole lines of its start, its middle and its end. */
export const cutDown = async (file: DataFile, folder: string, number: number): Promise<DataFile> => {
  if (file.bytes <= WHOLE) return file;
  const handle = await open(file.path);
  try {
    const at = [0, Math.floor(file.bytes / 2), file.bytes - PIECE];
    const pieces: Buffer[] = [];
    for (const [index, position] of at.entries()) {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(PIECE), 0, PIECE, position);
      pieces.push(wholeLines(buffer.subarray(0, bytesRead), index === 0, index === 2));
    }
    await mkdir(folder, { recursive: true });
    const path = join(folder, `piece-${number}`);
    const text = Buffer.concat(pieces);
    await writeFile(path, text);
    return copyOf(file, { path, bytes: text.length });
  } finally {
    await handle.close();
  }
};
