import type { Problem } from '../base/errors/index.js';
import type { OnEvent } from '../kit/index.js';
import { logTarget, openTelemetry, type TelemetryOptions } from '../observability/index.js';
import { version } from '../version.js';
import type { Wiring } from './wiring.js';

/** What those who watch a run from outside are told on the way. */
export interface TelemetryNotices {
  /** Takes JSON logs that go to no file. */
  readonly write: (text: string) => void;
  /** Told once, where a Prometheus may scrape. */
  readonly onAddress?: (address: string) => void;
  /** Told at the end, where something did not get out. */
  readonly onProblems?: (problems: readonly Problem[]) => void;
}

/**
 * Does work whose events go to all who are asked for by the options and the environment. What cannot be delivered
 * never fails the work, and holds it up for 2 s at most.
 */
export const withTelemetry = async <T>(
  { environment, cwd }: Wiring,
  options: TelemetryOptions,
  { write, onAddress, onProblems }: TelemetryNotices,
  work: (onEvent: OnEvent) => Promise<T>,
): Promise<T> => {
  const telemetry = await openTelemetry(options, { environment, cwd, version, write });
  if (!telemetry) return work(() => undefined);
  if (telemetry.address) onAddress?.(telemetry.address);
  try {
    return await work(telemetry.onEvent);
  } finally {
    const problems = await telemetry.close();
    if (problems.length > 0) onProblems?.(problems);
  }
};

/** Whether JSON logs go to those who take text, and to no file. */
export const logsToTerminal = ({ environment, cwd }: Wiring, options: TelemetryOptions): boolean => {
  const target = logTarget(options, { environment, cwd, write: () => undefined });
  return target !== undefined && 'write' in target;
};
