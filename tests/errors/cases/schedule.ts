import { documentOf, reading, writing } from '../../support/document.js';
import type { ErrorCase } from './case.js';

const scheduled = (schedule: string): string =>
  documentOf(`${reading}${writing('rows')}`, `schedule:\n${schedule}`);

/** MR73xx: when pipelines run. */
export const scheduleCases: readonly ErrorCase[] = [
  {
    code: 'MR7301',
    what: 'an hour that no day has',
    document: scheduled('  cron: 0 25 * * *\n'),
    exit: 2,
    says: '"0 25 * * *" is not a cron expression: invalid value for hour: 25',
    at: '4:9',
  },
  {
    code: 'MR7301',
    what: 'a cron expression with seconds',
    document: scheduled('  cron: 0 0 6 * * *\n'),
    exit: 2,
    says: 'it has 6 fields, not 5',
    at: '4:9',
  },
  {
    code: 'MR7302',
    what: 'a zone that there is not',
    document: scheduled('  cron: 0 6 * * *\n  timezone: Europe/Berlni\n'),
    exit: 2,
    says: '"Europe/Berlni" is not a time zone',
    at: '5:13',
  },
  {
    code: 'MR7303',
    what: 'the thirtieth of February',
    document: scheduled('  cron: 0 0 30 2 *\n'),
    exit: 2,
    says: '"0 0 30 2 *" names a day that never comes',
    at: '4:9',
  },
  {
    code: 'MR7304',
    what: 'a schedule that does not say when',
    document: scheduled('  timezone: UTC\n'),
    exit: 2,
    says: 'does not say when',
    at: '4:3',
  },
  {
    code: 'MR7304',
    what: 'times to catch up where there are none',
    document: scheduled('  after: others\n  catch_up: all\n'),
    exit: 2,
    says: 'no times to catch up',
    at: '5:13',
  },
  {
    code: 'MR7305',
    what: 'a pipeline that waits for itself',
    document: scheduled('  after: cases\n'),
    exit: 2,
    says: 'waits for itself',
    at: '4:10',
  },
  {
    code: 'MR7306',
    what: 'a document without a schedule',
    words: ['schedule', 'pipeline.yaml'],
    exit: 2,
    says: 'does not say when it runs',
    at: '2:1',
  },
  {
    code: 'MR7307',
    what: 'a parameter that there is not',
    document: scheduled('  partitions: { by: day, from: since }\n'),
    exit: 2,
    says: 'no parameter "since"',
    at: '4:32',
  },
  {
    code: 'MR1020',
    what: 'a slip in a key of a schedule',
    document: scheduled('  corn: 0 6 * * *\n'),
    exit: 2,
    says: 'unknown key "corn"',
    at: '4:3',
  },
  {
    code: 'MR3001',
    what: 'files to wait for in no store',
    document: scheduled('  on_files: { path: row://*.csv }\n'),
    exit: 2,
    says: 'unknown store "row"',
    at: '4:21',
  },
];
