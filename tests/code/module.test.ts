import { describe, expect, test } from 'vitest';
import { millrace } from '../support/cli.js';
import { codeProject } from './code.js';

const ROWS = 'id,n\n1,2\n';
const module = (transform: string): string =>
  `import { defineTransform } from 'millrace/kit';\nexport default defineTransform(${transform} as never);\n`;

const validated = async (pipeline: {
  readonly module: string;
  readonly settings?: string;
}): Promise<string> => {
  const at = await codeProject({ rows: ROWS, ...pipeline });
  const { code, err } = await millrace(at, ['validate', 'pipeline.yaml']);
  expect(code).toBe(2);
  return err;
};

describe('a module that gives no transform is refused with its place', () => {
  test.each([
    ['cannot be parsed', 'export default {', '"./made.ts" cannot be loaded'],
    ['throws', `throw new Error('no')`, '"./made.ts" cannot be loaded: no'],
    ['has no default export', 'export const other = 1;', '"./made.ts" has no export "default"'],
    ['exports something else', 'export default 1;', 'what it exports is no transform'],
    [
      'has no function',
      module(`{ reads: { n: 'bigint' }, writes: { m: 'bigint' } }`),
      'the transform has no function',
    ],
    [
      'has two functions',
      module(`{ reads: { n: 'bigint' }, writes: { m: 'bigint' }, map: () => 1, mapRow: () => 1 }`),
      'has map, mapRow at once',
    ],
    [
      'reads nothing',
      module(`{ reads: {}, writes: { m: 'bigint' }, map: () => 1 }`),
      '`reads` names no column',
    ],
    [
      'writes nothing',
      module(`{ reads: { n: 'bigint' }, writes: {}, map: () => 1 }`),
      '`writes` names no column',
    ],
    [
      'names an unknown type',
      module(`{ reads: { n: 'int' }, writes: { m: 'bigint' }, map: () => 1 }`),
      '`reads` gives column "n" the type "int"',
    ],
    [
      'names a key that it does not read',
      module(
        `{ reads: { n: 'bigint' }, writes: { m: 'bigint' }, aggregate: { by: ['k'], init: () => 0, update: () => 0, merge: () => 0, finish: () => 0 } }`,
      ),
      'names "k", which `reads` does not',
    ],
    [
      'lacks a part',
      module(`{ reads: { n: 'bigint' }, writes: { m: 'bigint' }, aggregate: { by: [], init: () => 0 } }`),
      '`aggregate.update` must be a function',
    ],
    ['never ends', 'for (;;);', 'took more than 2 s'],
  ])('that %s', async (_, text, message) => {
    const err = await validated({ module: text, settings: ', timeout: 2' });
    expect(err).toMatch(/MR500[16]/);
    expect(err).toContain(message);
    expect(err).toContain('pipeline.yaml:14');
  });

  test.each([
    ['is not there', './none.ts', 'there is no module "./none.ts"'],
    ['lies outside of the project', '../made.ts', '"../made.ts" lies outside of the project'],
  ])('that %s', async (_, path, message) => {
    const at = await codeProject({ rows: ROWS, module: '' });
    await at.write({ 'pipeline.yaml': (await at.read('pipeline.yaml')).replace('./made.ts', path) });
    const { code, err } = await millrace(at, ['validate', 'pipeline.yaml']);
    expect([code, err]).toEqual([2, expect.stringContaining(`[MR5001] ${message}`)]);
  });

  test('that is to see a variable which is not set', async () => {
    const err = await validated({ module: '', settings: ', environment: [NOT_SET]' });
    expect(err).toContain('[MR5001] the environment has no "NOT_SET"');
  });
});

describe('a function is held against its input', () => {
  test.each([
    [
      'a column that is not there',
      `{ reads: { m: 'bigint' }, writes: { x: 'bigint' }, map: () => 1 }`,
      'reads column "m", which its input does not have',
    ],
    [
      'a column of another type',
      `{ reads: { n: 'varchar' }, writes: { x: 'bigint' }, map: () => 1 }`,
      'reads column "n" as varchar, and its input has BIGINT',
    ],
  ])('%s', async (_, transform, message) => {
    const err = await validated({ module: module(transform) });
    expect(err).toContain('[MR5002]');
    expect(err).toContain(message);
  });

  test('in JavaScript too, under a name of its own, beside types', async () => {
    const at = await codeProject({
      rows: ROWS,
      module: '',
      settings: ', export: twice',
      files: {
        'made.js': `import { defineTransform } from 'millrace/kit';
export const twice = defineTransform({ reads: { n: 'bigint' }, writes: { m: 'bigint' }, map: ({ n }) => ({ m: n.values.map((v) => v * 2n) }) });`,
      },
    });
    await at.write({ 'pipeline.yaml': (await at.read('pipeline.yaml')).replace('./made.ts', './made.js') });
    expect(await millrace(at, ['validate', 'pipeline.yaml'])).toMatchObject({ code: 0 });
  });
});
