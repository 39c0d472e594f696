import { readFileSync } from 'node:fs';
import { failure, type Place } from '../base/errors/index.js';

/** A place as loaders write it: `/project/score.ts:12:5`. */
const PLACE = /(?:file:\/\/)?(\/[^()\n]+|[A-Za-z]:[^()\n]+?):(\d+):(\d+)\)?\s*$/;

const linesOf = (file: string): readonly string[] => {
  try {
    return readFileSync(file, 'utf8').split(/\r?\n/);
  } catch {
    return [];
  }
};

/** Undefined where there is no such line: what a source map says may be wrong. */
const placeAt = (file: string, line: number, column: number): Place | undefined => {
  const lineText = linesOf(file)[line - 1];
  return lineText === undefined ? undefined : { file, line, column, length: 1, lineText };
};

const placeOf = (text: string, from: 0 | 1): Place | undefined => {
  const [, file = '', line, column] = PLACE.exec(text) ?? [];
  return file.includes('/node_modules/')
    ? undefined
    : placeAt(file, Number(line), Number(column) + (1 - from));
};

/** Where in the author's modules it was thrown: what stands below the loader in the stack is not theirs. */
const thrownAt = ({ stack = '', message }: Error): Place | undefined => {
  const frames = stack.slice(stack.indexOf(message) + message.length).split('\n');
  for (const frame of frames) {
    if (/[\\/]jiti[\\/]/.test(frame)) return undefined;
    const place = placeOf(frame, 1);
    if (place) return place;
  }
  return undefined;
};

const MISSING = /^Cannot find (?:module|package) '([^']+)'/;

/** Where a module is imported: loaders name the importing file alone. */
const importedAt = ({ message }: Error, name: string): Place | undefined => {
  const file = /^- (.+)$/m.exec(message)?.[1] ?? /imported from (.+)$/m.exec(message)?.[1];
  if (file === undefined) return undefined;
  const lines = linesOf(file);
  const index = lines.findIndex((line) => line.includes(`'${name}'`) || line.includes(`"${name}"`));
  const place = placeAt(file, index + 1, (lines[index] ?? '').indexOf(name) + 1);
  return place && { ...place, length: name.length };
};

const AT_LOAD = 'Mend what runs while the module loads: that is everything outside of its functions.';

interface Fault {
  readonly what: string;
  readonly mend: string;
  readonly place: Place | undefined;
}

const mendOfMissing = (name: string): string =>
  name.startsWith('.') || name.startsWith('/')
    ? 'Mend the path of the import: it is taken from the folder of the module that imports.'
    : `Install the package in the project (\`npm install ${name}\`), or mend its name.`;

const faultOf = (error: Error): Fault => {
  const [first = ''] = error.message.split('\n');
  const missing = MISSING.exec(first)?.[1];
  if (missing !== undefined)
    return {
      what: `it imports "${missing}", which is not there`,
      mend: mendOfMissing(missing),
      place: importedAt(error, missing),
    };
  if (first.startsWith('ParseError: '))
    return {
      what: first.slice('ParseError: '.length).trim().replace(/\.$/, ''),
      mend: 'Mend the syntax there.',
      // The parser counts columns from 0.
      place: placeOf(error.message, 0),
    };
  return {
    what: error.name === 'Error' ? first : `${error.name}: ${first}`,
    mend: AT_LOAD,
    place: thrownAt(error),
  };
};

/** What is thrown need not be an error: it then says nothing of its place. */
const faultOfAny = (thrown: unknown): Fault =>
  thrown instanceof Error
    ? faultOf(thrown)
    : { what: `it threw ${JSON.stringify(thrown) ?? String(thrown)}`, mend: AT_LOAD, place: undefined };

/** What is said of a module that cannot be loaded: why, with the place and its line where these are known. */
export const loadFailure = (thrown: unknown, shown: string): Error => {
  const { what, mend, place } = faultOfAny(thrown);
  return failure('MR5001', `"${shown}" cannot be loaded: ${what}`, { mend, ...(place ? { place } : {}) });
};
