import { JsonFault } from './json-grammar.js';
import { createJsonReader } from './json-lexer.js';

/** Whether text that claims to be something else begins as an object or array of JSON. */
export const isJson = (sample: string): boolean => {
  const text = sample.trimStart();
  if (!text.startsWith('{') && !text.startsWith('[')) return false;
  const reader = createJsonReader();
  for (const line of text.split('\n')) {
    try {
      reader.write(Buffer.from(`${line}\n`));
    } catch (thrown) {
      if (!(thrown instanceof JsonFault)) throw thrown;
      return reader.values() > 0;
    }
    if (reader.isWhole()) return true;
  }
  return true;
};
