import { createHmac } from 'node:crypto';
import type { Actor } from '../../../kit/index.js';
import type { ColumnClasses } from '../classes/classes.js';
import { classNow } from '../classes/kept-classes.js';
import type { Datasets } from '../datasets.js';
import type { Idempotency } from '../idempotency.js';
import type { PipelineShelf } from '../pipelines/shelf.js';
import type { ReadQuarantine } from '../quarantine.js';
import type { RunLookUp } from '../runs/look-up.js';
import type { RunDesk } from '../runs/run-desk.js';
import type { Uploads } from '../uploads.js';
import { type ActorDatasets, guardedDatasets } from './datasets.js';
import { type Again, type GuardParts, openGuard } from './guard.js';
import { type ActorOrders, guardedOrders } from './orders.js';
import { type ActorPipelines, guardedPipelines } from './pipelines.js';
import { type ActorQuarantine, guardedQuarantine } from './quarantine.js';
import { type ActorReading, guardedReading, type ReadingParts } from './reading.js';
import { type ActorRuns, type ClassesNow, guardedRuns } from './runs.js';
import { type ActorUploads, guardedUploads } from './uploads.js';
import { type ActorViews, guardedViews, type ViewParts } from './views.js';

/** All that a service does for one who asks: each use case behind a decision and a record of it. */
export interface ActorService {
  readonly actor: Actor;
  readonly pipelines: ActorPipelines;
  readonly runs: ActorRuns;
  readonly orders: ActorOrders;
  readonly quarantine: ActorQuarantine;
  readonly views: ActorViews;
  readonly datasets: ActorDatasets;
  readonly reading: ActorReading;
  readonly idempotency: Idempotency;
  /** Absent where the configuration has no channels. */
  readonly uploads?: ActorUploads;
}

/** What a service does whoever asks, and by what rules. */
export interface OpenParts extends GuardParts, Pick<ViewParts, 'wiring' | 'runDir'> {
  readonly pipelines: PipelineShelf;
  readonly desk: RunDesk;
  readonly look: RunLookUp;
  readonly quarantine: ReadQuarantine;
  readonly datasets: Datasets;
  readonly classes: ColumnClasses;
  readonly reader: ReadingParts['reader'];
  readonly idempotency: Idempotency;
  readonly uploads?: Uploads;
  /** Under which values are hashed that are shown so. */
  readonly hashKey: Buffer;
}

/** What was answered to one is never given to another, nor to a token of theirs that is for other things. */
const ownKeys = ({ once }: Idempotency, { id, scope }: Actor): Idempotency => ({
  once: (key, request, work) => once(JSON.stringify([id, scope ?? null, key]), request, work),
});

/** The service as one who asks may use it. `trace` is what the request is known by. */
export const actorService = async (
  parts: OpenParts,
  actor: Actor,
  trace: string,
  again: Again,
): Promise<ActorService> => {
  const guard = await openGuard(parts, actor, trace, again);
  const { look, desk, classes, hashKey } = parts;
  const classesNow: ClassesNow = async (pipeline, output) => {
    const kept = Object.entries(await classes.of(pipeline, output.node));
    if (kept.length === 0) return output;
    return { ...output, now: Object.fromEntries(kept.map(([name, each]) => [name, classNow(each)])) };
  };
  const pipelines = guardedPipelines(parts.pipelines, guard);
  const runs = guardedRuns({ look, desk, pipelines, classesNow, inputsNow: classes.ofInputs }, guard);
  const hash = (value: string): string => createHmac('sha256', hashKey).update(value).digest('hex');
  return {
    actor,
    pipelines,
    runs,
    orders: guardedOrders({ desk, look, pipelines, runs, classes }, guard),
    quarantine: guardedQuarantine({ read: parts.quarantine, look, runs, classes, hash }, guard),
    views: guardedViews({ ...parts, pipelines, runs }, guard),
    reading: guardedReading({ reader: parts.reader, pipelines }, guard),
    datasets: guardedDatasets({ datasets: parts.datasets, classes, pipelines }, guard),
    idempotency: ownKeys(parts.idempotency, actor),
    ...(parts.uploads ? { uploads: guardedUploads(parts.uploads, guard) } : {}),
  };
};
