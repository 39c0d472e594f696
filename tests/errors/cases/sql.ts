import { between, copying, documentOf, merging, reading, writing } from '../../support/document.js';
import { writeRows } from '../../support/duckdb.js';
import type { ErrorCase } from './case.js';

const where = (condition: string): string => between('filter', `\n      where: ${condition}`);
const select = (query: string): string => between('sql', `\n      query: ${query}`);

const otherReader = `  others:
    use: read_csv
    with: { path: raw://others.csv }
`;

const both = (node: string): string => documentOf(`${reading}${otherReader}${node}${writing('all_rows')}`);

const joined = (config: string): string =>
  both(`  all_rows:\n    use: join\n    from: { a: rows, b: others }\n    with:\n${config}`);

const others = { 'data/others.csv': 'id,name,amount\n1,Ada,yes\n' };

/** MR21xx: expressions and columns. The expression stands in line 15, from column 14. */
export const sqlCases: readonly ErrorCase[] = [
  {
    code: 'MR2101',
    what: 'a parenthesis too few',
    document: where('(id > 1'),
    exit: 2,
    says: 'syntax error',
    at: '15:21',
  },
  {
    code: 'MR2102',
    what: 'two expressions',
    document: where('id > 1, name'),
    exit: 2,
    says: '2 expressions',
    at: '15:14',
  },
  {
    code: 'MR2103',
    what: 'a query that changes something',
    document: select('delete from rows'),
    exit: 2,
    says: 'SELECT',
    at: '15:14',
  },
  {
    code: 'MR2104',
    what: 'a column that there is not',
    document: where('amuont > 1'),
    exit: 2,
    says: '"amuont"',
    at: '15:14',
  },
  {
    code: 'MR2105',
    what: 'a column that both inputs have',
    document: joined("      condition: a.id = b.id and name = 'Ada'\n      columns: [a.*]\n"),
    files: others,
    exit: 2,
    says: '"name"',
    at: '18:18',
  },
  {
    code: 'MR2106',
    what: 'a function that there is not',
    document: where('lenght(name) > 1'),
    exit: 2,
    says: '"lenght"',
    at: '15:14',
  },
  {
    code: 'MR2107',
    what: 'types that do not compare',
    document: where("id > date '2020-01-01'"),
    exit: 2,
    says: 'DATE',
    at: '15:14',
  },
  {
    code: 'MR2108',
    what: 'a condition that is a number',
    document: where('id + 1'),
    exit: 2,
    says: 'BOOLEAN',
    at: '15:14',
  },
  {
    code: 'MR2109',
    what: 'a file in an expression',
    document: select("select * from read_csv('/etc/passwd')"),
    exit: 2,
    says: 'read_csv',
    at: '15:28',
  },
  {
    code: 'MR2110',
    what: 'a relation that is no input',
    document: select('select * from secrets'),
    exit: 2,
    says: '"secrets"',
    at: '15:28',
  },
  {
    code: 'MR2111',
    what: 'a parameter that is not declared',
    document: where('id > $least'),
    exit: 2,
    says: 'least',
    at: '15:14',
  },
  {
    code: 'MR2112',
    what: 'a text where a number is compared',
    document: where("id > 'abc'"),
    exit: 2,
    says: "'abc'",
    at: '15:14',
  },
  {
    code: 'MR2113',
    what: 'a union of a number and a text',
    document: both('  all_rows:\n    use: union\n    from: [rows, others]\n'),
    files: others,
    exit: 2,
    says: '"amount"',
    at: '15:5',
  },
  {
    code: 'MR2114',
    what: 'two columns of one name',
    document: between('rename', ' { columns: { id: name } }'),
    exit: 2,
    says: '"name"',
    at: '14:28',
  },
  {
    code: 'MR2115',
    what: 'a type that there is not',
    document: between('cast', ' { columns: { id: INTEGR } }'),
    exit: 2,
    says: "'INTEGR'",
    at: '14:28',
  },
  {
    code: 'MR2116',
    what: 'an aggregate in a condition',
    document: where('sum(id) > 1'),
    exit: 2,
    says: '"sum"',
    at: '15:14',
  },
  {
    code: 'MR2117',
    what: 'a limit without an order, with warnings denied',
    words: ['validate', '--deny-warnings', 'pipeline.yaml'],
    document: between('limit', ' { rows: 1 }'),
    exit: 2,
    says: 'depend on chance',
    at: '14:19',
  },
  {
    code: 'MR2119',
    what: 'an expression that the engine refuses in its own words',
    document: where('id in (select 1, 2)'),
    exit: 2,
    says: '2 columns',
    at: '15:14',
  },
  {
    code: 'MR2118',
    what: 'a limit in a contract that is no number',
    document: copying.replace(
      '  result:',
      '    contract:\n      columns: { id: { type: integer, min: few } }\n  result:',
    ),
    exit: 2,
    says: "'few'",
    at: '12:44',
  },
  {
    code: 'MR2120',
    what: 'a merge into a target with a column more',
    document: merging(', key: id'),
    before: ({ path }) => writeRows(path('out/all.parquet'), "select 1 as id, 'x' as kept"),
    files: { 'out/.keep': '' },
    exit: 2,
    says: 'has a column "kept" that the input lacks',
    at: '14:19',
  },
];
