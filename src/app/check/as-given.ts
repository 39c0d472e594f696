import { MillraceError, type Problem } from '../../base/errors/index.js';
import type { DataFile, Engine, EngineOptions } from '../../kit/index.js';
import type { Wiring } from '../wiring.js';

type Copy = DataFile & Required<Pick<DataFile, 'given'>>;

const isCopy = (file: DataFile): file is Copy => file.given !== undefined;

/** The places of a problem are those that a person knows: temporary copies of files are gone when it is read. */
const renamed = (item: Problem, copies: readonly Copy[]): Problem => {
  const inWords = (text: string): string =>
    copies.reduce((words, { path, given }) => words.replaceAll(path, given.text), text);
  const own = copies.find(({ path }) => path === item.dataFile);
  const { dataLine, ...rest } = item;
  return {
    ...rest,
    message: inWords(item.message),
    notes: item.notes.map(inWords),
    mend: inWords(item.mend),
    ...(own ? { dataFile: own.given.text } : {}),
    ...(dataLine === undefined || own?.given.hasItsLines === false ? {} : { dataLine }),
  };
};

/** What was thrown about files, with the names that a person gave in place of those of copies. */
export const asGiven = (thrown: unknown, files: readonly DataFile[]): unknown => {
  const copies = files.filter(isCopy);
  if (copies.length === 0 || !(thrown instanceof MillraceError)) return thrown;
  return new MillraceError(
    thrown.problems.map((item) => renamed(item, copies)),
    { cause: thrown },
  );
};

/** Work on files that may be copies. */
export const withGiven = async <T>(files: readonly DataFile[], work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (thrown) {
    throw asGiven(thrown, files);
  }
};

/** An engine that reads files; what it says of copies is told of what they were made of. */
export const readingEngine = async (
  { createEngine }: Pick<Wiring, 'createEngine'>,
  files: readonly DataFile[],
  options: Omit<EngineOptions, 'readable'>,
): Promise<Engine> => {
  const engine = await createEngine({ ...options, readable: files.map(({ path }) => path) });
  return {
    ...engine,
    inspect: (request, asked) => withGiven(files, () => engine.inspect(request, asked)),
    execute: (statement, execution) => withGiven(files, () => engine.execute(statement, execution)),
  };
};
