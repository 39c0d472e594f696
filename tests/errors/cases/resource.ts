import { mkdir, symlink } from 'node:fs/promises';
import { millrace } from '../../support/cli.js';
import { copying, documentOf, writing } from '../../support/document.js';
import { writeRows } from '../../support/duckdb.js';
import type { Project } from '../../support/project.js';
import type { ErrorCase } from './case.js';

const readingPath = (path: string): string => copying.replace('raw://in.csv', path);

const damagedRecord = async (at: Project): Promise<void> => {
  const { out } = await millrace(at, ['run', 'pipeline.yaml', '--json']);
  const { runId } = JSON.parse(out) as { runId: string };
  await at.write({ [`.millrace/runs/${runId}/run.json`]: '{ "version": 1, ' });
};

const inParts = (mode: string): string => copying.replace('out://out.csv', `out://parts/, mode: ${mode}`);

const wide = documentOf(`  rows:
    use: read_parquet
    with: { path: raw://wide.parquet }
  grouped:
    use: aggregate
    from: rows
    with: { by: [text], measures: { all: "list(text order by text)" } }
${writing('grouped')}`);

/** MR3xxx: stores, files, locks, memory and disks. */
export const resourceCases: readonly ErrorCase[] = [
  {
    code: 'MR3001',
    what: 'a store that is not declared',
    document: readingPath('rwa://in.csv'),
    exit: 2,
    says: '"rwa"',
    at: '10:19',
  },
  {
    code: 'MR3002',
    what: 'a path that climbs',
    document: readingPath('raw://../secret.csv'),
    exit: 2,
    says: '..',
    at: '10:19',
  },
  {
    code: 'MR3003',
    what: 'a store without its folder',
    document: copying.replace('./data', './absent'),
    exit: 1,
    says: 'absent',
    at: '10:19',
  },
  {
    code: 'MR3004',
    what: 'a file that is not there',
    document: readingPath('raw://on.csv'),
    exit: 1,
    says: 'on.csv',
    at: '10:19',
  },
  {
    code: 'MR3005',
    what: 'a link that leaves the store',
    document: readingPath('raw://link.csv'),
    files: { 'elsewhere/x.csv': 'a\n1\n' },
    before: (at) => symlink(at.path('elsewhere/x.csv'), at.path('data/link.csv')),
    exit: 1,
    says: 'link.csv',
    at: '10:19',
  },
  {
    code: 'MR3008',
    what: 'memory for a fraction of the work',
    document: wide,
    words: ['run', 'pipeline.yaml', '--memory', '20MB', '--threads', '1'],
    before: (at) =>
      writeRows(
        at.path('data/wide.parquet'),
        'select repeat(md5(i::varchar), 40) as text from range(60000) r(i)',
      ),
    exit: 1,
    says: 'ran out of memory',
  },
  {
    code: 'MR3010',
    what: 'a target that exists, in mode error',
    document: copying.replace('out://out.csv }', 'out://out.csv, mode: error }'),
    files: { 'out/out.csv': 'mine\n' },
    exit: 1,
    says: 'out.csv',
    at: '14:19',
  },
  {
    code: 'MR3012',
    what: 'a manifest that is no JSON',
    files: { 'out/.millrace/manifest.json': '{' },
    exit: 1,
    says: 'manifest',
    dataFile: 'manifest.json',
  },
  {
    code: 'MR3013',
    what: 'a run folder that is a file',
    words: ['run', 'pipeline.yaml', '--run-dir', 'data/in.csv'],
    exit: 1,
    says: 'in.csv',
  },
  { code: 'MR3014', what: 'a run that there is not', words: ['runs', '20200101'], exit: 2, says: '20200101' },
  {
    code: 'MR3014',
    what: 'the latest run where there is none',
    words: ['report', 'latest'],
    exit: 2,
    says: 'run',
  },
  {
    code: 'MR3015',
    what: 'a record that was cut short',
    words: ['runs', 'latest'],
    before: damagedRecord,
    exit: 1,
    says: 'record',
  },
  {
    code: 'MR3016',
    what: 'a report where no folder is',
    words: ['report', 'latest', '-o', 'no/folder/report.html'],
    before: async (at) => void (await millrace(at, ['run', 'pipeline.yaml'])),
    exit: 1,
    says: 'no/folder/report.html',
  },
  {
    code: 'MR3017',
    what: 'a folder to replace in which somebody else put a file',
    document: copying.replace('out://out.csv', 'out://parts/'),
    files: { 'out/parts/mine.csv': 'mine\n' },
    exit: 1,
    says: 'parts/mine.csv',
    dataFile: 'mine.csv',
  },
  {
    code: 'MR3018',
    what: 'a folder with other partitions',
    document: inParts('append, partition_by: [name]'),
    before: async (at) => {
      await at.write({ 'first.yaml': inParts('append, partition_by: [id]') });
      await millrace(at, ['run', 'first.yaml']);
    },
    exit: 2,
    says: 'partitioned by "id", and not by "name"',
  },
  {
    code: 'MR3002',
    what: 'an output where a folder is',
    before: async (at) => void (await mkdir(at.path('out/out.csv'), { recursive: true })),
    exit: 2,
    says: 'is a folder',
    at: '14:19',
  },
];
