import { describe, expect, test } from 'vitest';
import { millrace } from '../support/cli.js';
import { type Project, project } from '../support/project.js';

const document = (node: string, more = ''): string => `millrace: 1
pipeline: impossible
resources:
  stores:
    raw: { folder: . }
    out: { folder: ./out }
nodes:
  codes: { use: read_csv, with: { path: raw://codes.csv } }
  orders: ${node}
${more}`;

const files = {
  'a.csv': 'id,day,note,price\n1,2026-01-02,ab,1.5\n20,2026-01-03,c,-2.5\n',
  'b.csv': 'id,other\n1,2\n',
  'codes.csv': 'id\n1\n20\n',
};

const OUT = '  out: { use: write_csv, from: orders, with: { path: out://out.csv } }\n';

const contracted = (promises: string, path = 'a.csv'): string =>
  document(
    `{ use: read_csv, with: { path: "raw://${path}" }, contract: ${promises} }`,
    `${OUT}  ids: { use: check, from: codes, with: { required: [id] } }\n`,
  );

const checked = (promises: string): string =>
  document(
    '{ use: read_csv, with: { path: raw://a.csv } }',
    `  looked: { use: check, from: orders, with: ${promises} }
${OUT}  ids: { use: check, from: codes, with: { required: [id] } }
`,
  );

const holding = (text: string): Promise<Project> => project({ ...files, 'pipeline.yaml': text });

const validate = async (text: string) => millrace(await holding(text), ['validate', 'pipeline.yaml']);

const codesIn = (text: string): readonly string[] =>
  [...text.matchAll(/^\w+\[(MR\d+)\]/gm)].map(([, code = '']) => code);

/** What of the document the carets stand under. */
const marked = (text: string): string => {
  const [, line = '', carets = ''] = /\| (.*)\n +\| ( *\^+)/.exec(text) ?? [];
  return line.slice(carets.indexOf('^'), carets.length);
};

/** The promises, the code, what is marked and what is said. */
const impossible: readonly (readonly [string, string, string, string])[] = [
  ['{ columns: { id: { pattern: "[" } } }', 'MR2119', '"["', 'no regular expression: missing ]'],
  ['{ columns: { note: { pattern: "a(?=b)" } } }', 'MR2119', '"a(?=b)"', 'without look-around'],
  ['{ freshness: { column: id, max_age: 1d } }', 'MR2118', 'id', '"id" is BIGINT, and only a date'],
  [
    '{ columns: { note: { type: varchar } }, freshness: { column: note, max_age: 1d } }',
    'MR2118',
    'note',
    'is VARCHAR',
  ],
  ['{ columns: { id: { type: integer, min: 5, max: 1 } } }', 'MR2118', '5', "at least '5' and at most '1'"],
  ['{ columns: { price: { min: -1.5, max: -2 } } }', 'MR2118', '-1.5', 'Exchange `min` and `max`'],
  ['{ columns: { day: { min: 2026-02-01, max: 2026-01-31 } } }', 'MR2118', '2026-02-01', 'no DATE'],
  ['{ columns: { note: { type: varchar, min: b, max: a } } }', 'MR2118', 'b', 'no VARCHAR'],
  ['{ columns: { note: { length: { min: 3, max: 1 } } } }', 'MR1023', '{ min: 3, max: 1 }', 'greater'],
  ['{ columns: { note: { length: {} } } }', 'MR1023', '{}', 'needs `min`, or `max`, or both'],
  ['{ rows: { min: 5, max: 1 } }', 'MR1023', '{ min: 5, max: 1 }', 'has a `min` that is greater'],
  ['{ columns: { id: {}, ID: {} } }', 'MR1023', 'ID', 'names the same column as "id"'],
];

describe('promises that nothing can keep', () => {
  test.each(impossible)('a contract of %s is refused with its place', async (promises, code, mark, said) => {
    const { err, code: exit } = await validate(contracted(promises));
    expect(exit).not.toBe(0);
    expect(codesIn(err)).toEqual([code]);
    expect(marked(err)).toBe(mark);
    expect(err).toContain(said);
  });

  test.each(impossible)('a check of %s too', async (promises, code, mark, said) => {
    const { err } = await validate(checked(promises));
    expect(codesIn(err)).toEqual([code]);
    expect(marked(err)).toBe(mark);
    expect(err).toContain(said);
  });

  test.each([
    '{ columns: { id: { type: integer, min: 5, max: 5, length: 1 } }, rows: { min: 1, max: 1 } }',
    '{ columns: { id: { min: 9, max: 10 }, price: { min: -2, max: -1.5 } } }',
    '{ columns: { note: { length: { min: 2 }, min: a, max: a, pattern: "\\\\w+" } }, rows: { max: 0 } }',
    '{ columns: { day: { type: timestamp } }, freshness: { column: day, max_age: 36h } }',
  ])('%s is none of them', async (promises) => {
    expect(await validate(contracted(promises))).toMatchObject({ code: 0 });
    expect(await validate(checked(promises))).toMatchObject({ code: 0 });
  });
});

describe('a file without rows, of which each column seems to be text', () => {
  test.each(['{ columns: { price: { min: 9, max: 10 } } }', '{ freshness: { column: day, max_age: 1d } }'])(
    '%s is not refused for that',
    async (promises) => {
      for (const text of [contracted(promises), checked(promises)]) {
        const at = await holding(text);
        await at.write({ 'a.csv': 'id,day,note,price\n' });
        expect(await millrace(at, ['validate', 'pipeline.yaml'])).toMatchObject({ code: 0 });
      }
    },
  );

  test('an age of text that is no moment stops the run, and does not break it', async () => {
    for (const write of [contracted, checked]) {
      const at = await holding(write('{ freshness: { column: note, max_age: 1d } }'));
      const { err, code } = await millrace(at, ['run', 'pipeline.yaml']);
      expect(code).toBe(3);
      expect(err).toContain('no row has a moment in "note"');
    }
  });
});

describe('a contract that cannot be read', () => {
  test('is all that is told of: not what its files lack, nor what it does not read or give', async () => {
    const text = document(
      '{ use: read_csv, with: { path: "raw://?.csv" }, contract: { tolerat: { rows: 1 }, columns: { id: { references: codes.id } } } }',
      `${OUT}  bad: { use: write_csv, from: orders.quarantined, with: { path: out://bad.csv } }\n`,
    );
    const { err } = await validate(text);
    expect(codesIn(err)).toEqual(['MR1020']);
    expect(err).toContain('did you mean "tolerate"?');
  });

  test.each([
    ['{ tolerate: { share: 0.5 } }', 'Write a share in per cent, for example 0.5%.', '{ share: 0.5% }'],
    [
      '{ freshness: { column: day, max_age: 36 } }',
      'Write a span of time, for example 36h or 2d.',
      '{ column: day, max_age: 36h }',
    ],
  ])('%s: what is advised can be followed', async (promises, advice, followed) => {
    const { err } = await validate(contracted(promises));
    expect(codesIn(err)).toEqual(['MR1022']);
    expect(err).toContain(advice);
    const mended = promises.replace(/\{ (share|column).*?\}/, followed);
    expect(await validate(contracted(mended))).toMatchObject({ code: 0 });
  });
});

describe('messages about contracts', () => {
  test.each(['{ keys: [idd] }', '{ columns: { id: { type: integer, where: idd > 1 } } }'])(
    '%s: columns that are there for the contract only are not named',
    async (promises) => {
      const { err } = await validate(contracted(promises));
      expect(codesIn(err)).toEqual(['MR2104']);
      expect(err).toContain('input "orders" has: id, day, note, price\n');
    },
  );

  test('columns that a document asks for are', async () => {
    const text = contracted('{ keys: [idd] }').replace('a.csv" }', 'a.csv", row_origin: true }');
    expect((await validate(text)).err).toContain('has: id, day, note, price, origin_file, origin_row\n');
  });

  test('a check that casts names no column of its cast', async () => {
    const { err } = await validate(checked('{ columns: { id: { type: smallint }, nota: {} } }'));
    expect(err).toContain('it has: id, day, note, price\n');
  });

  test.each([
    ['emial', 'email'],
    ['intger', 'integer'],
    ['decmal(10,2)', 'decimal'],
  ])('the type %s may be meant for %s', async (type, meant) => {
    const { err } = await validate(contracted(`{ columns: { note: { type: "${type}" } } }`));
    expect(codesIn(err)).toEqual(['MR2115']);
    expect(err).toContain(`did you mean "${meant}"?`);
  });

  test('the nodes that are counted are those of the document', async () => {
    const text = contracted('{ freshness: { column: day, max_age: 2d } }');
    expect((await validate(text)).err).toBe('✓ pipeline.yaml: impossible, 4 nodes\n');
    const offline = await millrace(await holding(text), ['validate', 'pipeline.yaml', '--offline']);
    expect(offline.err).toContain('impossible, 4 nodes');
  });
});

describe('the length of a value that is no text', () => {
  test('is that of its text, in a contract and in a check', async () => {
    const promises = '{ columns: { id: { type: integer, length: 1 } } }';
    const at = await holding(contracted(promises));
    const ran = await millrace(at, ['run', 'pipeline.yaml']);
    expect(ran.code).toBe(0);
    expect(await at.read('out/out.csv')).toBe('id,day,note,price\n1,2026-01-02,ab,1.5\n');
    const { err } = await millrace(await holding(checked(promises)), ['run', 'pipeline.yaml']);
    expect(err).toContain('"id" (exactly 1 character): 1 of 2 rows breaks it, for example "20"');
  });
});
