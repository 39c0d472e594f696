import { isError, type Problem, stopCodes } from '../../base/errors/index.js';
import type { RunRecord, RunStatus } from '../../kit/index.js';
import { version } from '../../version.js';
import type { Prepared } from '../check/prepared.js';

export interface RunTimes {
  readonly startedAt: Date;
  readonly finishedAt: Date;
}

export const statusOf = (problems: readonly Problem[]): RunStatus => {
  const errors = problems.filter(isError);
  if (errors.length === 0) return 'succeeded';
  if (errors.some(({ code }) => code === 'MR9002')) return 'interrupted';
  return errors.every(({ code }) => stopCodes.has(code)) ? 'stopped' : 'failed';
};

/** What a run is of: its document, and the project that it is part of. */
const documentOf = ({ parsed }: Prepared['loaded']): RunRecord['document'] => {
  const { source, hash, project } = parsed;
  return {
    file: source.file,
    hash,
    ...(project ? { project: { file: project.file, hash: project.hash } } : {}),
  };
};

/** What the record of every run begins with, also of one whose sources could not be opened. */
export const recordHead = (
  { loaded, settings }: Pick<Prepared, 'loaded' | 'settings'>,
  runId: string,
  problems: readonly Problem[],
  times: RunTimes,
) => {
  const { pipeline, description } = settings.document;
  return {
    version: 1,
    millrace: version,
    runId,
    pipeline,
    ...(description === undefined ? {} : { description }),
    document: documentOf(loaded),
    status: statusOf(problems),
    startedAt: times.startedAt.toISOString(),
    finishedAt: times.finishedAt.toISOString(),
    seconds: (times.finishedAt.getTime() - times.startedAt.getTime()) / 1000,
    runTime: settings.runTime,
    params: settings.params,
    engine: {
      name: 'duckdb',
      ...settings.limits,
      ...(settings.container ? { container: settings.container } : {}),
    },
  } as const satisfies Partial<RunRecord>;
};
