import type { Defect, DirtyFile, TableTruth } from '../dirty-file.js';
import { utf8 } from '../encodings.js';

const HUGE = 'abcdefghij'.repeat(10_000_000);

/** Whoever has a limit may say so: a field of that size is more often a mistake than not. */
const truthWith = (rows: TableTruth['rows'], quarantined: readonly string[] = []): TableTruth => ({
  columns: ['id', 'document', 'pages'],
  types: ['integer', 'text', 'integer'],
  rows,
  quarantined,
  refusable: true,
});

const parts = (name: string, [before, after]: readonly [string, string], truth: TableTruth): DirtyFile => ({
  name,
  bytes: () => utf8(before + HUGE + after),
  truth,
});

const BEFORE = 'id,document,pages\n1,Vertrag,3\n2,';
const AFTER = ',4000\n3,Brief,1\n';

const first = ['1', 'Vertrag', '3'];
const last = ['3', 'Brief', '1'];

export const hugeField: Defect = {
  defect: 'a field of 100 MB',
  files: [
    parts('quoted.csv', [`${BEFORE}"`, `"${AFTER}`], truthWith([first, ['2', HUGE, '4000'], last])),
    parts('bare.csv', [BEFORE, AFTER], truthWith([first, ['2', HUGE, '4000'], last])),
    // A quote opened and forgotten, in a line without an end.
    parts('never-closed.csv', [`${BEFORE}"`, ''], truthWith([first], [`2,"${HUGE}`])),
  ],
};
