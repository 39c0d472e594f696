import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Bench, benchOf } from '../../src/engines/duckdb/testing/engine.js';
import { joined, literal, type SemanticType, type Sql, sql } from '../../src/kit/index.js';
import { builtInTypes } from '../../src/semantics/index.js';

let bench: Bench;
beforeAll(async () => {
  bench = await benchOf();
});
afterAll(() => bench.close());

interface Judged {
  readonly text: string;
  readonly holds: boolean;
  readonly normalised: string | null;
  readonly again: string | null;
  readonly isStillHeld: boolean | null;
  readonly mask: string;
}

/** What a type says of texts, in one query over them. */
const judged = async (type: SemanticType, texts: readonly string[]): Promise<readonly Judged[]> => {
  const rows = joined(texts.map((text, index) => sql`(${literal(index)}, ${literal(text)})`));
  const value: Sql = sql`v`;
  const query = sql`with given(i, v) as (values ${rows}), once as (select i, v, ${type.check(value)} as holds, (${type.normalise(value)})::varchar as n, ${type.mask(value)} as mask from given)
    select v, holds, n, ${type.normalise(sql`n`)}::varchar, ${type.check(sql`n`)}, mask from once order by i`;
  const result = await bench.engine.execute(
    { query, sink: { kind: 'rows', limit: 10_000 } },
    { signal: new AbortController().signal, onProgress: () => undefined },
  );
  return result.values.map(([text, holds, normalised, again, isStillHeld, mask]) => ({
    text,
    holds,
    normalised,
    again,
    isStillHeld,
    mask,
  })) as unknown as readonly Judged[];
};

const letters = [...'aZ09 .,-+:/@%$€()é\'"'];

/** Numbers, codes and days, of which some are of each type that has a usual form, some almost, and some of none. */
const usual = [
  /^-?\d{1,4}([.]\d{1,4})?%?$/,
  /^[+-]?\d{1,11}([.,]\d{0,9})?$/,
  /^[A-Z]{2,3}$|^[a-z]{2,3}$/,
  /^(0000|1900|2023|2024)-[01]\d-[0-3]\d$/,
  /^(0000|1900|2023|2024)-02-(2[89]|30)([T ][0-2]\d:[0-5]\d:[0-6]\d([.]\d{0,6})?Z?)?$/,
].flatMap((form) => fc.sample(fc.stringMatching(form), { numRuns: 300, seed: 7 }));

describe.each(builtInTypes.map((type) => [type.name, type] as const))('%s', (_, type) => {
  const { valid, invalid } = type.cases;

  it('takes its valid cases and gives the one form of each', async () => {
    expect(valid.length).toBeGreaterThanOrEqual(6);
    const seen = await judged(
      type,
      valid.map(({ text }) => text),
    );
    expect(seen.map(({ text, normalised }) => ({ text, normalised }))).toEqual(valid);
    expect(seen.filter(({ text, holds }) => text === text.trim() && !holds)).toEqual([]);
  });

  it('refuses its invalid cases', async () => {
    expect(invalid.length).toBeGreaterThanOrEqual(6);
    const seen = await judged(
      type,
      invalid.map(({ text }) => text),
    );
    expect(seen.filter(({ holds, normalised }) => holds || normalised !== null)).toEqual([]);
  });

  it('holds for what it normalises, normalises it to itself, and shows none of it masked', async () => {
    const near = valid.flatMap(({ text }) =>
      [...text].flatMap((__, at) => [
        text.slice(0, at) + text.slice(at + 1),
        ...letters.map((letter) => text.slice(0, at) + letter + text.slice(at + 1)),
      ]),
    );
    const random = fc.sample(fc.string({ maxLength: 24 }), { numRuns: 500, seed: 7 });
    const texts = [...near, ...random].filter((text) => !text.includes('\u0000')).slice(0, 9000);
    const seen = await judged(type, texts);
    const kept = seen.filter(({ normalised }) => normalised !== null);
    expect(kept.length).toBeGreaterThan(0);
    if (type.valueType === 'VARCHAR') {
      expect(
        kept.filter(({ isStillHeld, again, normalised }) => !isStillHeld || again !== normalised),
      ).toEqual([]);
    }
    expect(
      seen.filter(({ text, holds, normalised }) => text === text.trim() && holds !== (normalised !== null)),
    ).toEqual([]);
    if (type.class !== 'none') {
      expect(seen.filter(({ text, mask }) => text.length > 0 && mask.includes(text) && text !== '•')).toEqual(
        [],
      );
    }
  });

  it('reads text in its usual form as it reads the same text with a space after it, which is never in that form', async () => {
    const written = [...valid.flatMap(({ text, normalised }) => [text, normalised]), ...usual];
    const near = written.flatMap((text) =>
      [...text].flatMap((__, at) => letters.map((letter) => text.slice(0, at) + letter + text.slice(at + 1))),
    );
    const texts = [...new Set([...written, ...near])].filter((text) => text === text.trim()).slice(0, 3000);
    const seen = await judged(
      type,
      texts.flatMap((text) => [text, `${text} `]),
    );
    const pairs = texts.map((__, at) => seen.slice(2 * at, 2 * at + 2));
    expect(pairs.filter(([bare, spaced]) => bare?.normalised !== spaced?.normalised)).toEqual([]);
    expect(pairs.filter(([bare]) => bare?.holds !== (bare?.normalised !== null))).toEqual([]);
  });

  it('shows of a valid value, masked, a few characters and less than half', async () => {
    const seen = await judged(
      type,
      valid.map(({ text }) => text),
    );
    for (const { text, mask } of seen.filter(() => type.class !== 'none')) {
      const shown = mask.replaceAll(/[•@]/g, '');
      expect(mask).toContain('•••');
      expect(shown.length, `${text} as ${mask}`).toBeLessThanOrEqual(Math.min(6, text.length / 2));
    }
  });

  it('says what it is', () => {
    expect(type.summary).toMatch(/^[A-Z].*[^.]\.$/);
    expect(type.description.length).toBeGreaterThan(60);
    expect(type.standard.url).toMatch(/^https:/);
  });
});
