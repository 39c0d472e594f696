import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { CORPUS } from './corpus/index.js';
import { corruptions } from './corrupt.js';
import { byDefect, type Judged, type JudgedCorruption, judge, judgeCorruptions } from './judge.js';
import { scoresPage } from './page.js';
import { readByRun } from './read.js';
import { holds, scoresMarkdown, tallies } from './tally.js';

/** So many seeds the page tells of; each run of the suite reads the first of them. */
const SEEDS = 1000;
const EACH_TIME = 250;

/** Other seeds than those of each run of the suite, or more of them. */
const first = Number(process.env['DIRTY_FIRST'] ?? 1);
const count = Number(process.env['DIRTY_SEEDS'] ?? EACH_TIME);

/** Files that are read at once. */
const AT_ONCE = 2;

const PAGE = join(import.meta.dirname, '../../docs/dirty-data.md');

const wrong = (judged: readonly Judged[]): readonly string[] =>
  judged.flatMap(({ defect, name, score }) =>
    score.kind === 'wrong' ? [`${defect}, ${name}: ${score.difference}`] : [],
  );

/** Defects of which more files are refused than may be. */
const tooOften = (judged: readonly Judged[]): readonly string[] =>
  tallies(judged)
    .filter((tally) => !holds(tally))
    .map(({ defect, refused, files }) => `${defect}: ${refused} of ${files} are refused`);

describe('files as partners send them', () => {
  const corpus: Judged[] = [];
  const seeded: JudgedCorruption[] = [];

  describe.each(CORPUS)('$defect', ({ defect, files }) => {
    test('gives the right table, or is refused in plain words', async () => {
      const judged = await judge([{ defect, files }], readByRun);
      corpus.push(...judged);
      expect(wrong(judged)).toEqual([]);
      expect(tooOften(judged)).toEqual([]);
    }, 600_000);
  });

  test(`${count} tables that were made worse by seed are never read wrong, and seldom refused`, async () => {
    seeded.push(...(await judgeCorruptions(corruptions(count, first), readByRun, AT_ONCE)));
    expect(wrong(seeded)).toEqual([]);
    expect(tooOften(byDefect(seeded))).toEqual([]);
  }, 1_800_000);

  const inOrder = (): readonly Judged[] =>
    CORPUS.flatMap(({ defect }) => corpus.filter((one) => one.defect === defect));

  test('have the scores that the documentation tells, file by file', async () => {
    expect(await readFile(PAGE, 'utf8')).toContain(scoresMarkdown(inOrder()));
  });

  test.runIf(first === 1 && count === SEEDS)('have the scores that the documentation tells', async () => {
    const page = scoresPage(inOrder(), seeded);
    if (process.env['DIRTY_SCORES'] === 'write') await writeFile(PAGE, page);
    expect(await readFile(PAGE, 'utf8')).toBe(page);
  });
});
