import { failure, type Problem } from '../../../base/errors/index.js';
import type { PipelineResource } from '../../../kit/index.js';
import type { ByColumn } from '../classes/kept-classes.js';
import type { FedEvent } from '../runs/feed.js';
import type { RunLookUp, RunQuery, RunSummary } from '../runs/look-up.js';
import type { RunDesk } from '../runs/run-desk.js';
import { type Clearance, clearanceFor, type KnownOutput, outputsIn, outputsOf } from './clearance.js';
import type { Guard } from './guard.js';
import { pageOf } from './page-of.js';
import type { ActorPipelines } from './pipelines.js';
import { toldEvent, toldProblems, toldRecord, withoutText } from './records.js';

/** Takes what happens in a run, until it ends or whoever listens is shut out. */
export type Listener = (fed: FedEvent | 'end') => void;

/** The runs that somebody may see; of others it is said that there are none. */
export interface ActorRuns extends RunLookUp {
  /**
   * What happened after the event of that number, and what happens: it is on record before there is anything to listen to.
   * Listening gives a function that ends it.
   */
  readonly follow: (runId: string, after: number) => Promise<(listener: Listener) => Promise<() => void>>;
  /** The pipeline of a run that may be seen. Throws MR8012. */
  readonly pipelineOf: (runId: string) => Promise<PipelineResource>;
}

/** What columns of an output are taken for by now. */
export type ClassesNow = (pipeline: string, output: KnownOutput) => Promise<KnownOutput>;

export interface RunParts {
  readonly look: RunLookUp;
  readonly desk: RunDesk;
  readonly pipelines: ActorPipelines;
  readonly classesNow: ClassesNow;
  readonly inputsNow: (pipeline: string) => Promise<ByColumn>;
}

/** What is read of other pipelines, and what a run has not known to be of a class: it did not keep values of it out. */
const readBy = (inherited: ByColumn, node: string): readonly KnownOutput[] =>
  Object.keys(inherited).length === 0
    ? []
    : [
        {
          node,
          columns: Object.keys(inherited).map((name) => ({ name, type: 'VARCHAR' })),
          classes: {},
          now: inherited,
        },
      ];

const numbered = (events: readonly FedEvent['event'][]): readonly FedEvent[] =>
  events.map((event, index) => ({ number: index + 1, event }));

/** Milliseconds for which rights hold for events that carry no values. */
const SOON = 250;

const run = (runId: string) => ({ about: { type: 'Run', id: runId } });

export const guardedRuns = (
  { look, desk, pipelines, classesNow, inputsNow }: RunParts,
  guard: Guard,
): ActorRuns => {
  const { may, does, lists, refused } = guard;
  const seen = async (
    runId: string,
  ): Promise<{ readonly summary: RunSummary; readonly on: PipelineResource }> => {
    const summary = await look.get(runId);
    const on = await pipelines.resource(summary.pipeline);
    if (may('run.read', on)) return { summary, on };
    await refused({ action: 'run.read', on, ...run(runId) });
    throw failure('MR8012', `there is no run "${runId}"`);
  };
  const clearanceOf = async (
    on: PipelineResource,
    outputs: readonly KnownOutput[],
    by: Guard = guard,
  ): Promise<Clearance> => {
    const known = await Promise.all(outputs.map((output) => classesNow(on.name, output)));
    return clearanceFor(by, on, [...known, ...readBy(await inputsNow(on.name), outputs[0]?.node ?? on.name)]);
  };
  const ofDocument = (on: PipelineResource, problems: readonly Problem[]): readonly Problem[] =>
    may('document.read', on) ? problems : problems.map(withoutText);
  /** Of a run without a record, what it has said it will publish is all that is known. */
  const outputsNow = async (runId: string): Promise<readonly KnownOutput[]> => {
    const record = await look.record(runId).catch(() => undefined);
    return record ? outputsOf(record) : outputsIn(await look.events(runId).catch(() => []));
  };
  const clearanceNow = async (runId: string, on: PipelineResource): Promise<Clearance> =>
    clearanceOf(on, await outputsNow(runId));
  const visible = async (query: RunQuery): Promise<readonly RunSummary[]> => {
    const known = new Map<string, boolean>();
    const sees = async (pipeline: string): Promise<boolean> => {
      const found = known.get(pipeline) ?? may('run.read', await pipelines.resource(pipeline));
      known.set(pipeline, found);
      return found;
    };
    return pageOf(query.limit, {
      more: (last: RunSummary | undefined, limit) =>
        look.list({ ...query, limit, ...(last ? { after: last } : {}) }),
      isIn: ({ pipeline }) => sees(pipeline),
      // Runs that wait come first, and stand in no order of ids.
      isLast: ({ status }) => status === 'queued',
    });
  };
  return {
    pipelineOf: async (runId) => (await seen(runId)).on,
    list: (query) => lists({ action: 'run.read', on: { type: 'Service' } }, () => visible(query)),
    get: async (runId) => {
      const { on, summary } = await seen(runId);
      return does({ action: 'run.read', on, ...run(runId) }, async () => summary);
    },
    record: async (runId) => {
      const { on } = await seen(runId);
      return does({ action: 'run.read', on, ...run(runId) }, async () => {
        const record = await look.record(runId);
        const told = toldRecord(record, await clearanceOf(on, outputsOf(record)));
        return { ...told, problems: ofDocument(on, told.problems) };
      });
    },
    problems: async (runId) => {
      const { on } = await seen(runId);
      return ofDocument(on, toldProblems(await look.problems(runId), await clearanceNow(runId, on)));
    },
    events: async (runId) => {
      const { on } = await seen(runId);
      return does({ action: 'run.read', on, ...run(runId) }, async () => {
        const told = await clearanceNow(runId, on);
        return (await look.events(runId)).map((event) => toldEvent(event, told, may('document.read', on)));
      });
    },
    follow: async (runId, after) => {
      const { on, summary } = await seen(runId);
      await does(
        { action: 'run.read', on, ...run(runId), details: { follows: true } },
        async () => undefined,
      );
      return async (listener) => {
        let isOver = false;
        let outputs: readonly KnownOutput[] | undefined;
        let turn: Promise<void> = Promise.resolve();
        let stop: () => void = () => undefined;
        const end = (): void => {
          if (!isOver) listener('end');
          isOver = true;
          stop();
        };
        let now: Guard | undefined = guard;
        let askedAt = performance.now();
        /** Rights are looked at anew for each event that is kept, and soon for those of a moment: who was shut out hears no more. */
        const renewed = async (fed: FedEvent): Promise<Guard | undefined> => {
          if (fed.number === undefined && performance.now() - askedAt < SOON) return now;
          askedAt = performance.now();
          return guard.renewed();
        };
        const tell = async (fed: FedEvent | 'end'): Promise<void> => {
          if (isOver) return;
          if (fed === 'end') return end();
          now = await renewed(fed);
          if (!now?.may('run.read', await pipelines.resource(on.name))) {
            await (now ?? guard).refused({
              action: 'run.read',
              on,
              ...run(runId),
              details: { follows: true },
            });
            return end();
          }
          if (fed.event.type === 'run_started') outputs = outputsIn([fed.event]);
          outputs ??= await outputsNow(runId);
          listener({
            ...fed,
            event: toldEvent(fed.event, await clearanceOf(on, outputs, now), now.may('document.read', on)),
          });
        };
        const queue = (fed: FedEvent | 'end'): void => {
          turn = turn.then(() => tell(fed)).catch(end);
        };
        if (summary.status === 'queued') await desk.begun(runId);
        const feed = desk.feedOf(runId);
        if (feed) stop = feed.listen(after, queue);
        else
          for (const fed of [
            ...numbered(await look.events(runId).catch(() => [])).slice(after),
            'end' as const,
          ])
            queue(fed);
        return () => {
          isOver = true;
          stop();
        };
      };
    },
  };
};
