import type { CorruptFile } from './corrupt.js';
import type { Defect, DirtyFile, Outcome, Reader } from './dirty-file.js';
import { type Score, score } from './score.js';

/** The score of one file under its defect. */
export interface Judged {
  readonly defect: string;
  readonly name: string;
  readonly score: Score;
}

const inWords = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const scoreOf = async ({ name, bytes, truth }: DirtyFile, reader: Reader): Promise<Score> => {
  let outcome: Outcome;
  try {
    outcome = await reader({ name, bytes: bytes() });
  } catch (error) {
    return { kind: 'wrong', difference: `the reader broke: ${inWords(error)}` };
  }
  return score(truth, outcome);
};

/** Reads each file, one after the other, and scores what comes. A reader that throws is wrong. */
export const judge = async (defects: readonly Defect[], reader: Reader): Promise<readonly Judged[]> => {
  const judged: Judged[] = [];
  for (const { defect, files } of defects) {
    for (const file of files) judged.push({ defect, name: file.name, score: await scoreOf(file, reader) });
  }
  return judged;
};

/** The score of a file that has several defects. */
export interface JudgedCorruption extends Judged {
  readonly defects: readonly string[];
}

/** Reads files some at once, for each waits for disks and for the engine, and scores them in their order. */
export const judgeCorruptions = async (
  files: readonly CorruptFile[],
  reader: Reader,
  atOnce: number,
): Promise<readonly JudgedCorruption[]> => {
  const left = files.entries();
  const judged = new Map<number, JudgedCorruption>();
  const work = async (): Promise<void> => {
    for (const [at, file] of left) {
      const { name, defects } = file;
      judged.set(at, { defect: defects.join(', '), defects, name, score: await scoreOf(file, reader) });
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return files.flatMap((_, at) => judged.get(at) ?? []);
};

/** The scores once for each defect that a file has. */
export const byDefect = (judged: readonly JudgedCorruption[]): readonly Judged[] =>
  judged
    .flatMap(({ defects, ...one }) => defects.map((defect) => ({ ...one, defect })))
    .toSorted((a, b) => (a.defect < b.defect ? -1 : a.defect > b.defect ? 1 : 0));
