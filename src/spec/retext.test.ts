import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { parseDocument, retext, SOURCE_TEXT, scalarText } from './index.js';
import { withConfig } from './testing/documents.js';

const path = ['nodes', 'a', 'with'];

/** The `with` of a node, retexted by a schema. */
const retexted = (schema: z.ZodType, ...lines: readonly string[]): unknown => {
  const { document, source } = parseDocument(withConfig(...lines), 'p.yaml');
  return retext(schema, document.nodes['a']?.with, path, source.sourceText);
};

const at = (schema: z.ZodType, text: string): unknown =>
  (retexted(z.strictObject({ x: schema }), `x: ${text}`) as Readonly<Record<string, unknown>>)['x'];

describe('a value whose schema asks for the source text', () => {
  it.each([
    ['00123', '00123'],
    ['12345678901234567890', '12345678901234567890'],
    ['1.10', '1.10'],
    ['1e3', '1e3'],
    ['0x1F', '0x1F'],
    ['TRUE', 'TRUE'],
    ['2001-01-01', '2001-01-01'],
    ['"007"', '007'],
    ['plain', 'plain'],
    ['null', null],
  ])('%s', (written, value) => {
    expect(at(scalarText(), written)).toBe(value);
  });

  it.each([
    ['optional', scalarText().optional()],
    ['nullable', scalarText().nullable()],
    ['default', scalarText().default('x')],
    ['described', scalarText().describe('x').optional().describe('y')],
    ['refined', scalarText().min(1)],
    ['a transform of it', scalarText().transform((value) => value.length)],
    ['a transform that is marked itself', z.string().transform(Number).meta(SOURCE_TEXT)],
    ['a pipe', scalarText().pipe(z.string().min(1))],
    ['a lazy schema', z.lazy(() => scalarText())],
    ['a union', z.union([z.null(), z.array(z.string()), scalarText()])],
    ['a preprocessed schema', z.preprocess((value) => value, scalarText())],
  ])('%s', (_, schema) => {
    expect(at(schema, '1.10')).toBe('1.10');
  });

  it('is found in lists, mappings, records and tuples', () => {
    const schema = z.strictObject({
      list: z.array(scalarText()),
      record: z.record(z.string(), z.union([scalarText(), z.array(scalarText())])),
      tuple: z.tuple([z.number(), scalarText()]),
      number: z.number(),
    });
    const lines = ['list: [1.0, 2.0]', 'record: { a: 1.0, b: [2.0] }', 'tuple: [1.0, 2.0]', 'number: 1.0'];
    expect(retexted(schema, ...lines)).toEqual({
      list: ['1.0', '2.0'],
      record: { a: '1.0', b: ['2.0'] },
      tuple: [1, '2.0'],
      number: 1,
    });
  });

  it('follows the option of a union that the value fits', () => {
    const schema = z.union([
      z.strictObject({ kind: z.literal('a'), value: z.number() }),
      z.strictObject({ kind: z.literal('b'), value: scalarText() }),
    ]);
    expect(at(schema, '{ kind: a, value: 1.0 }')).toEqual({ kind: 'a', value: 1 });
    expect(at(schema, '{ kind: b, value: 1.0 }')).toEqual({ kind: 'b', value: '1.0' });
  });

  it('stays a number where an option takes numbers', () => {
    expect(at(z.union([scalarText(), z.number()]), '1.0')).toBe(1);
  });
});

describe('a value whose schema does not', () => {
  it('stays what it is', () => {
    expect(at(z.number(), '1.10')).toBe(1.1);
    expect(at(z.string(), '5')).toBe(5);
    expect(at(z.unknown(), 'true')).toBe(true);
  });

  it('stays what it is where the value is not of its form at all', () => {
    expect(at(z.array(scalarText()), '5')).toBe(5);
    expect(at(z.strictObject({ a: scalarText() }), '[1]')).toEqual([1]);
  });

  it('leaves the raw value alone', () => {
    const value = Object.freeze({ x: Object.freeze([1]) });
    expect(retext(z.strictObject({ x: z.array(scalarText()) }), value, [], () => undefined)).toEqual({
      x: ['1'],
    });
    expect(value).toEqual({ x: [1] });
  });
});
