import type { EngineLimits } from '../../kit/index.js';
import type { ContainerLimits } from './cgroup.js';

/** Processes of functions: so many at once, of so much memory each. */
export interface ProcessShare {
  readonly most: number;
  /** Bytes that each is told to keep to. */
  readonly memory: number;
}

/** What a run takes. */
export interface Shares {
  readonly limits: EngineLimits & { readonly threads: number };
  /** Where a container bounds what processes of functions may hold together. */
  readonly processes?: ProcessShare;
}

/**
 * Shares of a container's memory. What is left over is the program's own: code, what it holds of documents and records,
 * and what the engine takes beyond its bound, which holds for its buffers only.
 */
const ALONE = 0.6;
const WITH_FUNCTIONS = { engine: 0.4, processes: 0.35 };

/** With less an engine can hold no batch of rows. */
const LEAST_ENGINE = 64_000_000;
/** For a process of a function to start with: its code, its engine, and some rows. */
const LEAST_PROCESS = 192_000_000;
/** A process may hold so many times the memory that it is told: beside its heap it has code and buffers. */
const BESIDE = 1.5;

const processShare = (memory: number, threads: number): ProcessShare => {
  const room = memory * WITH_FUNCTIONS.processes;
  const most = Math.max(1, Math.min(threads, Math.floor(room / LEAST_PROCESS)));
  return { most, memory: Math.floor(Math.max(LEAST_PROCESS, room / most) / BESIDE) };
};

/** Threads for a part of a processor are rounded up, as other runtimes do: what it has left over is not lost. */
const threadsIn = ({ cpus }: ContainerLimits, processors: number): number =>
  cpus ? Math.min(processors, Math.max(1, Math.ceil(cpus.value))) : processors;

/**
 * What an engine takes of a container, and the processes of functions beside it, so that together they stay below its
 * limits. What the document or the command says holds as it is said.
 *
 * @param asked what they say
 * @param processors of the machine, as far as this process may use them
 */
export const sharesOf = (
  container: ContainerLimits,
  asked: EngineLimits,
  processors: number,
  hasFunctions: boolean,
): Shares => {
  const bytes = container.memory?.value;
  const share = hasFunctions ? WITH_FUNCTIONS.engine : ALONE;
  const own = bytes === undefined ? undefined : Math.max(LEAST_ENGINE, Math.floor(bytes * share));
  const memory = asked.memory ?? own;
  const threads = asked.threads ?? threadsIn(container, processors);
  return {
    limits: { ...(memory === undefined ? {} : { memory }), threads },
    ...(bytes !== undefined && hasFunctions ? { processes: processShare(bytes, threads) } : {}),
  };
};
