import { chown, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { millrace } from '../support/cli.js';
import { copying, documentOf, reading, someRows, writing } from '../support/document.js';
import { expectWhole, problemsIn } from '../support/expectations.js';
import { type Files, project } from '../support/project.js';

const shared = 'millrace: 1\nproject: shop\npolicies:\n  - timeout: 10m\n';

/** A pipeline three folders down, and whatever files are near it. */
const made = (files: Files) =>
  project({ 'a/b/pipeline.yaml': copying, 'a/b/data/in.csv': someRows, ...files });

const timeoutIn = async (files: Files, file = 'a/b/pipeline.yaml') => {
  const { code, out, err } = await millrace(await made(files), ['policy', 'explain', file, 'rows']);
  expect(code, err).toBe(0);
  return /timeout +(\S+) +rule 1, (\S+)/.exec(out)?.slice(1);
};

const found = async (files: Files, words = ['validate', 'a/b/pipeline.yaml']) => {
  const seen = await millrace(await made(files), words);
  const problems = problemsIn(seen.err);
  for (const each of problems) expectWhole(each);
  return { ...seen, problems: problems.map(({ code, place }) => [code, place]) };
};

describe('the file of a project', () => {
  it('is the first one in the folder of the pipeline or above', async () => {
    const near = shared.replace('10m', '2m');
    expect(await timeoutIn({ 'millrace.yaml': shared })).toEqual(['10m', 'millrace.yaml:4']);
    expect(await timeoutIn({ 'millrace.yaml': shared, 'a/millrace.yaml': near })).toEqual([
      '2m',
      'a/millrace.yaml:4',
    ]);
    expect(await timeoutIn({ 'a/b/millrace.yaml': near })).toEqual(['2m', 'a/b/millrace.yaml:4']);
  });

  it('is not looked for above the folder that a repository begins in', async () => {
    expect(await timeoutIn({ 'millrace.yaml': shared, 'a/.git/HEAD': '' })).toBeUndefined();
    // A worktree has a file of that name.
    expect(await timeoutIn({ 'millrace.yaml': shared, 'a/b/.git': 'gitdir: x' })).toBeUndefined();
    expect(await timeoutIn({ 'a/millrace.yaml': shared, 'a/.git/HEAD': '' })).toEqual([
      '10m',
      'a/millrace.yaml:4',
    ]);
  });

  it('governs pipelines in JSON and in TypeScript', async () => {
    const nodes = { rows: { use: 'read_csv', with: { path: 'raw://in.csv' } } };
    const value = { millrace: 1, pipeline: 'p', resources: { stores: { raw: { folder: './data' } } }, nodes };
    const text = JSON.stringify(value);
    const files = { 'millrace.yaml': shared, 'p.json': text, 'p.mjs': `export default ${text};` };
    for (const name of ['p.json', 'p.mjs'])
      expect(await timeoutIn(files, name)).toEqual(['10m', 'millrace.yaml:4']);
  });

  it('is no project where it is a pipeline of that name, which runs, and is part of the one above', async () => {
    const files = { 'a/b/millrace.yaml': copying };
    const at = await made(files);
    const ran = await millrace(at, ['run', 'a/b/millrace.yaml']);
    expect(ran.code, ran.err).toBe(0);
    expect(await timeoutIn(files)).toBeUndefined();
    const above = { ...files, 'a/millrace.yaml': shared };
    expect(await timeoutIn(above)).toEqual(['10m', 'a/millrace.yaml:4']);
    expect(await timeoutIn(above, 'a/b/millrace.yaml')).toEqual(['10m', 'a/millrace.yaml:4']);
  });

  it('is checked by itself', async () => {
    const { code, err } = await found({ 'millrace.yaml': shared }, ['validate', 'millrace.yaml']);
    expect(code, err).toBe(0);
    expect(err).toContain('millrace.yaml: project shop, 1 rule');
    const wrong = `${shared}  - match: { kind: read_cvs }\n    retry: { initial: 10s, max: 1s }\n`;
    const seen = await found({ 'millrace.yaml': wrong }, ['validate', 'millrace.yaml']);
    expect(seen.code).toBe(2);
    expect(seen.problems).toEqual([
      ['MR7002', 'millrace.yaml:5:20'],
      ['MR7001', 'millrace.yaml:6:14'],
    ]);
  });

  it.each([['run'], ['explain'], ['test']])('is refused by %s with MR7504', async (word) => {
    const { code, err, problems } = await found({ 'millrace.yaml': shared }, [word, 'millrace.yaml']);
    expect(code).toBe(2);
    expect(err).toContain('"millrace.yaml" is the file of the project "shop", not a pipeline');
    expect(problems).toEqual([['MR7504', 'millrace.yaml:2:1']]);
  });

  it.each([
    ['YAML that cannot be read', 'millrace: 1\nproject: [shop\n', 'MR1002', undefined],
    ['an unknown key', 'millrace: 1\nproject: shop\npolices: []\n', 'MR1020', 'did you mean "policies"?'],
    ['an unknown key of a rule', shared.replace('timeout', 'timout'), 'MR1020', 'did you mean "timeout"?'],
    ['what is designed and not built', `${shared}environments: {}\n`, 'MR9001', undefined],
    ['no name', 'millrace: 1\npolicies: []\n', 'MR1021', 'the key "project" is missing'],
    ['no version', 'project: shop\n', 'MR1021', 'the key "millrace" is missing'],
    ['what a pipeline has as well', `${shared}pipeline: p\n`, 'MR1020', 'unknown key "pipeline"'],
    ['another version', shared.replace('1', '2'), 'MR7503', 'version 2 are not supported'],
    ['a list', '- millrace: 1\n', 'MR7502', 'the project file is a list, not a mapping'],
    ['a variable where none is put in', `${shared}description: $\{env:T}\n`, 'MR1031', undefined],
  ])('is refused with %s, at its place, for every pipeline below it', async (_what, text, code, says) => {
    const { code: exit, err, problems } = await found({ 'millrace.yaml': text });
    expect(exit, err).toBe(2);
    expect(problems[0]?.[0]).toBe(code);
    expect(problems[0]?.[1]).toMatch(/^millrace\.yaml:\d+:\d+$/);
    if (says !== undefined) expect(err).toContain(says);
  });

  it('is refused with MR7501 where it cannot be read', async () => {
    const folder = await found({ 'millrace.yaml/x': '' });
    expect(folder.err).toContain(
      'error[MR7501] the project file "millrace.yaml" cannot be read: it is a folder',
    );
    const bytes = await found({ 'millrace.yaml': Uint8Array.of(0xff, 0xfe) });
    expect(bytes.err).toContain(
      'error[MR7501] the project file "millrace.yaml" cannot be read: it is not UTF-8',
    );
  });

  it('is refused with MR7502 where it is empty', async () => {
    const { err, problems } = await found({ 'millrace.yaml': '# later\n' });
    expect(problems).toEqual([['MR7502', undefined]]);
    expect(err).toContain('the project file "millrace.yaml" is empty');
  });

  it('is left out where a folder of pipelines is scheduled', async () => {
    const text = documentOf(`${reading}${writing('rows')}`, 'schedule: { cron: 30 6 * * * }\n');
    const { code, out, err } = await found({ 'millrace.yaml': shared, 'a/b/pipeline.yaml': text }, [
      'schedule',
      'next',
      '.',
    ]);
    expect(code, err).toBe(0);
    expect(out).toContain('06:30');
  });

  it.skipIf(process.getuid?.() !== 0)(
    'of another user is refused with MR7505, unless the pipeline is theirs too (needs root, to give files away)',
    async () => {
      const at = await made({ 'millrace.yaml': shared });
      await chown(at.path('millrace.yaml'), 65_534, 65_534);
      const { code, err } = await millrace(at, ['run', 'a/b/pipeline.yaml']);
      expect(code).toBe(2);
      expect(err).toContain('error[MR7505] the project file "millrace.yaml" belongs to another user (65534)');
      await chown(at.path('a/b/pipeline.yaml'), 65_534, 65_534);
      const theirs = await millrace(at, ['run', 'a/b/pipeline.yaml']);
      expect(theirs.code, theirs.err).toBe(0);
    },
  );
});

describe('the schema of project files', () => {
  const validator = async () => {
    const { out } = await millrace(await project(), ['schema', '--project']);
    expect(await readFile(join(import.meta.dirname, '../../schema/project.schema.json'), 'utf8')).toBe(out);
    return new Ajv2020({ strict: false, validateFormats: false }).compile(JSON.parse(out));
  };

  it('takes what is a project, and refuses what is none', async () => {
    const isValid = await validator();
    const head = { millrace: 1, project: 'shop' };
    expect(isValid({ ...head, policies: [{ match: { kind: 'read_*' }, timeout: '10m' }] })).toBe(true);
    expect(isValid({ ...head, resources: { stores: { raw: { folder: './data' } } } })).toBe(true);
    expect(isValid({ ...head, policies: [{ timout: '10m' }] })).toBe(false);
    expect(isValid({ ...head, environments: {} })).toBe(false);
    expect(isValid({ millrace: 1 })).toBe(false);
  });
});
