import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { askProcess, type Ended } from './ask.js';
import { openPrints, type Prints } from './prints.js';
import { type ProcessLimits, type ProcessOptions, type Reply, startProcess } from './process.js';

/** How the children of a pool are started. */
export interface SeatOptions extends Omit<ProcessOptions, 'prints'> {
  /** The program of the children, which calls `serveAll`. */
  readonly entry: URL;
  /** Of memory; a child that is at work ends itself where that takes too long. */
  readonly limits: Pick<ProcessLimits, 'memory'>;
}

/** One child, started when it is first needed and again once it has ended. */
export interface Seat {
  /** @param prints an open file that takes what it printed since it was last asked with one */
  readonly ask: (request: unknown, signal: AbortSignal, prints: number | undefined) => Promise<Reply | Ended>;
  readonly isRunning: () => boolean;
  readonly leave: () => Promise<void>;
}

interface Seated {
  readonly child: ChildProcess;
  readonly prints: Prints;
}

const isAlive = ({ child }: Seated): boolean =>
  child.connected && child.exitCode === null && child.signalCode === null;

const hasEnded = async ({ child }: Seated): Promise<void> => {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
};

/** Makes a place for a child; none is started yet. */
export const createSeat = ({ entry, limits, ...options }: SeatOptions): Seat => {
  let seated: Seated | undefined;
  const left = async (prints?: number): Promise<void> => {
    const last = seated;
    seated = undefined;
    if (!last) return;
    await hasEnded(last);
    if (prints !== undefined) await last.prints.moveTo(prints);
    last.prints.close();
  };
  const started = async (file: number | undefined): Promise<Seated> => {
    if (seated && isAlive(seated)) return seated;
    await left(file);
    const prints = openPrints();
    seated = { prints, child: startProcess(entry, limits, { ...options, prints: prints.descriptor }) };
    return seated;
  };
  return {
    ask: async (request, signal, file) => {
      const { child, prints } = await started(file);
      try {
        return await askProcess(child, request, limits, signal);
      } finally {
        if (file !== undefined) await prints.moveTo(file);
      }
    },
    isRunning: () => seated !== undefined && isAlive(seated),
    leave: () => left(),
  };
};
