import { own } from '../base/own.js';

/** A run that went well. */
export interface Success {
  readonly pipeline: string;
  readonly runId: string;
  /** When it had ended, ISO 8601 UTC. */
  readonly finishedAt: string;
}

/** The end of the newest run of each pipeline that was taken into account. */
export type Marks = Readonly<Record<string, string>>;

const newestOf = (successes: readonly Success[], pipeline: string, since: string): Success | undefined =>
  successes
    .filter((each) => each.pipeline === pipeline && each.finishedAt > since)
    .toSorted((left, right) => (left.finishedAt < right.finishedAt ? 1 : -1))[0];

/**
 * Whether all of the pipelines have succeeded anew: then their newest runs, and marks that count these as seen.
 *
 * @param begun where a pipeline has no mark: what ended before the schedule began does not count.
 */
export const succeededAnew = (
  pipelines: readonly string[],
  successes: readonly Success[],
  marks: Marks,
  begun: string,
): { readonly runs: readonly Success[]; readonly marks: Marks } => {
  const runs = pipelines.flatMap(
    (pipeline) => newestOf(successes, pipeline, own(marks, pipeline) ?? begun) ?? [],
  );
  if (pipelines.length === 0 || runs.length < pipelines.length) return { runs: [], marks };
  return {
    runs,
    marks: {
      ...marks,
      ...Object.fromEntries(runs.map(({ pipeline, finishedAt }) => [pipeline, finishedAt])),
    },
  };
};

/** A circle among pipelines that wait for each other, from one of them back to it; undefined where there is none. */
export const circleOf = (waits: ReadonlyMap<string, readonly string[]>): readonly string[] | undefined => {
  const visit = (name: string, way: readonly string[], done: Set<string>): readonly string[] | undefined => {
    if (way.includes(name)) return [...way.slice(way.indexOf(name)), name];
    if (done.has(name)) return undefined;
    for (const next of waits.get(name) ?? []) {
      const found = visit(next, [...way, name], done);
      if (found) return found;
    }
    done.add(name);
    return undefined;
  };
  const done = new Set<string>();
  for (const name of waits.keys()) {
    const found = visit(name, [], done);
    if (found) return found;
  }
  return undefined;
};
