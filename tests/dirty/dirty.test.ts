import { writeFile } from 'node:fs/promises';
import { afterAll, describe, expect, test } from 'vitest';
import { CORPUS } from './corpus/index.js';
import { corruption, corruptions } from './corrupt.js';
import { type Judged, judge } from './judge.js';
import { readByRun } from './read.js';
import { scoresMarkdown } from './tally.js';

/** More of them than fit into a run of the suite: `DIRTY_SEEDS=1000` reads them all. */
const SEEDS = Number(process.env['DIRTY_SEEDS'] ?? 60);

/** Seeds past the first ones whose tables were read wrong, or broke the reader, before they were mended. */
const ONCE_WRONG = [545, 580, 673, 780, 962];

const MOST_REFUSED = 0.15;

/** `DIRTY_SCORES=docs/dirty-data.md` keeps the scores there. */
const SCORES = process.env['DIRTY_SCORES'];

const PAGE = `# Dirty data: how \`read_csv\` fares

Files by defect, with truth tables that were written from the description of each defect alone (\`tests/dirty\`), and clean tables with
one to three defects at once, by seed. Each is read by a run with an empty contract: nothing is said of how the file is written.
A refusal names what is open and what to set. Made by \`DIRTY_SEEDS=1000 DIRTY_SCORES=docs/dirty-data.md npx vitest run tests/dirty/dirty.test.ts\`.

`;

const wrong = (judged: readonly Judged[]): readonly string[] =>
  judged.flatMap(({ defect, name, score }) =>
    score.kind === 'wrong' ? [`${defect}, ${name}: ${score.difference}`] : [],
  );

describe('files as partners send them', () => {
  const scores: Judged[] = [];
  afterAll(async () => {
    if (SCORES !== undefined) await writeFile(SCORES, PAGE + scoresMarkdown(scores));
  });

  describe.each(CORPUS)('$defect', ({ defect, files }) => {
    test('gives the right table, or is refused in plain words', async () => {
      const judged = await judge([{ defect, files }], readByRun);
      scores.push(...judged);
      expect(wrong(judged)).toEqual([]);
      const refused = judged.filter(({ score }) => score.kind === 'refused');
      expect(refused.length).toBeLessThanOrEqual(Math.max(1, Math.floor(MOST_REFUSED * files.length)));
    }, 120_000);
  });

  test(`${SEEDS} tables that were made worse by seed are never read wrong`, async () => {
    const files = corruptions(SEEDS);
    const judged = await judge([{ defect: 'one to three at once, by seed', files }], readByRun);
    scores.push(...judged);
    expect(wrong(judged)).toEqual([]);
    const refused = judged.filter(({ score }) => score.kind === 'refused');
    expect(refused.length).toBeLessThanOrEqual(MOST_REFUSED * files.length);
  }, 900_000);

  test('tables that were read wrong once are not again', async () => {
    const files = ONCE_WRONG.map(corruption);
    const judged = await judge([{ defect: 'read wrong once', files }], readByRun);
    expect(judged.map(({ score }) => score.kind)).toEqual(ONCE_WRONG.map(() => 'right'));
  });
});
