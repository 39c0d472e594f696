import { documentOf, reading, sound, writing } from '../../support/document.js';
import type { ErrorCase } from './case.js';

const interrupted = AbortSignal.abort();

const unread = documentOf(`${reading}${writing('rows')}  more:
    use: read_csv
    with: { path: raw://in.csv }
`);

const broken = async (): Promise<never> => {
  throw new Error('a fault of ours');
};

/** MR6xxx and MR9xxx: the command line, and what Millrace cannot do. */
export const commandCases: readonly ErrorCase[] = [
  {
    code: 'MR6001',
    what: 'a command that there is not',
    words: ['rnu', 'pipeline.yaml'],
    exit: 2,
    says: '"rnu"',
  },
  {
    code: 'MR6002',
    what: 'an option that there is not',
    words: ['run', 'pipeline.yaml', '--thread', '2'],
    exit: 2,
    says: '--thread',
  },
  {
    code: 'MR6015',
    what: 'a node to trace that there is not',
    words: ['trace', 'pipeline.yaml', '--node', 'rwos', '--where', 'true'],
    exit: 2,
    says: '"rwos"',
  },
  {
    code: 'MR6016',
    what: 'a way on which no rows go',
    words: ['trace', 'pipeline.yaml', '--node', 'rows', '--where', 'true', '--to', 'rows'],
    exit: 2,
    says: '"rows"',
  },
  { code: 'MR6003', what: 'a command without its file', words: ['run'], exit: 2, says: 'file' },
  {
    code: 'MR6003',
    what: 'an option without its value',
    words: ['run', 'pipeline.yaml', '--memory'],
    exit: 2,
    says: '--memory',
  },
  {
    code: 'MR6004',
    what: 'no threads',
    words: ['run', 'pipeline.yaml', '--threads', '0'],
    exit: 2,
    says: '--threads',
  },
  {
    code: 'MR6004',
    what: 'a size in words',
    words: ['run', 'pipeline.yaml', '--memory', 'lots'],
    exit: 2,
    says: '"lots"',
  },
  {
    code: 'MR6004',
    what: 'a time in words',
    words: ['run', 'pipeline.yaml', '--as-of', 'noon'],
    exit: 2,
    says: '"noon"',
  },
  {
    code: 'MR6005',
    what: 'a project where one is',
    words: ['init'],
    files: sound,
    exit: 2,
    says: 'pipeline.yaml',
  },
  {
    code: 'MR6006',
    what: 'a warning where none may be',
    words: ['validate', 'pipeline.yaml', '--deny-warnings'],
    document: unread,
    exit: 2,
    says: '1 warning',
  },
  {
    code: 'MR6010',
    what: 'a debugger without a terminal',
    words: ['debug', 'pipeline.yaml'],
    exit: 2,
    says: 'no terminal',
  },
  {
    code: 'MR9001',
    what: 'a command that is not built',
    words: ['worker'],
    exit: 2,
    says: '"worker" is not built yet',
  },
  {
    code: 'MR9002',
    what: 'a run that is interrupted',
    options: { signal: interrupted },
    exit: 130,
    says: 'interrupted',
  },
  {
    code: 'MR9999',
    what: 'a fault of Millrace itself',
    options: { wiring: { createEngine: broken } },
    exit: 1,
    says: 'a fault of ours',
  },
];
