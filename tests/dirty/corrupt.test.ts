import { describe, expect, it } from 'vitest';
import { byDefectCount, corruption, corruptions } from './corrupt.js';
import { isRefusal } from './dirty-file.js';
import { judge } from './judge.js';
import { oracle } from './testing/oracle.js';

const COUNT = 1000;

const files = corruptions(COUNT);

describe('corruptions', () => {
  it('are as many as asked for, each with one to three defects', () => {
    expect(files.length).toBe(COUNT);
    expect(new Set(files.map(({ name }) => name)).size).toBe(COUNT);
    expect(files.filter(({ defects }) => defects.length < 1 || defects.length > 3)).toEqual([]);
  });

  it('are the same for the same seed', () => {
    for (const { seed, defects, bytes, truth } of files) {
      const again = corruption(seed);
      expect(again.defects).toEqual(defects);
      expect(again.truth).toEqual(truth);
      expect(Buffer.compare(again.bytes(), bytes())).toBe(0);
    }
  });

  it('use each defect often, alone and with others', () => {
    const counts = new Map<string, number>();
    for (const defect of files.flatMap(({ defects }) => defects)) {
      counts.set(defect, (counts.get(defect) ?? 0) + 1);
    }
    expect(counts.size).toBe(28);
    expect(Math.min(...counts.values())).toBeGreaterThan(COUNT / 100);
    expect(byDefectCount(files).map((one) => one.files.length > COUNT / 5)).toEqual([true, true, true]);
  });

  it('leave most rows whole', () => {
    for (const { name, truth } of files) {
      if (isRefusal(truth)) continue;
      const { rows, columns, types, quarantined = [] } = truth;
      expect(
        rows.every((row) => row.length === columns.length && types.length === columns.length),
        name,
      ).toBe(true);
      expect(rows.length, name).toBeGreaterThan(quarantined.length * 5);
    }
  });

  it('are right for a reader that knows the truth', async () => {
    const judged = await judge(byDefectCount(files), oracle(files));
    expect(judged.filter(({ score }) => score.kind !== 'right')).toEqual([]);
  });
});
