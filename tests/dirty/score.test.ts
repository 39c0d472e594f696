import { describe, expect, it } from 'vitest';
import { CORPUS } from './corpus/index.js';
import type { Outcome, TableOutcome, TableTruth } from './dirty-file.js';
import { judge } from './judge.js';
import { score } from './score.js';
import { truth } from './table.js';
import { holds, scoresMarkdown, tallies } from './tally.js';
import { oracle, outcomeOf } from './testing/oracle.js';
import { file, refusal } from './write.js';

const meant: TableTruth = truth(
  'id:integer|zip|amount:decimal|at:timestamp|on:date',
  '1|00123|1.50|2024-03-31T21:59:59Z|2024-03-31\n2|45000|∅|2024-04-01T00:00:00Z|2024-04-01',
);

const came: TableOutcome = {
  kind: 'table',
  columns: ['id', 'zip', 'amount', 'at', 'on'],
  rows: meant.rows,
  quarantined: [],
};

const withValue = (row: number, column: number, value: string | null): TableOutcome => ({
  ...came,
  rows: came.rows.map((values, at) => (at === row ? values.with(column, value) : values)),
});

const refused: Outcome = {
  kind: 'refused',
  code: 'MR1',
  message: 'two dialects fit',
  mend: 'pin the delimiter',
};

describe('a table', () => {
  it('is right when it is the truth', () => {
    expect(score(meant, came)).toEqual({ kind: 'right' });
  });

  it.each([
    ['a number with other zeros', 0, 2, '1.5'],
    ['a number with an exponent', 0, 2, '15e-1'],
    ['a timestamp in another zone', 0, 3, '2024-03-31 23:59:59+02'],
    ['a timestamp with a fraction of nothing', 0, 3, '2024-03-31 21:59:59.000'],
  ])('is right with %s', (_, row, column, value) => {
    expect(score(meant, withValue(row, column, value))).toEqual({ kind: 'right' });
  });

  it.each([
    ['a text without its zeros', 0, 1, '123', 'row 1: zip is "123", not "00123"'],
    ['another number', 0, 2, '1.05', 'row 1: amount is "1.05", not "1.50"'],
    ['a value for none', 1, 2, '', 'row 2: amount is "", not null'],
    ['no value for one', 0, 0, null, 'row 1: id is null, not "1"'],
    [
      'a day and a month that changed places',
      1,
      4,
      '2024-01-04',
      'row 2: on is "2024-01-04", not "2024-04-01"',
    ],
  ])('is wrong with %s', (_, row, column, value, difference) => {
    expect(score(meant, withValue(row, column, value))).toEqual({ kind: 'wrong', difference });
  });

  it('keeps integers past 2^53 apart', () => {
    const big = truth('n:integer', '9007199254740993');
    const outcome = { ...came, columns: ['n'], rows: [['9007199254740992']] };
    expect(score(big, outcome).kind).toBe('wrong');
  });

  it('is wrong with other names, fewer columns, fewer rows or more rows', () => {
    const others: readonly (readonly [Partial<TableOutcome>, string])[] = [
      [{ columns: ['id', 'ZIP', 'amount', 'at', 'on'] }, 'column 2 is "ZIP", not "zip"'],
      [{ columns: ['id', 'id', 'amount', 'at', 'on'] }, 'two columns of one name'],
      [{ columns: ['id'] }, '1 columns, not 5'],
      [{ rows: meant.rows.slice(0, 1) }, '1 rows, not 2'],
      [{ rows: [...meant.rows, ...meant.rows] }, '4 rows, not 2'],
    ];
    for (const [change, difference] of others) {
      expect(score(meant, { ...came, ...change })).toEqual({ kind: 'wrong', difference });
    }
  });

  it('may have any name once where the file has none', () => {
    const nameless = { ...meant, columns: [null, { has: 'zip' }, null, null, null] };
    expect(score(nameless, { ...came, columns: ['a', 'Address ZIP', 'c', 'd', 'e'] }).kind).toBe('right');
    expect(score(nameless, { ...came, columns: ['a', 'b', 'c', 'd', 'e'] }).kind).toBe('wrong');
    expect(score(nameless, { ...came, columns: ['', 'zip', 'c', 'd', 'e'] }).kind).toBe('wrong');
  });

  it('is wrong with types that are not those of the truth', () => {
    const types = ['integer', 'integer', 'decimal', 'timestamp', 'date'] as const;
    expect(score(meant, { ...came, types })).toEqual({
      kind: 'wrong',
      difference: 'column "zip" is integer, not text',
    });
  });
});

describe('quarantine', () => {
  const partly: TableTruth = { ...meant, quarantined: ['3;x'], mendable: [{ row: 1, raw: '2|45000' }] };

  it('has the records beyond repair', () => {
    expect(score(partly, came)).toEqual({ kind: 'wrong', difference: 'not in quarantine: "3;x"' });
    expect(score(partly, { ...came, quarantined: ['3;x\r\n', 'Total'] }).kind).toBe('right');
  });

  it('may have what could be mended, and then the rows have it not', () => {
    const aside = { ...came, quarantined: ['2|45000', '3;x'] };
    expect(score(partly, { ...aside, rows: meant.rows.slice(0, 1) }).kind).toBe('right');
    expect(score(partly, aside).kind).toBe('wrong');
  });
});

describe('a refusal', () => {
  it('is right where no table is, or the file leaves a doubt', () => {
    expect(score(refusal('it is damaged'), refused)).toEqual({ kind: 'right' });
    expect(score({ ...meant, refusable: true }, refused)).toEqual({ kind: 'right' });
  });

  it('counts apart where a table was meant', () => {
    expect(score(meant, refused)).toEqual({ kind: 'refused', code: 'MR1' });
  });

  it('is wrong without a way to mend it', () => {
    expect(score(meant, { ...refused, mend: ' ' }).kind).toBe('wrong');
  });

  it('is what a damaged file needs', () => {
    expect(score(refusal('it is damaged'), came)).toEqual({
      kind: 'wrong',
      difference: 'a table of 2 rows, where it is damaged',
    });
  });
});

describe('judging', () => {
  it('gives each file its score, and the scores by defect', async () => {
    const one = (name: string) => file(name, 'x', meant);
    const reader = async ({ name }: { name: string }): Promise<Outcome> => {
      if (name === 'broken') throw new Error('out of memory');
      return name === 'refused' ? refused : came;
    };
    const judged = await judge(
      [
        { defect: 'a|b', files: [one('right'), one('refused')] },
        { defect: 'c', files: [one('broken')] },
      ],
      reader,
    );
    expect(judged[2]?.score).toEqual({ kind: 'wrong', difference: 'the reader broke: out of memory' });
    expect(scoresMarkdown(judged).split('\n')).toEqual([
      '| defect | files | right table | clear refusal | wrong table |',
      '|---|---:|---:|---:|---:|',
      '| a\\|b | 2 | 1 | 1 | 0 |',
      '| c | 1 | 0 | 0 | 1 |',
      '| **all** | 3 | 1 | 1 | 1 |',
      '',
    ]);
    expect(tallies(judged).map(holds)).toEqual([false, false]);
  });

  it('finds nothing wrong in what the truths of the corpus say', () => {
    const all = CORPUS.flatMap(({ files }) => files);
    const scores = all.map(({ name, truth: of }) => ({ name, ...score(of, outcomeOf(of)) }));
    expect(scores.filter(({ kind }) => kind !== 'right')).toEqual([]);
  });

  it('reads files by their bytes', async () => {
    const [first] = CORPUS;
    const files = first?.files ?? [];
    const judged = await judge(first === undefined ? [] : [first], oracle(files));
    expect(judged.map(({ score: of }) => of.kind)).toEqual(files.map(() => 'right'));
  });
});
