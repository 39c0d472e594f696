import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ColumnMeasures } from '../../src/kit/index.js';
import { type MeasuredRun, outliers } from '../../src/preflight/history/index.js';
import { deviation, expected, isIn, median, trimmed } from '../../src/preflight/history/interval.js';

const DAY = 86_400_000;
const START = Date.parse('2026-01-01T00:00:00Z');

interface Input {
  readonly rows?: number;
  readonly newest?: number;
  readonly day?: number;
  readonly columns?: readonly Partial<ColumnMeasures>[];
  readonly accepted?: readonly string[];
}

const runOf = ({ rows = 1000, newest, day = 0, columns = [], accepted }: Input): MeasuredRun => ({
  runTime: START + day * DAY,
  measures: {
    rows,
    isExact: true,
    sample: { rows, isWhole: true },
    ...(newest === undefined ? {} : { newest }),
    columns: columns.map((column) => ({ name: 'amount', nullShare: 0, distinct: 100, ...column })),
    ...(accepted ? { accepted } : {}),
  },
});

/** The keys of what is found, with five runs at least. */
const found = (now: Input, past: readonly Input[]): readonly string[] =>
  outliers(runOf(now), past.map(runOf), { leastRuns: 5 }).map(({ key }) => key);

const withRows = (...rows: readonly number[]): readonly Input[] => rows.map((each) => ({ rows: each }));

const withColumn = (...columns: readonly Partial<ColumnMeasures>[]): readonly Input[] =>
  columns.map((column, index) => ({ columns: [column], day: -1 - index }));

const numbers = fc.array(fc.double({ min: -1e9, max: 1e9, noNaN: true }), { minLength: 3, maxLength: 40 });

describe('the interval', () => {
  test.each([
    [[1, 2, 3, 4, 100], 3, 1.4826],
    [[1, 2, 3, 4], 2.5, 1.4826],
    [[7, 7, 7], 7, 0],
  ])('of %j: the median, and the scaled median absolute deviation', (values, middle, scaled) => {
    expect(median(values)).toBe(middle);
    expect(deviation(values)).toBeCloseTo(scaled, 10);
  });

  test('is 3.5 deviations to each side, or the floor', () => {
    const values = [10, 11, 12, 13, 14, 15, 16];
    const reach = 3.5 * 1.4826 * 2;
    expect(expected(values, 1)).toEqual({ low: 13 - reach, high: 13 + reach });
    expect(expected([5, 5, 5, 5], 2)).toEqual({ low: 3, high: 7 });
  });

  test('has all that at least one run more lay beyond, on either side', () => {
    fc.assert(
      fc.property(numbers, fc.double({ min: 0, max: 1, noNaN: true }), (values, part) => {
        const { low, high } = trimmed(values);
        expect(isIn(Math.min(high, low + part * (high - low)), expected(values, 0))).toBe(true);
      }),
    );
  });

  test('does not follow one value, whatever it is', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 100, max: 110, noNaN: true }), { minLength: 5, maxLength: 30 }),
        fc.nat(),
        fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e12, max: 1e12 }),
        (values, at, rubbish) => {
          const spoilt = values.with(at % values.length, rubbish);
          const { low, high } = expected(spoilt, 5);
          // 3.5 scaled deviations of values that are at most 10 apart.
          expect(low).toBeGreaterThan(100 - 60);
          expect(high).toBeLessThan(110 + 60);
          expect(isIn(median(values), { low, high })).toBe(true);
        },
      ),
    );
  });
});

const stable = fc.array(fc.integer({ min: 1000, max: 1100 }), { minLength: 5, maxLength: 30 });

describe('rows', () => {
  test('that were so before are never told', () => {
    const usual = fc.array(fc.integer({ min: 0, max: 1_000_000 }), { minLength: 5, maxLength: 30 });
    fc.assert(
      fc.property(usual, fc.double({ min: 0, max: 1, noNaN: true }), (rows, part) => {
        const { low, high } = trimmed(rows);
        expect(found({ rows: Math.floor(low + part * (high - low)) }, withRows(...rows))).toEqual([]);
      }),
    );
  });

  test('that are a tenth, or ten times as many, are told after five runs that were alike', () => {
    fc.assert(
      fc.property(stable, (rows) => {
        expect(found({ rows: Math.floor(Math.min(...rows) / 10) }, withRows(...rows))).toEqual(['rows']);
        expect(found({ rows: Math.max(...rows) * 10 }, withRows(...rows))).toEqual(['rows']);
      }),
    );
  });

  test('are judged the same where one of the runs was rubbish', () => {
    fc.assert(
      fc.property(
        stable,
        fc.nat(),
        fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 1_000_000_000 })),
        fc.constantFrom(['collapsed', 100], ['usual', 1050], ['many', 11_000]),
        (rows, at, rubbish, [, now]) => {
          const spoilt = rows.with(at % rows.length, rubbish);
          const verdict = found({ rows: now as number }, withRows(...rows));
          expect(found({ rows: now as number }, withRows(...spoilt))).toEqual(verdict);
        },
      ),
    );
  });

  test('of fewer runs than are asked for say nothing', () => {
    expect(found({ rows: 1 }, withRows(1000, 1000, 1000, 1000))).toEqual([]);
    expect(found({ rows: 1 }, withRows(1000, 1000, 1000, 1000, 1000))).toEqual(['rows']);
  });

  test('that grow steadily are as they should be', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 5, max: 30 }),
        fc.integer({ min: 10, max: 10_000 }),
        fc.double({ min: 1, max: 1.5, noNaN: true }),
        (runs, start, factor) => {
          const rows = Array.from({ length: runs + 1 }, (_, run) => Math.round(start * factor ** run));
          const [now = 0, ...past] = rows.toReversed();
          expect(found({ rows: now }, withRows(...past))).toEqual([]);
        },
      ),
    );
  });

  test('of two kinds of days are as they should be once both were seen twice', () => {
    const week = [1000, 1000, 1000, 1000, 1000, 10, 10];
    expect(found({ rows: 11 }, withRows(...week))).toEqual([]);
    expect(found({ rows: 1010 }, withRows(...week))).toEqual([]);
    expect(found({ rows: 2 }, withRows(...week))).toEqual(['rows']);
  });

  test('that are told take the place of what follows from them, and not of null shares', () => {
    const past = Array.from({ length: 6 }, () => ({
      columns: [{ distinct: 1000, least: 1, greatest: 1000 }],
    }));
    expect(found({ rows: 10, columns: [{ distinct: 10, least: 1, greatest: 99_999 }] }, past)).toEqual([
      'rows',
    ]);
    const empty = { distinct: 0, nullShare: 1 };
    expect(found({ rows: 10, columns: [empty] }, past)).toEqual(['rows', 'null share of amount']);
  });
});

describe('columns', () => {
  const shares = (...all: readonly number[]) => withColumn(...all.map((nullShare) => ({ nullShare })));

  test('null shares: five in a hundred more or fewer are not told, a third is', () => {
    const past = shares(0, 0, 0, 0, 0, 0);
    expect(found({ columns: [{ nullShare: 0.05 }] }, past)).toEqual([]);
    expect(found({ columns: [{ nullShare: 0.34 }] }, past)).toEqual(['null share of amount']);
    expect(found({ columns: [{ nullShare: 0.2 }] }, shares(1, 1, 1, 1, 1))).toEqual(['null share of amount']);
  });

  test('null shares of a few rows differ by chance', () => {
    const past = shares(0.5, 0.45, 0.55, 0.5, 0.5);
    expect(
      found(
        { rows: 20, columns: [{ nullShare: 0.75 }] },
        past.map((run) => ({ ...run, rows: 20 })),
      ),
    ).toEqual([]);
    expect(found({ columns: [{ nullShare: 0.95 }] }, past)).toEqual(['null share of amount']);
  });

  test('distinct values', () => {
    const past = withColumn(...[3, 3, 3, 3, 3].map((distinct) => ({ distinct })));
    expect(found({ columns: [{ distinct: 4 }] }, past)).toEqual([]);
    expect(found({ columns: [{ distinct: 300 }] }, past)).toEqual(['distinct values of amount']);
  });

  test('ranges of numbers: twice as wide is not told, another unit is', () => {
    const past = withColumn(...[0, 1, 2, 1, 0].map((least) => ({ least, greatest: 1000 - least })));
    expect(found({ columns: [{ least: -900, greatest: 1900 }] }, past)).toEqual([]);
    expect(found({ columns: [{ least: 0, greatest: 100_000 }] }, past)).toEqual(['greatest value of amount']);
    expect(found({ columns: [{ least: -5000, greatest: 900 }] }, past)).toEqual(['least value of amount']);
  });

  test('numbers that go on from run to run', () => {
    const past = withColumn(
      ...[5, 4, 3, 2, 1].map((day) => ({ least: day * 1000, greatest: day * 1000 + 999 })),
    );
    expect(found({ columns: [{ least: 6000, greatest: 6999 }] }, past)).toEqual([]);
  });

  test('moments that move with the runs, and moments that stay', () => {
    const at = (day: number): Partial<ColumnMeasures> => ({
      least: START + (day - 1) * DAY,
      greatest: START + day * DAY,
      isMoment: true,
    });
    const moving = [-1, -2, -3, -4, -5].map((day) => ({ day, columns: [at(day)] }));
    expect(found({ day: 200, columns: [at(200)] }, moving)).toEqual([]);
    const staying = [-1, -2, -3, -4, -5].map((day) => ({ day, columns: [at(-100)] }));
    expect(found({ day: 200, columns: [at(-100)] }, staying)).toEqual([]);
    expect(found({ day: 0, columns: [{ ...at(0), greatest: START + 30_000 * DAY }] }, moving)).toEqual([
      'greatest value of amount',
    ]);
  });

  test('that are new, or have another type, are not compared', () => {
    const past = withColumn(...[0, 0, 0, 0, 0].map(() => ({ least: 1, greatest: 2 })));
    expect(found({ columns: [{ name: 'other', nullShare: 1 }] }, past)).toEqual([]);
    expect(found({ columns: [{ least: START, greatest: START, isMoment: true }] }, past)).toEqual([]);
  });

  test.each(['constructor', '__proto__', 'toString'])('may be called %s', (name) => {
    const past = withColumn(...Array.from({ length: 5 }, () => ({ name })));
    expect(found({ columns: [{ name, nullShare: 0.5 }] }, past)).toEqual([`null share of ${name}`]);
  });

  test('of a sample are not held against those of a whole', () => {
    const past = withColumn(...[0, 0, 0, 0, 0].map(() => ({ distinct: 1000 }))).map(runOf);
    const now = runOf({ columns: [{ distinct: 10 }] });
    const sampled = { ...now, measures: { ...now.measures, sample: { rows: 100, isWhole: false } } };
    expect(outliers(sampled, past, { leastRuns: 5 })).toEqual([]);
    expect(outliers(now, past, { leastRuns: 5 })).toHaveLength(1);
  });

  test('that are not asked for are not compared', () => {
    const past = withColumn(...[0, 0, 0, 0, 0].map(() => ({}))).map(runOf);
    const now = runOf({ columns: [{ nullShare: 0.9 }] });
    expect(outliers(now, past, { leastRuns: 5, columns: ['other'] })).toEqual([]);
    expect(outliers(now, past, { leastRuns: 5, columns: ['AMOUNT'] })).toHaveLength(1);
  });
});

describe('freshness', () => {
  const daily = [-1, -2, -3, -4, -5].map((day) => ({ day, newest: START + (day - 1) * DAY }));

  test('is as usual until the next delivery, and younger never tells', () => {
    expect(found({ day: 0, newest: START - DAY }, daily)).toEqual([]);
    expect(found({ day: 0, newest: START - 1.9 * DAY }, daily)).toEqual([]);
    expect(found({ day: 0, newest: START }, daily)).toEqual([]);
  });

  test('that is better than ever is not told', () => {
    const late = daily.map(({ day }) => ({ day, newest: START + (day - 40) * DAY }));
    expect(found({ day: 0, newest: START }, late)).toEqual([]);
    expect(found({ day: 0, newest: START - 80 * DAY }, late)).toEqual(['freshness']);
  });

  test('that is lost is told', () => {
    const [only, ...others] = outliers(runOf({ day: 0, newest: START - 5 * DAY }), daily.map(runOf), {
      leastRuns: 5,
    });
    expect(others).toEqual([]);
    expect(only?.evidence).toBe('age of the newest moment is 5 days; in the last 5 runs it was 24 hours');
  });
});

describe('the evidence', () => {
  const evidence = (now: Input, past: readonly Input[]) =>
    outliers(runOf(now), past.map(runOf), { leastRuns: 5 }).map((outlier) => outlier.evidence);

  test('says what is, and what was', () => {
    const past = withColumn(...[0, 0.02, 0.01, 0.01, 0.015].map((nullShare) => ({ nullShare })));
    expect(evidence({ columns: [{ nullShare: 0.34 }] }, past)).toEqual([
      'null share of amount is 34 %; in the last 5 runs it was 0 % to 2 % (median 1 %)',
    ]);
  });

  test('leaves out the one run that was as far out', () => {
    expect(evidence({ rows: 95 }, withRows(1000, 1010, 0, 1005, 1000, 1002))).toEqual([
      'number of rows is 95; in 5 of the last 6 runs it was 1,000 to 1,010 (median 1,002)',
    ]);
  });
});

describe('what is accepted', () => {
  const before = withRows(1000, 1000, 1000, 1000, 1000, 1000);

  test('is what later runs are held against, once there are enough of them', () => {
    const accepted: Input = { rows: 100, accepted: ['rows'] };
    expect(found({ rows: 100 }, [accepted, ...before])).toEqual([]);
    expect(found({ rows: 1000 }, [...withRows(100, 100, 100, 100), accepted, ...before])).toEqual(['rows']);
  });

  test('changes nothing of what was not', () => {
    const past = withColumn(...Array.from({ length: 6 }, () => ({})));
    const [first = {}, ...others] = past;
    const all = [{ ...first, accepted: ['rows'] }, ...others];
    expect(found({ columns: [{ nullShare: 0.9 }] }, all)).toEqual(['null share of amount']);
  });

  test('goes without saying where two runs went on with a warning', () => {
    expect(found({ rows: 110 }, withRows(100, 105, 1000, 1000, 1000, 1000, 1000))).toEqual([]);
  });
});
