import { millrace } from '../../support/cli.js';
import { between, copying, documentOf, reading, writing } from '../../support/document.js';
import type { ErrorCase } from './case.js';

const twoReaders = `${reading}  others:
    use: read_csv
    with: { path: raw://in.csv }
`;

const secondWriter = `  again:
    use: write_csv
    from: rows
    with: { path: out://out.csv }
`;

const cyclic = `  a: { use: union, from: [b, rows] }
  b: { use: filter, from: a, with: { where: id > 1 } }
`;

/** MR20xx: the graph. */
export const graphCases: readonly ErrorCase[] = [
  {
    code: 'MR2001',
    what: 'a node that there is not',
    document: copying.replace('from: rows', 'from: row'),
    exit: 2,
    says: '"row"',
    at: '13:11',
  },
  {
    code: 'MR2001',
    what: 'a test of a node that there is not',
    words: ['test', 'pipeline.yaml'],
    document: `${copying}tests:\n  - name: t\n    given: {}\n    expect:\n      nobody: []\n`,
    exit: 2,
    says: '"nobody"',
    at: '19:7',
  },
  {
    code: 'MR2002',
    what: 'a port that there is not',
    document: copying.replace('from: rows', 'from: rows.bad'),
    exit: 2,
    says: '"bad"',
    at: '13:11',
  },
  {
    code: 'MR2003',
    what: 'two nodes that read each other',
    document: documentOf(`${reading}${cyclic}${writing('b')}`),
    exit: 2,
    says: '->',
    at: '12:27',
  },
  {
    code: 'MR2004',
    what: 'a filter of nothing',
    document: copying.replace('    from: rows\n', ''),
    exit: 2,
    says: 'takes one input, and has 0',
    at: '12:10',
  },
  {
    code: 'MR2005',
    what: 'a node that nobody reads, with warnings denied',
    words: ['validate', '--deny-warnings', 'pipeline.yaml'],
    document: documentOf(`${twoReaders}${writing('rows')}`),
    exit: 2,
    says: '"others"',
    at: '11:3',
  },
  {
    code: 'MR2006',
    what: 'two writers of one file',
    document: `${copying}${secondWriter}`,
    exit: 2,
    says: 'out://out.csv',
    at: '18:19',
  },
  {
    code: 'MR2006',
    what: 'a writer inside of the folder of another',
    document: `${copying.replace('out://out.csv', 'out://all/')}${secondWriter.replace('out.csv', 'all/out.csv')}`,
    exit: 2,
    says: 'inside of the folder that "result" writes',
    at: '18:19',
  },
  {
    code: 'MR2007',
    what: 'a kind that there is not',
    document: copying.replace('read_csv', 'read_cvs'),
    exit: 2,
    says: '"read_cvs"',
    at: '9:10',
  },
  {
    code: 'MR2007',
    what: 'the reference of a kind that there is not',
    words: ['nodes', 'fliter'],
    exit: 2,
    says: '"fliter"',
  },
  {
    code: 'MR2013',
    what: 'the reference of a semantic type that there is not',
    words: ['types', 'emial'],
    exit: 2,
    says: '"emial"',
  },
  {
    code: 'MR2008',
    what: 'nothing that writes',
    document: documentOf(reading),
    exit: 2,
    says: 'no node writes',
    at: '7:1',
  },
  {
    code: 'MR2009',
    what: 'a node that reads a writing one',
    document: `${copying}  more:\n    use: check\n    from: result\n    with: { rows: { min: 1 } }\n`,
    exit: 2,
    says: 'gives no rows',
    at: '17:11',
  },
  {
    code: 'MR2010',
    what: 'columns that nobody has seen, offline, with warnings denied',
    words: ['validate', '--offline', '--deny-warnings', 'pipeline.yaml'],
    exit: 2,
    says: '"rows"',
    at: '8:3',
  },
  {
    code: 'MR9001',
    what: 'a kind that is not built',
    document: between('sessionize', ' { gap: 1h }'),
    exit: 2,
    says: '"sessionize" is not built yet',
    at: '12:10',
  },
  {
    code: 'MR2011',
    what: 'a contract on a check',
    document: `${copying}  enough:
    use: check
    from: rows
    with: { rows: { min: 1 } }
    contract: { columns: {} }
`,
    exit: 2,
    says: 'cannot have a contract',
    at: '19:5',
  },
  {
    code: 'MR2012',
    what: 'a replay into a single CSV file',
    document: copying.replace('  result:', '    contract: { columns: { id: { max: 1 } } }\n  result:'),
    files: { 'data/in.csv': 'id\n1\n2\n' },
    before: async (at) => void (await millrace(at, ['run', 'pipeline.yaml'])),
    words: ['quarantine', 'replay'],
    exit: 2,
    says: 'cannot add rows to the file out://out.csv',
    at: '12:3',
  },
];
