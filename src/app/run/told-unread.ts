import { entryOf, isError, MillraceError, type Problem, problemsOf } from '../../base/errors/index.js';
import { substituteEnvironment } from '../../spec/index.js';
import { loadDocument } from '../load/load-document.js';
import { ruledBy } from '../policy/govern.js';
import type { Wiring } from '../wiring.js';
import { tellHooks } from './hooks.js';

/** Whether it is the surroundings or the data that failed, and not what the document says. */
const isOfSources = (problems: readonly Problem[]): boolean =>
  problems.filter(isError).every(({ code }) => !['user', 'unsupported'].includes(entryOf(code).fault));

/**
 * Tells hooks of a run whose sources could not be opened: nothing is on record of it, so that nobody else would know.
 * Gives what is to be thrown, with a warning for each hook that could not be told.
 */
export const toldUnread = async (
  wiring: Wiring,
  file: string,
  begun: { readonly startedAt: Date; readonly signal: AbortSignal | undefined },
  thrown: unknown,
): Promise<unknown> => {
  const problems = problemsOf(thrown);
  if (begun.signal?.aborted || !isOfSources(problems)) return thrown;
  const loaded = await loadDocument(file, wiring.cwd).catch(() => undefined);
  if (loaded === undefined) return thrown;
  const { parsed, path } = loaded;
  const document = substituteEnvironment(parsed, wiring.environment);
  const finishedAt = wiring.clock.now();
  const { problems: untold } = await tellHooks(
    wiring,
    { ruled: ruledBy(parsed.document, document), path },
    {
      pipeline: document.pipeline,
      status: 'failed',
      document: { file: parsed.source.file },
      startedAt: begun.startedAt.toISOString(),
      finishedAt: finishedAt.toISOString(),
      seconds: (finishedAt.getTime() - begun.startedAt.getTime()) / 1000,
      problems,
      checks: [],
      outputs: [],
    },
  );
  return untold.length === 0 ? thrown : new MillraceError([...problems, ...untold]);
};
