import { appendFile } from 'node:fs/promises';
import { wire } from '../../../src/app/wire.js';
import type { CreateEngine } from '../../../src/kit/index.js';
import { between, copying, documentOf, merging, reading, writing } from '../../support/document.js';
import type { Project } from '../../support/project.js';
import type { ErrorCase } from './case.js';

const csv = (text: string | Uint8Array) => ({ 'data/in.csv': text });

const manyThen = (last: string): string =>
  `id,name,amount\n${Array.from({ length: 30_000 }, (_, n) => `${n},a,1`).join('\n')}\n${last}\n`;

const cardinal = documentOf(`${reading}  twice:
    use: read_csv
    with: { path: raw://twice.csv }
  joined:
    use: join
    from: { a: rows, b: twice }
    with:
      keys: [id]
      cardinality: many_to_one
${writing('joined')}`);

const inParts = (options: string): string =>
  copying.replace('out://out.csv', `out://parts/, partition_by: [name]${options}`);

const check = `${copying}  enough:
    use: check
    from: rows
    with: { rows: { min: 50 } }
`;

const test = `${copying}tests:
  - name: keeps all
    given:
      rows:
        - { id: 1 }
    expect:
      rows:
        - { id: 2 }
`;

/** A real engine whose first statement finds that a sender has gone on writing. */
const whileWriting = (file: () => string): CreateEngine => {
  const { createEngine } = wire();
  return async (options) => {
    const engine = await createEngine(options);
    return {
      ...engine,
      execute: async (...work) => {
        await appendFile(file(), '4,Edsger,1\n');
        return engine.execute(...work);
      },
    };
  };
};

const changing = (): ErrorCase => {
  const place = { file: '' };
  return {
    code: 'MR4010',
    what: 'a file that grows while it is read',
    before: async (at: Project) => {
      place.file = at.path('data/in.csv');
    },
    options: { wiring: { createEngine: whileWriting(() => place.file) } },
    exit: 1,
    says: 'in.csv',
    dataFile: 'in.csv',
  };
};

const contracted = (contract: string): string =>
  copying.replace('  result:', `    contract:\n      ${contract}\n  result:`);

/** MR4xxx: the data. */
export const dataCases: readonly ErrorCase[] = [
  {
    code: 'MR4001',
    what: 'a file of no bytes',
    files: csv(''),
    exit: 1,
    says: '"in.csv" is empty',
    at: '10:19',
    dataFile: 'in.csv',
  },
  {
    code: 'MR4002',
    what: 'a file that only has the name of a Parquet file',
    document: copying.replace('read_csv', 'read_parquet'),
    exit: 1,
    says: 'damaged',
    at: '10:19',
    dataFile: 'in.csv',
  },
  {
    code: 'MR4003',
    what: 'bytes that are not text',
    files: csv(Buffer.from([0x69, 0x64, 0x0a, 0xff, 0xfe, 0x80, 0x0a])),
    exit: 1,
    says: 'not UTF-8 text',
    at: '10:19',
    dataFile: 'in.csv:2',
  },
  {
    code: 'MR4004',
    what: 'a word among 30,000 numbers',
    files: csv(manyThen('soon,a,1')),
    exit: 1,
    says: "'soon'",
    at: '8:3',
    dataFile: 'in.csv:30002',
  },
  {
    code: 'MR4005',
    what: 'a record with a field too many, after 30,000 good ones',
    files: csv(manyThen('1,a,1,1')),
    exit: 1,
    says: 'has 4 fields, most have 3',
    at: '10:19',
    dataFile: 'in.csv',
  },
  {
    code: 'MR4006',
    what: 'files with other columns',
    document: copying.replace('raw://in.csv', 'raw://*.csv'),
    files: { 'data/other.csv': 'id,title\n1,a\n' },
    exit: 1,
    says: '"other.csv"',
    at: '10:19',
    dataFile: 'other.csv',
  },
  {
    code: 'MR4030',
    what: 'days and months that nothing tells apart',
    files: csv('id,day\n1,03/04/2026\n2,05/06/2026\n'),
    exit: 1,
    says: 'leaves open how column "day" is to be read',
    at: '10:19',
    dataFile: 'in.csv',
  },
  {
    code: 'MR4007',
    what: 'columns that differ only in case',
    files: csv('id,ID\n1,2\n'),
    exit: 1,
    says: '"id" and "ID"',
    at: '10:19',
    dataFile: 'in.csv',
  },
  {
    code: 'MR4008',
    what: 'a cast that a value does not take',
    document: between('derive', '\n      columns: { n: cast(name as integer) }'),
    exit: 1,
    says: "'Ada'",
    at: '11:3',
  },
  {
    code: 'MR4009',
    what: 'a sum that is too large',
    document: between('derive', '\n      columns: { n: 9223372036854775807 + id }'),
    exit: 1,
    says: /overflow|range/i,
    at: '11:3',
  },
  changing(),
  {
    code: 'MR4011',
    what: 'too few rows',
    document: check,
    exit: 3,
    says: '"enough" failed: 3 rows',
    at: '15:3',
  },
  {
    code: 'MR4012',
    what: 'a key that stands twice',
    document: cardinal,
    files: { 'data/twice.csv': 'id,city\n1,a\n1,b\n' },
    exit: 1,
    says: 'stands 2 times',
    at: '14:3',
  },
  {
    code: 'MR4013',
    what: 'two rows that come first alike',
    document: between('deduplicate', ' { keys: [id] }'),
    files: { 'data/in.csv': 'id,name\n1,a\n1,b\n' },
    exit: 1,
    says: 'key (1) has 2 different rows',
    at: '11:3',
  },
  {
    code: 'MR4014',
    what: 'a value that makes no column',
    document: between('pivot', '\n      on: name\n      values: [a]\n      measures: { n: count(*) }'),
    files: { 'data/in.csv': 'id,name\n1,a\n2,b\n' },
    exit: 1,
    says: 'the least such value is "b"',
    at: '11:3',
  },
  {
    code: 'MR4017',
    what: 'a file whose name does not fit',
    document: copying.replace('raw://in.csv', "raw://in.csv, capture: { pattern: '(?<year>[0-9]+)' }"),
    exit: 1,
    says: '"in.csv" does not fit the pattern',
    at: '10:42',
  },
  {
    code: 'MR4015',
    what: 'a text that partitions cannot tell from a null',
    document: inParts(''),
    files: csv('id,name,amount\n1,Ada,1\n2,Null,2\n'),
    exit: 1,
    says: 'column "name" has the text "Null"',
    at: '11:3',
  },
  {
    code: 'MR4016',
    what: 'more partitions than are allowed',
    document: inParts(', max_partitions: 2'),
    exit: 1,
    says: 'the rows fall into 3 partitions, and at most 2 are allowed',
    at: '11:3',
  },
  {
    code: 'MR4024',
    what: 'two rows with one key in a merge',
    document: merging(', key: id'),
    files: csv('id,name,amount\n1,Ada,1\n1,Ada,2\n'),
    exit: 1,
    says: 'rows with one key differ: id = 1',
    at: '11:3',
  },
  {
    code: 'MR4025',
    what: 'a row without a key in a merge',
    document: merging(', key: [id, name]'),
    files: csv('id,name,amount\n1,,1\n'),
    exit: 1,
    says: 'a row has no key: id = 1, name = null',
    at: '11:3',
  },
  {
    code: 'MR4020',
    what: 'a test that expects other rows',
    document: test,
    words: ['test', 'pipeline.yaml'],
    exit: 1,
    says: '"keeps all"',
    at: '21:7',
  },
  {
    code: 'MR4021',
    what: 'more rows that break a contract than it tolerates',
    document: contracted('tolerate: { rows: 0 }\n      columns: { amount: { required: true } }'),
    exit: 3,
    says: 'tolerates 0',
    at: '12:7',
  },
  {
    code: 'MR4022',
    what: 'fewer rows than a contract asks for',
    document: contracted('rows: { min: 1000 }'),
    exit: 3,
    says: 'at least 1000',
    at: '12:7',
  },
  {
    code: 'MR4023',
    what: 'a column of the contract that is not there',
    document: contracted('columns: { price: { required: true } }'),
    exit: 3,
    says: '"price"',
    at: '12:18',
  },
  {
    code: 'MR4031',
    what: 'two columns that may be the one of the contract',
    document: contracted('columns: { order_id: { type: integer } }').replace('read_csv', 'read_json'),
    files: csv('{"Order ID": 1, "order-id": 2}\n'),
    exit: 1,
    says: 'more than one column that may be "order_id"',
    at: '10:19',
    dataFile: 'in.csv',
  },
];
