import { join } from 'node:path';

/** The files of one run. */
export interface RunPlaces {
  readonly folder: string;
  readonly record: string;
  readonly plan: string;
  readonly events: string;
  readonly reveals: string;
}

/** Where a run store keeps what. */
export interface StorePlaces {
  /** The `.millrace` folder itself. */
  readonly folder: string;
  readonly gitignore: string;
  readonly runs: string;
  readonly index: string;
  readonly run: (id: string) => RunPlaces;
}

/** Ids become names of folders, so nothing in them may lead elsewhere. */
export const isRunId = (text: string): boolean => /^[\p{L}\p{N}_][\p{L}\p{N}_.-]{0,199}$/u.test(text);

const runPlaces = (folder: string): RunPlaces => ({
  folder,
  record: join(folder, 'run.json'),
  plan: join(folder, 'plan.json'),
  events: join(folder, 'events.ndjson'),
  reveals: join(folder, 'reveals.ndjson'),
});

/** The places of a store, from the absolute path of its `.millrace` folder. */
export const storePlaces = (folder: string): StorePlaces => {
  const runs = join(folder, 'runs');
  return {
    folder,
    gitignore: join(folder, '.gitignore'),
    runs,
    index: join(runs, 'index.ndjson'),
    run: (id) => runPlaces(join(runs, id)),
  };
};
