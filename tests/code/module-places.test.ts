import { describe, expect, test } from 'vitest';
import { millrace } from '../support/cli.js';
import { codeProject } from './code.js';

/** What is said of a module that stands in a file of its own name. */
const said = async (file: string, text: string, files: Readonly<Record<string, string>> = {}) => {
  const at = await codeProject({ rows: 'id,n\n1,2\n', module: '', files: { [file]: text, ...files } });
  await at.write({ 'pipeline.yaml': (await at.read('pipeline.yaml')).replace('./made.ts', `./${file}`) });
  const { code, err } = await millrace(at, ['validate', 'pipeline.yaml']);
  expect(code).toBe(2);
  return err;
};

const frame = (place: string, line: string): string => `--> ${place}\n  |\n${line}`;

describe('a module that cannot be loaded is told with the line', () => {
  test.each([
    [
      'a.ts',
      'const a: number = 1;\nconst b = ];\n',
      'Unexpected token',
      frame('a.ts:2:11', '2 | const b = ];'),
    ],
    ['b.js', 'const a = 1;\n  const b = ];\n', 'Unexpected token', frame('b.js:2:13', '2 |   const b = ];')],
    [
      'c.ts',
      'interface A {\n  a: string;\n}\ntype B = A;\nconst f = (x: B): never => {\n  throw new TypeError("bad " + x.a);\n};\nexport default f({ a: "x" });\n',
      'cannot be loaded: TypeError: bad x',
      frame('c.ts:6:9', '6 |   throw new TypeError("bad " + x.a);'),
    ],
    [
      'd.js',
      'const a = 1;\nif (a === 1)\n  throw new RangeError("no");\nexport default a;\n',
      'cannot be loaded: RangeError: no',
      /--> d\.js:3:\d+\n {2}\|\n3 \| {3}throw new RangeError\("no"\);/,
    ],
    [
      'e.ts',
      "import { x } from 'no-such-package';\nexport default x;\n",
      'it imports "no-such-package", which is not there',
      frame('e.ts:1:20', "1 | import { x } from 'no-such-package';"),
    ],
  ])('%s', async (file, text, message, place) => {
    const err = await said(file, text);
    expect(err).toContain(message);
    expect(err).toEqual(
      typeof place === 'string' ? expect.stringContaining(place) : expect.stringMatching(place),
    );
    expect(err).toContain('= the document names the module at pipeline.yaml:14:');
  });

  test('which may be in a module that it imports', async () => {
    const err = await said('a.ts', "import './lib/b.ts';\n", {
      'lib/b.ts': 'export const b = 1;\nlet = ;\n',
    });
    expect(err).toContain('--> lib/b.ts:2:');
  });

  test('but what is thrown without a stack has no place of its own', async () => {
    const err = await said('a.ts', "throw 'no luck';\n");
    expect(err).toContain('cannot be loaded: it threw "no luck"');
    expect(err).toContain('--> pipeline.yaml:14:');
  });
});

const from = "import { defineTransform } from 'millrace/kit';\n";
const transform = (rest: string): string => `${from}export default defineTransform({ ${rest} } as never);\n`;

test.each([
  ['exports nothing', 'const a = 1;', 'Export the transform as the default'],
  [
    'exports it by another name',
    `${from}export const scores = defineTransform({ reads: { n: 'bigint' }, filter: () => [] });`,
    'or name it in the document: `export: scores`',
  ],
  ['exports a class', 'export default class Score {}', 'no transform, but a class'],
  ['exports a function', 'export default () => 1;', 'no transform, but a function'],
  [
    'waits',
    transform("reads: { n: 'bigint' }, writes: { m: 'bigint' }, map: async () => ({ m: [] })"),
    'Write a plain function that gives its values at once',
  ],
  [
    'writes a type of JavaScript',
    transform("reads: { n: 'bigint' }, writes: { m: 'number' }, map: () => ({ m: [] })"),
    'Write `double` where you mean `number`',
  ],
  [
    'reads nothing',
    transform("reads: {}, writes: { m: 'bigint' }, map: () => ({ m: [] })"),
    'Name under `reads` the columns that the function needs',
  ],
  [
    'lists what it reads',
    transform("reads: ['n'], writes: { m: 'bigint' }, map: () => ({ m: [] })"),
    'Write it so: `reads: {',
  ],
  ['imports a package that is not there', "import 'no-such';", '`npm install no-such`'],
  ['imports a file that is not there', "import './no-such.ts';", 'Mend the path of the import'],
  ['ends its process', 'process.exit(0);', 'called process.exit'],
  [
    'throws later',
    "setTimeout(() => { throw new Error('later'); }, 1);\nawait new Promise((done) => setTimeout(done, 5000));",
    'Catch it where it happens',
  ],
])('a module that %s is told what to do', async (_, text, words) => {
  const err = await said('a.ts', text);
  expect(err).toMatch(/MR500[16]/);
  expect(err).toContain(words);
});
