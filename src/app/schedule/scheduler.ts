import { join } from 'node:path';
import { failure, type Problem, problemsOf } from '../../base/errors/index.js';
import { type Admission, emptyAdmission, ended, offer, type Step } from '../../schedules/index.js';
import { runFolder } from '../run/folder.js';
import { listRuns } from '../runs.js';
import type { Wiring } from '../wiring.js';
import { dueOf } from './due.js';
import type { OnScheduleEvent } from './events.js';
import { type Fired, type FireOptions, fire } from './fire.js';
import { type Firing, limitsOf } from './firing.js';
import { holding } from './hold.js';
import { type Kept, type KeptSchedule, readKept, writeKept } from './kept.js';
import { loadScheduled, type Scheduled, unknownOthers, waitsFor } from './load.js';
import { successesFor, untilNext } from './look.js';
import { nextOf } from './plan.js';
import { leftBy } from './settle.js';

/** How a scheduler works. */
export interface SchedulerOptions extends FireOptions {
  /** Fire what is due, wait for it, and end. */
  readonly once?: boolean;
  /** Ends the scheduler. */
  readonly signal: AbortSignal;
  /** Told where another scheduler took over: what is kept is its own from then on. */
  readonly lost?: AbortSignal;
  /** Milliseconds that runs have to end by themselves once the scheduler is to end; then they are interrupted. */
  readonly patience?: number;
  readonly onEvent: OnScheduleEvent;
}

const PATIENCE = 20_000;

interface Ended {
  readonly firing: Firing;
  readonly fired: Fired;
}

const offerAll = (admission: Admission<Firing>, firings: readonly Firing[]): Step<Firing> =>
  firings.reduce<Step<Firing>>(
    (step, firing) => {
      const next = offer(step.admission, firing);
      return { admission: next.admission, effects: [...step.effects, ...next.effects] };
    },
    { admission, effects: [] },
  );

/** What a scheduler holds while it works; changed by its one loop only. */
class Scheduler {
  private admission: Admission<Firing> = emptyAdmission;
  private readonly told = new Map<string, string>();
  private schedules: Readonly<Record<string, KeptSchedule>> = {};
  private others: readonly Firing[] = [];
  private readonly ends: Ended[] = [];
  private readonly running = new Map<
    string,
    { readonly controller: AbortController; readonly end: Promise<void> }
  >();
  private wake = new AbortController();
  private isStopping = false;
  private hasFired = false;
  private written = '';
  readonly problems: Problem[] = [];

  private readonly wiring: Wiring;
  private readonly all: readonly Scheduled[];
  private readonly folder: string;
  private readonly options: SchedulerOptions;

  constructor(wiring: Wiring, all: readonly Scheduled[], folder: string, options: SchedulerOptions) {
    this.wiring = wiring;
    this.all = all;
    this.folder = folder;
    this.options = options;
  }

  private scheduledOf(pipeline: string): Scheduled | undefined {
    return this.all.find(({ document }) => document.pipeline === pipeline);
  }

  private async keep(): Promise<void> {
    if (this.options.lost?.aborted === true) return;
    const { running, waiting } = this.admission;
    const kept: Kept = {
      version: 1,
      schedules: this.schedules,
      firings: [...this.others, ...running, ...waiting],
    };
    const text = JSON.stringify(kept);
    if (text === this.written) return;
    await writeKept(this.folder, kept);
    this.written = text;
  }

  /** Takes up what the last scheduler left; runs of documents that are not given now are kept for who gives them. */
  async resume(): Promise<void> {
    const kept = await readKept(this.folder);
    this.schedules = kept.schedules;
    const { runDir } = this.options;
    const wasRunning = kept.firings.some(({ startedAt }) => startedAt !== undefined);
    const runs = wasRunning ? await listRuns(this.wiring, runDir) : [];
    const open = await leftBy(this.wiring, kept.firings, runs, runDir);
    this.others = open.filter(({ pipeline }) => !this.scheduledOf(pipeline));
    for (const firing of open) {
      const scheduled = this.scheduledOf(firing.pipeline);
      if (!scheduled) continue;
      const again = { ...firing, ...limitsOf(scheduled, firing.params) };
      this.options.onEvent({ type: 'again', firing: again });
      // A queue, whatever the rule: what was promised once is not left out because of a restart.
      await this.apply(offer(this.admission, { ...again, whenFull: 'queue' }));
    }
  }

  /** Keeps what is to be begun, and then begins it: a run that is not kept would be forgotten by a crash. */
  private async apply({ admission, effects }: Step<Firing>): Promise<void> {
    const startedAt = this.wiring.clock.now().toISOString();
    const starts = new Set(effects.filter(({ type }) => type === 'start').map(({ asked }) => asked.id));
    this.admission = {
      ...admission,
      running: admission.running.map((each) => (starts.has(each.id) ? { ...each, startedAt } : each)),
    };
    await this.keep();
    for (const { type, asked } of effects) {
      if (type === 'cancel') this.running.get(asked.id)?.controller.abort();
      if (type === 'start') this.begin(asked);
      this.hasFired = true;
      this.options.onEvent({ type, firing: asked });
    }
  }

  private begin(firing: Firing): void {
    const scheduled = this.scheduledOf(firing.pipeline);
    if (!scheduled) return;
    const controller = new AbortController();
    const { runDir, memory, threads } = this.options;
    const options = {
      ...(runDir === undefined ? {} : { runDir }),
      ...(memory === undefined ? {} : { memory }),
      ...(threads === undefined ? {} : { threads }),
    };
    const end = fire(this.wiring, scheduled.file, firing, options, controller.signal).then((fired) => {
      this.ends.push({ firing, fired });
      this.wake.abort();
    });
    this.running.set(firing.id, { controller, end });
  }

  private tell({ firing, fired }: Ended): void {
    if ('outcome' in fired) {
      this.problems.push(...fired.outcome.record.problems);
      this.options.onEvent({ type: 'ended', firing, outcome: fired.outcome });
    } else {
      this.problems.push(...fired.problems);
      this.options.onEvent({ type: 'failed', firing, problems: fired.problems });
    }
  }

  /** What has ended makes room; what was interrupted because the scheduler stops is fired again by the next one. */
  private async settle(): Promise<void> {
    for (let item = this.ends.shift(); item; item = this.ends.shift()) {
      const { firing, fired } = item;
      this.running.delete(firing.id);
      this.tell(item);
      const isInterrupted = 'outcome' in fired && fired.outcome.record.status === 'interrupted';
      const isCancelled = this.admission.ending.includes(firing.id);
      if (!this.isStopping) await this.apply(ended(this.admission, firing.id));
      else if (!isInterrupted || isCancelled) {
        const running = this.admission.running.filter(({ id }) => id !== firing.id);
        this.admission = { ...this.admission, running };
        await this.keep();
      }
    }
  }

  private get isNew(): (firing: Firing) => boolean {
    const ids = new Set([...this.admission.running, ...this.admission.waiting].map(({ id }) => id));
    return ({ id }) => !ids.has(id);
  }

  /** Fires what is due now. */
  private async tick(): Promise<void> {
    const now = this.wiring.clock.now();
    const successes = await successesFor(this.all, () => listRuns(this.wiring, this.options.runDir));
    for (const scheduled of this.all) {
      const { pipeline } = scheduled.document;
      try {
        const { onEvent } = this.options;
        const due = await dueOf(this.wiring, scheduled, this.schedules, now, successes, onEvent);
        const fresh = due.firings.filter(this.isNew);
        // What is due is kept in the same step as that it was found: a crash in between would lose it.
        this.schedules = { ...this.schedules, [pipeline]: due.kept };
        await this.apply(offerAll(this.admission, fresh));
      } catch (thrown) {
        this.tellProblems(pipeline, problemsOf(thrown));
        if (this.options.once === true) this.problems.push(...problemsOf(thrown));
      }
    }
    await this.keep();
  }

  /** What stays wrong is told once, and not each time that a pipeline is looked at. */
  private tellProblems(pipeline: string, problems: readonly Problem[]): void {
    const text = problems.map(({ code, message }) => `${code} ${message}`).join('\n');
    if (this.told.get(pipeline) === text) return;
    this.told.set(pipeline, text);
    for (const item of problems) this.options.onEvent({ type: 'problem', problem: item });
  }

  /** Waits for the next time, the end of a run or the end of the scheduler. */
  private async rest(milliseconds: number): Promise<void> {
    if (this.ends.length > 0) return;
    this.wake = new AbortController();
    await this.wiring.wait(milliseconds, AbortSignal.any([this.wake.signal, this.options.signal]));
  }

  private async anyEnd(): Promise<void> {
    const { signal } = this.options;
    const isTold = new Promise<void>((resolve) => {
      signal.addEventListener('abort', () => resolve(), { once: true });
    });
    await Promise.race([isTold, ...[...this.running.values()].map(({ end }) => end)]);
  }

  private get isIdle(): boolean {
    return this.running.size === 0 && this.ends.length === 0;
  }

  private tellIdle(): void {
    if (this.hasFired || this.problems.length > 0) return;
    this.options.onEvent({ type: 'idle', next: nextOf(this.all, this.wiring.clock.now()) });
  }

  async work(): Promise<void> {
    const { once, signal } = this.options;
    while (!signal.aborted) {
      await this.settle();
      await this.tick();
      if (once === true && this.isIdle) return this.tellIdle();
      if (once === true) await this.anyEnd();
      else await this.rest(untilNext(this.all, this.schedules, this.wiring.clock.now()));
    }
    await this.stop();
  }

  /** Begins nothing any more, lets runs end for a while, and interrupts those that do not. */
  private async stop(): Promise<void> {
    this.isStopping = true;
    this.options.onEvent({ type: 'stopping', schedules: this.running.size });
    const all = Promise.all([...this.running.values()].map(({ end }) => end));
    const over = new AbortController();
    void all.then(() => over.abort());
    const isLost = this.options.lost?.aborted === true;
    if (this.running.size > 0 && !isLost)
      await this.wiring.wait(this.options.patience ?? PATIENCE, over.signal);
    for (const { controller } of this.running.values()) controller.abort();
    await all;
    await this.settle();
    await this.keep();
  }
}

/**
 * Runs pipelines when their schedules say so, until it is told to end.
 *
 * @returns the problems of all of its runs
 * @throws MR7305 to MR7310, MR7313, and what documents have wrong
 */
export const runScheduler = async (
  wiring: Wiring,
  files: readonly string[],
  options: SchedulerOptions,
): Promise<readonly Problem[]> => {
  const all = await loadScheduled(wiring, files);
  const folder = join(runFolder(wiring, options.runDir), 'schedule');
  const held = {
    folder,
    code: 'MR7309',
    what: 'a scheduler',
    signal: options.signal,
    onWait: (who: string, seconds: number) => options.onEvent({ type: 'held', who, seconds }),
  } as const;
  return holding(wiring, held, async (lost) => {
    const signal = AbortSignal.any([options.signal, lost]);
    const scheduler = new Scheduler(wiring, all, folder, { ...options, signal, lost });
    options.onEvent({ type: 'ready', schedules: all.length });
    if (all.some((each) => waitsFor(each).length > 0)) {
      const runs = await listRuns(wiring, options.runDir);
      const seen = new Set(runs.map(({ pipeline }) => pipeline));
      for (const item of unknownOthers(all, seen)) options.onEvent({ type: 'problem', problem: item });
    }
    await scheduler.resume();
    await scheduler.work();
    if (lost.aborted) throw failure('MR7313', `another scheduler has taken over in "${folder}"`);
    return scheduler.problems;
  });
};
