import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { between, type Line, LONGEST_LINE, linesOf } from './lines.js';

const never = (line: number): never => {
  throw new Error(`line ${line} is too long`);
};

const inPieces = async function* (pieces: readonly string[]): AsyncGenerator<string> {
  yield* pieces;
};

const gathered = async (some: AsyncIterable<readonly Line[]>): Promise<readonly Line[]> => {
  const all: Line[] = [];
  for await (const lines of some) all.push(...lines);
  return all;
};

const texts = async (some: AsyncIterable<readonly Line[]>): Promise<readonly string[]> =>
  (await gathered(some)).map(({ text }) => text);

describe('lines of a text that comes in pieces', () => {
  test('are the same wherever it is cut', async () => {
    const part = fc.constantFrom('a', 'b ', '\r', '\n', '\r\n', '😀', '');
    await fc.assert(
      fc.asyncProperty(fc.array(fc.string({ unit: part }), { maxLength: 12 }), async (pieces) => {
        const whole = pieces.join('').split(/\r\n|\n|\r/);
        if (whole.at(-1) === '') whole.pop();
        const lines = await gathered(linesOf(inPieces(pieces), never));
        expect(lines.map(({ text }) => text)).toEqual(whole);
        expect(lines.map(({ number }) => number)).toEqual(whole.map((_, index) => index + 1));
      }),
    );
  });

  test('are refused where one does not end', async () => {
    const pieces = ['a\n', 'x'.repeat(LONGEST_LINE), 'xx'];
    await expect(texts(linesOf(inPieces(pieces), never))).rejects.toThrow('line 2 is too long');
  });

  test('leave out those at both ends, and blank ones', async () => {
    const lines = linesOf(inPieces(['head\n', '\n1\n', '2\n3\nto', 'tal\n\n', '  \n']), never);
    const isBlank = (text: string): boolean => text.trim() === '';
    expect(await texts(between(lines, { skip: 1, footer: 1, isBlank }))).toEqual(['1', '2', '3']);
  });
});
