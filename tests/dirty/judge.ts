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
