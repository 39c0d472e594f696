import { describe, expect, it } from 'vitest';
import { between, sound } from '../support/document.js';
import { project } from '../support/project.js';
import { expectRefused, publishedOnce } from '../support/refusal.js';

const RUN = ['run', 'pipeline.yaml'];
const withParam = between(
  'filter',
  '\n      where: id > $least',
  'params:\n  least: { type: integer, default: 1 }\n',
);

/** The words after `millrace`, the error, the exit code, and what it must say. */
const cases: readonly (readonly [readonly string[], string, number, string])[] = [
  [['rnu'], 'MR6001', 2, 'did you mean "millrace run"?'],
  [['rnu', 'pipeline.yaml', '--threads', '2'], 'MR6001', 2, 'unknown command "rnu"'],
  [['--verbose'], 'MR6002', 2, 'unknown option "--verbose"'],
  [['worker'], 'MR9001', 2, 'not built yet'],
  [[...RUN, '--env', 'prod'], 'MR9001', 2, 'not built yet'],
  [[...RUN, '--treads', '2'], 'MR6002', 2, 'did you mean "--threads"?'],
  [['run'], 'MR6003', 2, 'millrace run --help'],
  [['run', '--telemetry', 'pipeline.yaml'], 'MR6003', 2, '`millrace run pipeline.yaml --telemetry`'],
  [['run', '--telemetry', 'http://localhost:4318'], 'MR6003', 2, 'millrace run --help'],
  [[...RUN, 'other.yaml'], 'MR6004', 2, '2 arguments, where 1 will do'],
  [[...RUN, '--threads', '0'], 'MR6004', 2, 'from 1 to 1024'],
  [[...RUN, '--threads', '-3'], 'MR6004', 2, 'from 1 to 1024'],
  [[...RUN, '--threads', 'two'], 'MR6004', 2, 'from 1 to 1024'],
  [[...RUN, '--threads', '1.5'], 'MR6004', 2, 'from 1 to 1024'],
  [[...RUN, '--threads', '100000'], 'MR6004', 2, 'from 1 to 1024'],
  [[...RUN, '--memory', 'lots'], 'MR6004', 2, '512MB'],
  [[...RUN, '--memory', '12'], 'MR6004', 2, '512MB'],
  [[...RUN, '--memory', '-1GB'], 'MR6004', 2, '512MB'],
  [[...RUN, '--memory'], 'MR6003', 2, '--memory'],
  [[...RUN, '--as-of', 'tomorrow'], 'MR6004', 2, 'ISO 8601'],
  [[...RUN, '--as-of', '2026-02-30'], 'MR6004', 2, 'ISO 8601'],
  [[...RUN, '--param', 'least'], 'MR6004', 2, 'NAME=VALUE'],
  [[...RUN, '--param', '=1'], 'MR6004', 2, 'NAME=VALUE'],
  [[...RUN, '--param', 'leats=1'], 'MR1040', 2, 'did you mean "least"?'],
  [[...RUN, '--param', 'least=1.5'], 'MR1042', 2, '1.5'],
  [[...RUN, '--param', 'least='], 'MR1042', 2, 'least'],
  [[...RUN, '--param', 'least=1; drop table x; --'], 'MR1042', 2, 'drop table'],
  [[...RUN, '--param', '__proto__=1'], 'MR1040', 2, '__proto__'],
  [[...RUN, '--run-dir', 'data/in.csv'], 'MR3013', 1, 'in.csv'],
  [['run', 'pipline.yaml'], 'MR1001', 2, 'pipline.yaml'],
  [['explain', 'pipeline.yaml', '--format', 'pdf'], 'MR6004', 2, 'mermaid'],
  [['nodes', 'fliter'], 'MR2007', 2, 'did you mean "filter"?'],
  [['types', 'emial'], 'MR2013', 2, 'did you mean "email"?'],
  [['runs', '../../etc'], 'MR3014', 2, 'no run'],
  [['report', 'nothing'], 'MR3014', 2, 'no run'],
  [['report'], 'MR6003', 2, 'millrace report --help'],
  [['init', '--from', 'absent.csv'], 'MR6005', 2, 'pipeline.yaml'],
];

describe('a command line that is wrong', () => {
  it.each(cases)('millrace %j is %s, exit %i', async (words, code, exit, says) => {
    const at = await project({ ...sound, 'pipeline.yaml': withParam });
    await publishedOnce(at);
    const { err } = await expectRefused(at, { exit, code }, words);
    expect(err).toContain(says);
  });

  it('has the last of a parameter that is given twice', async () => {
    const at = await project({ ...sound, 'pipeline.yaml': withParam });
    await publishedOnce(at, [...RUN, '-p', 'least=1', '-p', 'least=2']);
    expect(await at.read('out/out.csv')).toBe('id,name,amount\n3,Linus,\n');
  });
});

describe('a target that cannot be', () => {
  it('a folder is refused, and the folder stays', async () => {
    const at = await project({ ...sound, 'out/out.csv/mine.txt': 'mine\n' });
    await expectRefused(at, { exit: 2, code: 'MR3002' });
  });

  it('below a file is refused, and the file stays', async () => {
    const document = sound['pipeline.yaml'].replace('out://out.csv', 'out://a.txt/out.csv');
    const at = await project({ ...sound, 'pipeline.yaml': document, 'out/a.txt': 'mine\n' });
    await expectRefused(at, { exit: 2, code: 'MR3002' });
  });

  it('in a store that is a file is refused, and the file stays', async () => {
    const at = await project({ ...sound, out: 'mine\n' });
    await expectRefused(at, { exit: 2, code: 'MR3002' });
    expect(await at.read('out')).toBe('mine\n');
  });

  it('what the run reads is refused, and the input stays', async () => {
    const document = sound['pipeline.yaml'].replace('out://out.csv', 'raw://in.csv');
    const at = await project({ ...sound, 'pipeline.yaml': document });
    await publishedOnce(at);
    expect(await at.read('data/in.csv')).toBe('id,name,amount\n1,Ada,10.5\n2,Grace,20.0\n3,Linus,\n');
  });
});
