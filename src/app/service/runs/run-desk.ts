import { failure, problemsOf } from '../../../base/errors/index.js';
import { runId as newRunId } from '../../../base/ids.js';
import { resumedRun } from '../../run/checkpoints/resumed.js';
import { listRuns } from '../../runs.js';
import { asJson, keptValue } from '../kept-value.js';
import type { ServiceParts } from '../parts.js';
import { createFeed, type Feed } from './feed.js';
import { type Order, orderKey, type RunOrder } from './order.js';
import { type Ended, forgetUnbegun, perform } from './perform.js';
import { waits } from './waits.js';

/** Takes orders for runs and has them run, so many at once, and one of a pipeline at a time. */
export interface RunDesk {
  /** Keeps the order, and then queues it; the run's id is known at once. */
  readonly start: (order: Order) => Promise<RunOrder>;
  /** Orders that wait. */
  readonly waiting: () => readonly RunOrder[];
  /** The order of a run that is going on. */
  readonly going: (runId: string) => RunOrder | undefined;
  /** The events of a run that is going on. */
  readonly feedOf: (runId: string) => Feed | undefined;
  /** Ends a run, or takes its order back; false where it is not going on. */
  readonly cancel: (runId: string) => Promise<boolean>;
  /** Resolves once a run that waits has begun, or its order was taken back. */
  readonly begun: (runId: string) => Promise<void>;
  /** Resolves once a run that waits or is going on has ended. */
  readonly ended: (runId: string) => Promise<void>;
  /** Takes up what the service was doing when it ended. */
  readonly takeUp: () => Promise<void>;
  /** Begins no more; runs have so long to end by themselves, and are then interrupted, their results kept. */
  readonly close: (patience: number) => Promise<void>;
}

export interface RunDeskOptions {
  readonly atOnce: number;
  /** The file of a pipeline. Throws where there is none by that name. */
  readonly fileOf: (pipeline: string) => Promise<string>;
  readonly onEnded?: (order: RunOrder, ended: Ended) => void;
}

interface Running {
  readonly order: RunOrder;
  readonly feed: Feed;
  readonly controller: AbortController;
  readonly end: Promise<void>;
}

/** What a run desk holds while it works. */
class Desk {
  private queue: readonly RunOrder[] = [];
  private readonly running = new Map<string, Running>();
  private readonly ends = waits();
  private readonly begins = waits();
  /** Runs that somebody ended: none of them goes on after the next start. */
  private readonly cancelled = new Set<string>();
  private isClosing = false;
  private readonly parts: ServiceParts;
  private readonly options: RunDeskOptions;

  constructor(parts: ServiceParts, options: RunDeskOptions) {
    this.parts = parts;
    this.options = options;
  }

  async start(asked: Order): Promise<RunOrder> {
    if (this.isClosing) throw failure('MR8008', 'the service is stopping and begins no more runs');
    const { clock } = this.parts.wiring;
    const order = { ...asked, runId: newRunId(clock), askedAt: clock.now().toISOString() };
    await this.parts.state.values.set(orderKey(this.parts.id, order.runId), asJson(order));
    this.queue = [...this.queue, order];
    this.begin();
    return order;
  }

  waiting(): readonly RunOrder[] {
    return this.queue;
  }

  going(runId: string): RunOrder | undefined {
    return this.running.get(runId)?.order;
  }

  feedOf(runId: string): Feed | undefined {
    return this.running.get(runId)?.feed;
  }

  async cancel(runId: string): Promise<boolean> {
    const running = this.running.get(runId);
    if (running) {
      this.cancelled.add(runId);
      running.controller.abort();
      return true;
    }
    const isQueued = this.queue.some((order) => order.runId === runId);
    this.queue = this.queue.filter((order) => order.runId !== runId);
    if (isQueued) await this.forget(runId);
    return isQueued;
  }

  async ended(runId: string): Promise<void> {
    if (!this.running.has(runId) && !this.queue.some((order) => order.runId === runId)) return;
    await this.ends.until(runId);
  }

  async begun(runId: string): Promise<void> {
    if (this.queue.some((order) => order.runId === runId)) await this.begins.until(runId);
  }

  private async forget(runId: string): Promise<void> {
    await this.parts.state.values.remove(orderKey(this.parts.id, runId));
    this.over(runId);
  }

  private over(runId: string): void {
    this.begins.over(runId);
    this.ends.over(runId);
  }

  /** Two runs of a pipeline would claim the same outputs. */
  private next(): RunOrder | undefined {
    if (this.isClosing || this.running.size >= this.options.atOnce) return undefined;
    const busy = new Set([...this.running.values()].map(({ order }) => order.pipeline));
    return this.queue.find(({ pipeline }) => !busy.has(pipeline));
  }

  private begin(): void {
    for (let order = this.next(); order; order = this.next()) {
      const { runId } = order;
      this.queue = this.queue.filter((each) => each.runId !== runId);
      const controller = new AbortController();
      const feed = createFeed();
      const end = this.run(order, feed, controller.signal);
      this.running.set(runId, { order, feed, controller, end });
      this.begins.over(runId);
    }
  }

  /** Never rejects: nobody waits for it, and a database that went away must not end the service, or keep the run's place. */
  private async run(order: RunOrder, feed: Feed, signal: AbortSignal): Promise<void> {
    try {
      const ended = await perform(this.parts, order, this.options.fileOf, signal, feed.push);
      this.leave(order, feed);
      // What was interrupted by the end of the service, and by nobody else, is taken up by the next one.
      const goesOn = this.isClosing && ended.status === 'interrupted' && !this.cancelled.has(order.runId);
      if (!goesOn) await this.forget(order.runId);
      this.options.onEnded?.(order, ended);
    } catch (thrown) {
      this.leave(order, feed);
      this.over(order.runId);
      this.parts.onProblems(problemsOf(thrown));
    }
    this.cancelled.delete(order.runId);
    this.begin();
  }

  private leave({ runId }: RunOrder, feed: Feed): void {
    this.running.delete(runId);
    feed.end();
  }

  async takeUp(): Promise<void> {
    const { state, wiring, runDir } = this.parts;
    const runs = new Map((await listRuns(wiring, runDir)).map((entry) => [entry.runId, entry]));
    for (const key of await state.values.keys(orderKey(this.parts.id, ''))) {
      const order = (await keptValue<RunOrder>(state.values, key))?.value;
      if (!order) continue;
      const status = runs.get(order.runId)?.status;
      if (status === undefined) await this.takeUpWaiting(order);
      else await this.takeUpBegun(order, status);
    }
    this.begin();
  }

  private async takeUpWaiting(order: RunOrder): Promise<void> {
    await forgetUnbegun(this.parts, order.runId);
    this.queue = [...this.queue, order];
  }

  /** A run that was going on goes on under a new id; one that had ended has. */
  private async takeUpBegun(order: RunOrder, status: string): Promise<void> {
    if (status === 'interrupted') {
      const { runId, askedAt: _, resume: __, ...again } = order;
      const { wiring, runDir } = this.parts;
      const kept = await resumedRun(wiring, order.pipeline, runDir, runId).catch(() => undefined);
      const resume = kept ? { resume: runId } : {};
      await this.start({ ...again, ...resume, cause: { kind: 'restart', runId } });
    }
    await this.forget(order.runId);
  }

  async close(patience: number): Promise<void> {
    this.isClosing = true;
    const ends = Promise.all([...this.running.values()].map(({ end }) => end));
    const over = new AbortController();
    await Promise.race([ends, this.parts.wiring.wait(patience, over.signal)]);
    over.abort();
    for (const { controller } of this.running.values()) controller.abort();
    await ends;
  }
}

export const createRunDesk = (parts: ServiceParts, options: RunDeskOptions): RunDesk => {
  const desk = new Desk(parts, options);
  return {
    start: (order) => desk.start(order),
    waiting: () => desk.waiting(),
    going: (runId) => desk.going(runId),
    feedOf: (runId) => desk.feedOf(runId),
    cancel: (runId) => desk.cancel(runId),
    begun: (runId) => desk.begun(runId),
    ended: (runId) => desk.ended(runId),
    takeUp: () => desk.takeUp(),
    close: (patience) => desk.close(patience),
  };
};
