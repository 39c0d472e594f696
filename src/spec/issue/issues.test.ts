import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { parseDocument, problemsOfIssues, retext } from '../index.js';
import { brief, withConfig } from '../testing/documents.js';

const path = ['nodes', 'a', 'with'];

/** What a kind's schema finds wrong with the `with` of a node. */
const wrong = (schema: z.ZodType, ...lines: readonly string[]) => {
  const { document, source } = parseDocument(withConfig(...lines), 'p.yaml');
  const value = retext(schema, document.nodes['a']?.with, path, source.sourceText);
  const issues = schema.safeParse(value).error?.issues ?? [];
  return problemsOfIssues(issues, { schema, value, path, source });
};

const order = z.union([
  z.string(),
  z.array(z.strictObject({ by: z.string(), desc: z.boolean().optional() })),
]);

const orOff = z.union([z.literal('off'), z.strictObject({ tries: z.int().optional() })]);

describe('what a kind finds wrong with its config', () => {
  it.each([
    [
      'a union: none of its types',
      z.strictObject({ x: order }),
      'x: 5',
      'MR1022 7:10 "x" in node "a" must be text or a list, found the number 5',
    ],
    [
      'a union: the branch that fits best',
      z.strictObject({ x: order }),
      'x: [{ by: y, dsc: true }]',
      'MR1020 7:20 unknown key "dsc" in item 1 of "x" in node "a"',
    ],
    [
      'a union with a word: a mapping is held against the mapping',
      z.strictObject({ x: orOff }),
      'x: { tries: 0, initail: 5 }',
      'MR1020 7:22 unknown key "initail" in "x" in node "a"',
    ],
    [
      'a union with a word: another type',
      z.strictObject({ x: orOff }),
      'x: 3',
      'MR1022 7:10 "x" in node "a" must be "off" or a mapping, found the number 3',
    ],
    [
      'a union with a word: another word',
      z.strictObject({ x: orOff }),
      'x: of',
      'MR1023 7:10 "x" in node "a" must be "off", found the text "of"',
    ],
    [
      'an unknown key',
      z.strictObject({ where: z.string().optional() }),
      'were: x',
      'MR1020 7:7 unknown key "were" in "with" in node "a"',
    ],
    [
      'a missing key',
      z.strictObject({ where: z.string() }),
      'z: 1',
      'MR1021 6:5 the key "where" is missing in node "a"',
    ],
    [
      'an own message',
      z.strictObject({ x: z.string().min(1, 'must not be empty') }),
      'x: ""',
      'MR1023 7:10 "x" in node "a" must not be empty',
    ],
    [
      'a form',
      z.strictObject({ x: z.string().regex(/^a/, 'a text with an a') }),
      'x: b',
      'MR1023 7:10 "x" in node "a" must be a text with an a, found the text "b"',
    ],
    [
      'a number too large',
      z.strictObject({ x: z.number().max(3) }),
      'x: 4',
      'MR1023 7:10 "x" in node "a" must be at most 3, found the number 4',
    ],
    [
      'a number that is no number any more',
      z.strictObject({ x: z.number() }),
      'x: 12345678901234567890',
      'MR1023 7:10 "x" in node "a" is the number 12345678901234567890, which cannot be represented exactly',
    ],
    [
      'a list too short',
      z.strictObject({ x: z.array(z.string()).min(2) }),
      'x: [a]',
      'MR1023 7:10 "x" in node "a" must have at least 2 items',
    ],
    [
      'a refinement',
      z.strictObject({ x: z.string().refine(() => false, 'must be something else') }),
      'x: b',
      'MR1023 7:10 "x" in node "a" must be something else',
    ],
    [
      'a key of a list of keys',
      z.strictObject({ x: z.partialRecord(z.enum(['left', 'right']), z.string()) }),
      'x: { lft: a }',
      'MR1020 7:12 unknown key "lft" in "x" in node "a"',
    ],
    [
      'a choice by a key',
      z.strictObject({
        x: z.discriminatedUnion('t', [z.object({ t: z.literal('a') }), z.object({ t: z.literal('b') })]),
      }),
      'x: { t: c }',
      'MR1023 7:15 "t" in node "a" must be one of "a", "b", found the text "c"',
    ],
    [
      'a secret',
      z.strictObject({ x: z.string() }),
      'x: { secret: name }',
      'MR1032 7:12 a secret is not allowed here',
    ],
  ])('%s', (_, schema, line, problem) => {
    const problems = wrong(schema, line);
    expect(problems.map(brief)).toContain(problem);
    expect(problems[0]?.node).toBe('a');
  });

  it('gives each unknown key a problem of its own', () => {
    const schema = z.strictObject({ where: z.string().optional() });
    expect(wrong(schema, 'were: x', 'b: y').map(({ label }) => label)).toEqual([
      'did you mean "where"?',
      undefined,
    ]);
    expect(wrong(schema, 'b: y')[0]?.notes).toEqual(['keys here: where']);
  });

  it('says what to do about an expression that YAML read as a list', () => {
    expect(wrong(z.strictObject({ where: z.string() }), 'where: [1, 2]')[0]?.mend).toBe(
      'An expression that starts with "[" or "{" must be in quotes.',
    );
  });
});
