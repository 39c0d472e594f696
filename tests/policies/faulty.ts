import { createPolicyTools } from '../../src/app/policy/tools.js';
import { wire } from '../../src/app/wire.js';
import type { Wiring } from '../../src/app/wiring.js';
import { type ErrorCode, failure } from '../../src/base/errors/index.js';
import type { CreateEngine, Engine, Statement } from '../../src/kit/index.js';

/** What a statement of a run is met with. */
export type Fault = (statement: Statement, nth: number) => 'none' | 'before' | 'after' | 'hangs';

/** A clock that goes as fast as it is waited for. */
export const virtualTime = () => {
  const waits: number[] = [];
  let clock = 0;
  return {
    waits,
    now: () => clock,
    sleep: async (milliseconds: number, signal: AbortSignal) => {
      signal.throwIfAborted();
      waits.push(milliseconds);
      clock += milliseconds;
    },
  };
};

const ended = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    const end = (): void => reject(failure('MR9002', 'the run was interrupted'));
    if (signal.aborted) end();
    signal.addEventListener('abort', end, { once: true });
  });

const withFaults = (engine: Engine, fault: Fault, code: ErrorCode): Engine => {
  let nth = 0;
  return {
    ...engine,
    execute: async (statement, options) => {
      nth += 1;
      const met = fault(statement, nth);
      if (met === 'before') throw failure(code, 'the source is not there');
      if (met === 'hangs') await ended(options.signal);
      const result = await engine.execute(statement, options);
      if (met === 'after') throw failure(code, 'the source went away at the end');
      return result;
    },
  };
};

/**
 * Parts of a wiring whose engines fail: `before` anything is done, `after` all of it was written, or by hanging until they are
 * told to end. Engines that write nothing, such as those of the checks, do not.
 */
export const faulty = (fault: Fault, code: ErrorCode = 'MR3016') => {
  const time = virtualTime();
  const createEngine: CreateEngine = async (options) => {
    const engine = await wire().createEngine(options);
    return options.writable.length === 0 ? engine : withFaults(engine, fault, code);
  };
  const wiring: Partial<Wiring> = { createEngine, policies: createPolicyTools(time) };
  return { wiring, time };
};

/** Fails the first so many times. */
export const firstTimes =
  (times: number, how: 'before' | 'after' = 'after'): Fault =>
  (_, nth) =>
    nth <= times ? how : 'none';
