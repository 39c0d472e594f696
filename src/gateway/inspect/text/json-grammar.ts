import { TokenType } from '@streamparser/json';

/** Why tokens are no JSON, in words that follow the name of the file. */
export class JsonFault extends Error {
  readonly isDepth: boolean;

  constructor(message: string, isDepth = false) {
    super(message);
    this.isDepth = isDepth;
  }
}

/** Values within values to this depth: parsers that call themselves run out of stack far beyond it. */
export const DEEPEST = 256;

/** What may come next. */
type Expects = 'value' | 'valueOrEnd' | 'keyOrEnd' | 'key' | 'colon' | 'commaOrEnd' | 'nothing';

interface Level {
  /** Keys so far; absent in an array. */
  readonly keys?: Set<string>;
}

const isOpening = (token: TokenType): boolean =>
  token === TokenType.LEFT_BRACE || token === TokenType.LEFT_BRACKET;

const isScalar = (token: TokenType): boolean =>
  token === TokenType.STRING ||
  token === TokenType.NUMBER ||
  token === TokenType.TRUE ||
  token === TokenType.FALSE ||
  token === TokenType.NULL;

const words: Readonly<Record<Expects, string>> = {
  value: 'a value',
  valueOrEnd: 'a value or "]"',
  keyOrEnd: 'a key or "}"',
  key: 'a key',
  colon: '":"',
  commaOrEnd: '"," or the end of the object or array',
  nothing: 'the end of the file',
};

/** Follows the tokens of JSON (RFC 8259) without keeping values: only where they stand, and the keys of open objects. */
export const createJsonGrammar = () => {
  const levels: Level[] = [];
  let expects: Expects = 'value';
  let values = 0;
  const unexpected = (): never => {
    throw new JsonFault(`${words[expects]} is expected`);
  };
  const ended = (): void => {
    expects = levels.length === 0 ? 'nothing' : 'commaOrEnd';
    if (levels.length === 0) values += 1;
  };
  const close = (isObject: boolean): void => {
    const level = levels.at(-1);
    const isAllowed = expects === 'commaOrEnd' || expects === (isObject ? 'keyOrEnd' : 'valueOrEnd');
    if (!level || (level.keys !== undefined) !== isObject || !isAllowed) unexpected();
    levels.pop();
    ended();
  };
  const open = (isObject: boolean): void => {
    if (expects !== 'value' && expects !== 'valueOrEnd') unexpected();
    if (levels.length === DEEPEST) throw new JsonFault(`it is more than ${DEEPEST} levels deep`, true);
    levels.push(isObject ? { keys: new Set() } : {});
    expects = isObject ? 'keyOrEnd' : 'valueOrEnd';
  };
  const key = (name: string): void => {
    const keys = levels.at(-1)?.keys;
    if (keys?.has(name))
      throw new JsonFault(
        `an object has the key ${JSON.stringify(name.slice(0, 50))} twice, and programs differ in which they take`,
      );
    keys?.add(name);
    expects = 'colon';
  };
  const separate = (token: TokenType): void => {
    if (token === TokenType.COLON && expects === 'colon') expects = 'value';
    else if (token === TokenType.COMMA && expects === 'commaOrEnd')
      expects = levels.at(-1)?.keys ? 'key' : 'value';
    else unexpected();
  };
  return {
    token: (token: TokenType, value: unknown): void => {
      if (isOpening(token)) open(token === TokenType.LEFT_BRACE);
      else if (token === TokenType.RIGHT_BRACE || token === TokenType.RIGHT_BRACKET)
        close(token === TokenType.RIGHT_BRACE);
      else if (!isScalar(token)) separate(token);
      else if (token === TokenType.STRING && (expects === 'key' || expects === 'keyOrEnd'))
        key(String(value));
      else if (expects === 'value' || expects === 'valueOrEnd') ended();
      else unexpected();
    },
    /** Whether the value that was begun is whole. */
    isWhole: () => expects === 'nothing',
    /** Lets one more value follow. */
    again: () => {
      expects = 'value';
    },
    values: () => values,
  };
};
