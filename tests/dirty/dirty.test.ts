import { describe, expect, test } from 'vitest';
import { CORPUS } from './corpus/index.js';
import { corruptions } from './corrupt.js';
import { type Judged, judge } from './judge.js';
import { readByRun } from './read.js';

/** More of them than fit into a run of the suite: `DIRTY_SEEDS=1000` reads them all. */
const SEEDS = Number(process.env['DIRTY_SEEDS'] ?? 60);

const MOST_REFUSED = 0.15;

const wrong = (judged: readonly Judged[]): readonly string[] =>
  judged.flatMap(({ defect, name, score }) =>
    score.kind === 'wrong' ? [`${defect}, ${name}: ${score.difference}`] : [],
  );

describe('files as partners send them', () => {
  describe.each(CORPUS)('$defect', ({ defect, files }) => {
    test('gives the right table, or is refused in plain words', async () => {
      const judged = await judge([{ defect, files }], readByRun);
      expect(wrong(judged)).toEqual([]);
      const refused = judged.filter(({ score }) => score.kind === 'refused');
      expect(refused.length).toBeLessThanOrEqual(Math.max(1, Math.floor(MOST_REFUSED * files.length)));
    }, 120_000);
  });

  test(`${SEEDS} tables that were made worse by seed are never read wrong`, async () => {
    const files = corruptions(SEEDS);
    const judged = await judge([{ defect: 'seeded', files }], readByRun);
    expect(wrong(judged)).toEqual([]);
    const refused = judged.filter(({ score }) => score.kind === 'refused');
    expect(refused.length).toBeLessThanOrEqual(MOST_REFUSED * files.length);
  }, 900_000);
});
