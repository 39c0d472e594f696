import { describe, expect, it } from 'vitest';
import { sound } from '../support/document.js';
import { millraceProcess, program, start } from '../support/process.js';
import { project } from '../support/project.js';

const ESCAPE = '\u001b';

const json: readonly (readonly string[])[] = [
  ['run', 'pipeline.yaml', '--json'],
  ['validate', 'pipeline.yaml', '--json'],
  ['test', 'pipeline.yaml', '--json'],
  ['explain', 'pipeline.yaml', '--format', 'json'],
  ['runs', '--json'],
  ['runs', 'latest', '--json'],
  ['nodes', '--json'],
  ['nodes', 'filter', '--json'],
  ['schema'],
];

describe('standard output', () => {
  it.each(json.map((words) => [words]))('holds nothing but JSON for millrace %j', async (words) => {
    const at = await project(sound);
    await millraceProcess(at, ['run', 'pipeline.yaml']);
    const { code, out } = await millraceProcess(at, words);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toBeTypeOf('object');
    expect(out.endsWith('}\n') || out.endsWith(']\n')).toBe(true);
  });

  it('of a run that fails with --json is the record, and says why', async () => {
    const at = await project({ ...sound, 'data/in.csv': `id\n${'1\n'.repeat(30_000)}x\n` });
    const { code, out, err } = await millraceProcess(at, ['run', 'pipeline.yaml', '--json']);
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({ status: 'failed', problems: [{ code: 'MR4004' }] });
    expect(err).toContain('error[MR4004]');
  });

  it('is empty where a run has no result to give', async () => {
    const at = await project(sound);
    const { out, err } = await millraceProcess(at, ['run', 'pipeline.yaml']);
    expect(out).toBe('');
    expect(err).toContain('cases published 1 output');
  });

  it('of validate --json holds each problem with its code and place', async () => {
    const at = await project({
      ...sound,
      'pipeline.yaml': sound['pipeline.yaml'].replace('from: rows', 'from: row'),
    });
    const { code, out } = await millraceProcess(at, ['validate', 'pipeline.yaml', '--json']);
    expect(code).toBe(2);
    const [{ problems }] = JSON.parse(out) as [{ problems: { code: string; place: { line: number } }[] }];
    expect(problems).toContainEqual(
      expect.objectContaining({ code: 'MR2001', place: expect.objectContaining({ line: 13 }) }),
    );
  });
});

describe('where no person looks on', () => {
  it.each(['run', 'validate', 'explain', 'test'])(
    '%s prints no colour and draws nothing again',
    async (command) => {
      const at = await project(sound);
      const { out, err } = await millraceProcess(at, [command, 'pipeline.yaml']);
      expect(out + err).not.toContain(ESCAPE);
      expect(out + err).not.toContain('\r');
    },
  );

  it('a reader that has seen enough ends the command without a word', async () => {
    const at = await project(sound);
    const pipe = `"${process.execPath}" "${program}" nodes sql | head -1; echo "\${PIPESTATUS[0]}"`;
    const { out, err } = await start(at, 'bash', ['-c', pipe]).ended;
    expect(err).toBe('');
    expect(out).toMatch(/^# sql\n(0|141)\n$/);
  });

  it('a reader of a long output that has seen enough ends the command without a word', async () => {
    const at = await project(sound);
    const pipe = `"${process.execPath}" "${program}" schema | head -c 10 > /dev/null; echo "\${PIPESTATUS[0]}"`;
    const { out, err } = await start(at, 'bash', ['-c', pipe]).ended;
    expect(err).toBe('');
    expect(out).toMatch(/^(0|141)\n$/);
  });

  it('a disk that is full under the output is an error', async () => {
    const at = await project(sound);
    const { code, err } = await start(at, 'bash', [
      '-c',
      `"${process.execPath}" "${program}" schema > /dev/full`,
    ]).ended;
    expect(code).toBe(1);
    expect(err).toContain('error[MR3016] the output cannot be written');
  });

  it('a reader of the errors that is gone does not keep the run from its end', async () => {
    const at = await project(sound);
    const pipe = `"${process.execPath}" "${program}" run pipeline.yaml 2> >(exec 0<&-) ; echo "$?"`;
    const { out } = await start(at, 'bash', ['-c', pipe]).ended;
    expect(out).toBe('0\n');
    expect(await at.read('out/out.csv')).toContain('Ada');
  });
});
