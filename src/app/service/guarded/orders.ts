import { failure } from '../../../base/errors/index.js';
import type { AccessAction, PipelineResource, RunRecord } from '../../../kit/index.js';
import type { ColumnClasses } from '../classes/classes.js';
import type { ByColumn } from '../classes/kept-classes.js';
import type { RunLookUp, RunSummary } from '../runs/look-up.js';
import type { ReplayOrder, RunOrder } from '../runs/order.js';
import type { RunDesk } from '../runs/run-desk.js';
import { seesAll } from './grants.js';
import { type Asked, actorEntry, type Guard } from './guard.js';
import type { ActorPipelines } from './pipelines.js';
import { quarantineColumns, quarantineGrant } from './quarantine.js';
import type { ActorRuns } from './runs.js';

/** What may be asked of a new run. */
export interface NewRun {
  readonly pipeline: string;
  readonly params: Readonly<Record<string, string>>;
  readonly asOf?: string;
}

/** Orders of runs, in the name of whoever asks. */
export interface ActorOrders {
  /** Throws MR8004, MR8601. */
  readonly start: (asked: NewRun) => Promise<RunSummary>;
  /** Goes on from a run, as a new one. Throws MR8012, MR8021, MR8601. */
  readonly resume: (runId: string) => Promise<RunSummary>;
  /** Throws MR8012, MR8601, also where rows are chosen or changed by columns that the actor may not see. */
  readonly replay: (asked: ReplayOrder) => Promise<RunSummary>;
  /** Throws MR8012, MR8021 where it has ended, MR8601. */
  readonly cancel: (runId: string) => Promise<void>;
}

export interface OrderParts {
  readonly desk: RunDesk;
  readonly look: RunLookUp;
  readonly pipelines: ActorPipelines;
  readonly runs: ActorRuns;
  readonly classes: Pick<ColumnClasses, 'ofInputs'>;
}

const resumable: readonly string[] = ['failed', 'stopped', 'interrupted'];

/** Who chooses rows by a column learns its values by what comes of it. */
const refuseHidden = (
  guard: Guard,
  pipeline: PipelineResource,
  record: RunRecord,
  { node, where, set }: ReplayOrder,
  inherited: ByColumn,
): void => {
  if (where === undefined && Object.keys(set).length === 0) return;
  for (const contract of record.contracts ?? []) {
    if (node !== undefined && node !== contract.node) continue;
    const names = quarantineColumns(record, contract);
    if (seesAll(quarantineGrant(guard, pipeline, contract, names, inherited))) continue;
    throw failure('MR8601', `"${guard.actor.id}" may not choose or change rows of "${contract.node}"`, {
      notes: [
        '`where` and `set` are for those who may see all of its columns; all rows may be replayed as they are',
      ],
    });
  }
};

export const guardedOrders = (
  { desk, look, pipelines, runs, classes }: OrderParts,
  guard: Guard,
): ActorOrders => {
  const { id } = guard.actor;
  const cause = { kind: 'request', principal: id, actor: actorEntry(guard.actor) } as const;
  const ordered = (
    action: AccessAction,
    on: PipelineResource,
    order: Omit<RunOrder, 'runId' | 'askedAt' | 'cause'>,
    details: NonNullable<Asked['details']> = {},
  ): Promise<RunSummary> =>
    guard.does(
      { action, on, isChange: true, details },
      async () => {
        const { runId } = await desk.start({ ...order, cause });
        return look.get(runId);
      },
      ({ runId }) => ({ resource: { type: 'Run', id: runId } }),
    );
  return {
    start: async (asked) => {
      await pipelines.get(asked.pipeline);
      return ordered('run.start', await pipelines.resource(asked.pipeline), asked);
    },
    resume: async (runId) => {
      const on = await runs.pipelineOf(runId);
      const { status, pipeline } = await look.get(runId);
      if (!resumable.includes(status))
        throw failure('MR8021', `run "${runId}" cannot be resumed: it is ${status}`);
      // A killed run has no record: its parameters are then those that the document gives.
      const params = (await look.record(runId).catch(() => undefined))?.params ?? {};
      return ordered('run.start', on, { pipeline, params, resume: runId }, { resumes: runId });
    },
    replay: async (asked) => {
      const on = await runs.pipelineOf(asked.runId);
      if (guard.may('run.replay', on)) {
        const record = await look.record(asked.runId).catch(() => undefined);
        if (record) refuseHidden(guard, on, record, asked, await classes.ofInputs(on.name));
      }
      return ordered(
        'run.replay',
        on,
        { pipeline: on.name, params: {}, replay: asked },
        {
          replays: asked.runId,
          ...(asked.where === undefined ? {} : { where: asked.where }),
          ...(Object.keys(asked.set).length === 0 ? {} : { set: { ...asked.set } }),
        },
      );
    },
    cancel: async (runId) => {
      const on = await runs.pipelineOf(runId);
      const { status } = await look.get(runId);
      const about = { type: 'Run', id: runId };
      await guard.does({ action: 'run.cancel', on, about, isChange: true }, async () => {
        if (!(await desk.cancel(runId))) throw failure('MR8021', `run "${runId}" has ended: ${status}`);
      });
    },
  };
};
