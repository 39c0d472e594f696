import { failure } from '../../../base/errors/index.js';
import type { PipelineResource, RunRecord } from '../../../kit/index.js';
import { renderReport } from '../../../report/index.js';
import { type Trace, type TraceOptions, traceRows } from '../../trace/index.js';
import type { ServiceParts } from '../parts.js';
import type { RunLookUp } from '../runs/look-up.js';
import { readGrant, seesAll } from './grants.js';
import type { Guard } from './guard.js';
import type { ActorPipelines } from './pipelines.js';
import { datasetResource } from './resources.js';
import type { ActorRuns } from './runs.js';

/** What is asked of a trace. */
export type AskedTrace = Pick<TraceOptions, 'node' | 'where' | 'to' | 'limit'>;

/** Runs and rows as people look at them. */
export interface ActorViews {
  /** A self-contained page about a run, of what may be seen of it. Throws as its record. */
  readonly report: (runId: string) => Promise<string>;
  /**
   * The way of rows through a pipeline, with their values: for those who may see all columns of all its nodes, as a
   * condition tells of what it is held against. Throws MR8004, MR8601, MR8013 where it has no run yet.
   */
  readonly trace: (pipeline: string, asked: AskedTrace) => Promise<Trace>;
}

export interface ViewParts extends Pick<ServiceParts, 'wiring' | 'runDir'> {
  readonly pipelines: ActorPipelines;
  readonly runs: ActorRuns;
  readonly look: RunLookUp;
}

/** Of a node within, nobody knows by now what its columns are: the worst is taken for true. */
const seesAllNodes = (guard: Guard, on: PipelineResource, { nodes }: RunRecord): boolean =>
  nodes.every(({ name, schema }) =>
    seesAll(
      readGrant(
        guard,
        on,
        name,
        schema.map((column) => ({ name: column.name, class: 'sensitive' })),
      ),
    ),
  );

export const guardedViews = (
  { wiring, runDir, pipelines, runs, look }: ViewParts,
  guard: Guard,
): ActorViews => {
  /** The newest run that knows the columns of all nodes. */
  const newest = async (pipeline: string): Promise<RunRecord> => {
    for (const { runId } of await look.list({ pipeline, limit: 20 })) {
      const record = await look.record(runId).catch(() => undefined);
      if (record && record.nodes.length > 0) return record;
    }
    throw failure('MR8013', `"${pipeline}" has no run yet that knows its columns`);
  };
  return {
    report: async (runId) => renderReport(await runs.record(runId)),
    trace: async (name, asked) => {
      const { file } = await pipelines.get(name);
      const on = await pipelines.resource(name);
      const details = {
        node: asked.node,
        where: asked.where,
        ...(asked.to === undefined ? {} : { to: asked.to }),
      };
      const dataset = datasetResource(on, asked.node);
      const traced = {
        action: 'dataset.read',
        on: dataset,
        about: { type: 'Trace', id: name },
        details,
      } as const;
      if (!seesAllNodes(guard, on, await newest(name))) {
        await guard.refused(traced);
        throw failure('MR8601', `"${guard.actor.id}" may not trace rows of "${name}"`, {
          notes: ['rows are traced by those who may see all rows and columns of all nodes of a pipeline'],
        });
      }
      return guard.does(
        traced,
        async () => (await traceRows(wiring, file, { ...asked, runDir, reveal: true })).trace,
        ({ rows }) => ({ rows }),
      );
    },
  };
};
