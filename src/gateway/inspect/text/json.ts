import type { Content } from '../content.js';
import { refuse } from '../refuse.js';
import { decoded } from './decode.js';
import { JsonFault } from './json-grammar.js';
import { createJsonReader } from './json-lexer.js';
import { linesOf } from './lines.js';

const explain = (name: string, thrown: unknown, line: number): never => {
  if (!(thrown instanceof JsonFault)) throw thrown;
  const [code, what] = thrown.isDepth
    ? (['MR8206', 'goes too far'] as const)
    : (['MR8204', 'is not JSON'] as const);
  return refuse(code, `"${name}" ${what}, line ${line}: ${thrown.message}`, { dataLine: line });
};

/** Proves JSON: one value (RFC 8259), no key twice in an object (RFC 7493), and of limited depth. */
export const checkJson = async ({ name, bytes }: Content): Promise<void> => {
  const reader = createJsonReader();
  let line = 1;
  try {
    for await (const piece of decoded(name, bytes)) {
      for (const part of linesOf(piece.bytes)) {
        line = piece.line + part.number;
        reader.write(part.bytes);
      }
    }
    reader.end();
  } catch (thrown) {
    explain(name, thrown, line);
  }
};

/** Proves JSON values, each on a line of its own, and counts them; empty lines are passed over. */
export const checkNdjson = async ({ name, bytes }: Content): Promise<number> => {
  const reader = createJsonReader();
  let line = 1;
  const endLine = (): void => {
    if (reader.isWhole()) reader.again();
    else if (hasValue) throw new JsonFault('a value goes on past the end of its line');
    hasValue = false;
  };
  let hasValue = false;
  try {
    for await (const piece of decoded(name, bytes)) {
      for (const part of linesOf(piece.bytes)) {
        line = piece.line + part.number;
        reader.write(part.bytes);
        hasValue ||= part.hasValue;
        if (part.isEnded) endLine();
      }
    }
    if (hasValue) reader.end();
  } catch (thrown) {
    explain(name, thrown, line);
  }
  return reader.values();
};
