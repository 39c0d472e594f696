import { Tokenizer, TokenizerError } from '@streamparser/json';
import { createJsonGrammar, JsonFault } from './json-grammar.js';

/** Characters of one string or number; engines here read objects of sixteen million. */
const LONGEST = 64_000_000;

/** Says of bytes of JSON whether they are so, without keeping what they hold. */
export const createJsonReader = () => {
  const grammar = createJsonGrammar();
  const tokenizer = new Tokenizer({ stringBufferSize: 1 << 16 });
  let since = 0;
  const failed = (error: Error): never => {
    throw error instanceof TokenizerError
      ? new JsonFault('a character stands where none of JSON may')
      : error;
  };
  tokenizer.onError = failed;
  tokenizer.onToken = ({ token, value }) => {
    since = 0;
    grammar.token(token, value);
  };
  return {
    ...grammar,
    /** @throws JsonFault where they are not */
    write: (bytes: Uint8Array): void => {
      since += bytes.length;
      tokenizer.write(bytes);
      if (since > LONGEST) throw new JsonFault(`a value is longer than ${LONGEST} bytes`, true);
    },
    end: (): void => {
      if (!tokenizer.isEnded) tokenizer.end();
      if (!grammar.isWhole()) throw new JsonFault('it ends before its value does');
    },
  };
};
