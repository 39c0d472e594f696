import { describe, expect, it } from 'vitest';
import { millrace } from '../support/cli.js';
import { codesIn } from '../support/expectations.js';
import { expectRuns, jsonDocument } from '../support/json-document.js';
import { project } from '../support/project.js';

const files = [
  "it's.csv",
  'a "b".csv',
  'two words.csv',
  'ünï 日本 😀.csv',
  '#1.csv',
  'a;b.csv',
  '--.csv',
  '%41.csv',
  '$x.csv',
  'a\\b.csv',
  'select.csv',
  'a:b.csv',
  'new\nline.csv',
  '.hidden.csv',
  '~.csv',
  "'); drop.csv",
];

describe('files with strange names', () => {
  it.each(files)('%j is read, and written', async (name) => {
    const nodes = {
      rows: { use: 'read_csv', with: { path: `raw://${name}` } },
      result: { use: 'write_csv', from: 'rows', with: { path: `out://${name}` } },
    };
    const at = await project({ 'pipeline.json': jsonDocument(nodes), [`data/${name}`]: 'id\n1\n2\n' });
    const { code, err } = await millrace(at, ['run', 'pipeline.json']);
    if (code === 2) expect(codesIn(err)).toEqual(expect.arrayContaining(['MR3002']));
    else expect({ code, text: await at.read(`out/${name}`) }, err).toEqual({ code: 0, text: 'id\n1\n2\n' });
  });

  it.each(["it's here", 'a "b"', '日本', 'a b', '#', '$HOME', '{x}'])(
    'a project in the folder %j works',
    async (name) => {
      const nodes = {
        rows: { use: 'read_csv', with: { path: 'raw://in.csv' } },
        result: { use: 'write_csv', from: 'rows', with: { path: 'out://out.csv' } },
      };
      const at = await project({
        [`${name}/p.json`]: jsonDocument(nodes),
        [`${name}/data/in.csv`]: 'id\n1\n',
      });
      await expectRuns(at, `${name}/p.json`);
      expect(await at.read(`${name}/out/out.csv`)).toBe('id\n1\n');
    },
  );
});
