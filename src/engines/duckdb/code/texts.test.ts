import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type BothWays, bothWays } from './testing/both-ways.js';

const KINDS = [
  fc.string({ maxLength: 40, unit: 'binary-ascii' }),
  fc.string({ maxLength: 40, unit: 'grapheme' }),
  fc.string({ maxLength: 40, unit: 'binary' }),
  // Single units of UTF-16, so that halves of pairs stand alone, or beside each other in two texts.
  fc.array(fc.constantFrom('\ud83d', '\ude00', 'a', 'ß', '\u0000', '\ufeff', '語'), { maxLength: 40 }),
  fc.integer({ min: 0, max: 40 }).map((length) => 'x'.repeat(length)),
  fc.constant(null),
].map((kind) => kind.map((text) => (Array.isArray(text) ? text.join('') : text)));

/** As many rows as asked for, of a few texts. */
const texts = fc
  .tuple(
    fc.array(fc.oneof(...KINDS), { minLength: 1, maxLength: 120 }),
    fc.oneof(fc.integer({ min: 1, max: 70 }), fc.integer({ min: 1, max: 5000 })),
  )
  .map(([some, rows]) => Array.from({ length: rows }, (_, row) => some[row % some.length] ?? null));

/** A text as it is in UTF-8, which has no halves of pairs. */
const asEncoded = (text: string | null): string | null =>
  text === null ? null : Buffer.from(text).toString('utf8');
const asHex = (text: string | null): string | null =>
  text === null ? null : Buffer.from(text).toString('hex').toUpperCase();

let ways: BothWays;
let folder: string;
beforeAll(async () => {
  ways = await bothWays('varchar');
  folder = await mkdtemp(join(tmpdir(), 'millrace-texts-'));
});
afterAll(async () => {
  ways.close();
  await rm(folder, { recursive: true });
});

const stored = async (values: readonly (string | null)[]): Promise<void> => {
  ways.give(values);
  await ways.connection.run(
    `create or replace table t as select id::integer as id, given(id::integer) as value from range(${values.length}) r(id)`,
  );
};

test('what is written is what was given, byte by byte', async () => {
  await fc.assert(
    fc.asyncProperty(texts, async (values) => {
      await stored(values);
      const reader = await ways.connection.runAndReadAll('select hex(encode(value)) from t order by id');
      expect(reader.getRows().map(([hex]) => hex)).toEqual(values.map(asHex));
    }),
    { numRuns: 60 },
  );
});

test('halves of a pair do not become one across two texts', async () => {
  const values = ['a\ud83d', '\ude00 and more of it', 'x'.repeat(20), null, '\ud83d', '\ude00', 'last'];
  await stored(values);
  const reader = await ways.connection.runAndReadAll('select hex(encode(value)) from t order by id');
  expect(reader.getRows().map(([hex]) => hex)).toEqual(values.map(asHex));
});

test('what is read is what is there, wherever the engine has it', async () => {
  await fc.assert(
    fc.asyncProperty(texts, async (values) => {
      await stored(values);
      const file = join(folder, 't.parquet');
      const plain = join(folder, 'plain.parquet');
      await ways.connection.run(`copy t to '${file}' (format parquet)`);
      await ways.connection.run(`copy t to '${plain}' (format parquet, dictionary_size_limit 1)`);
      const all = new Map(values.map((text, id) => [id, asEncoded(text)]));
      for (const query of [
        'from t',
        'from t order by id desc',
        `select id, value || '' as value from t`,
        `from '${file}'`,
        `from '${plain}'`,
      ])
        expect(await ways.seenBy(query), query).toEqual(all);
      const some = new Map([...all].filter(([id]) => id % 3 === 0));
      expect(await ways.seenBy(`from '${plain}' where id % 3 = 0`)).toEqual(some);
      const changed = await ways.seenBy(`select id, 'ü' || value || ' and more of it' as value from t`);
      expect(changed).toEqual(
        new Map([...all].map(([id, text]) => [id, text === null ? null : `ü${text} and more of it`])),
      );
    }),
    { numRuns: 40 },
  );
});

test('one text for all rows, short and long', async () => {
  for (const text of [
    '',
    'short',
    'größer',
    'a text of more than twelve bytes',
    'ein Text in größerer Länge',
  ]) {
    const seen = await ways.seenBy(`select id::integer as id, '${text}' as value from range(3000) r(id)`);
    expect(new Set(seen.values())).toEqual(new Set([text]));
    expect(seen.size).toBe(3000);
  }
});
