import { type Problem, problem } from '../base/errors/index.js';
import type { OnEvent } from '../kit/index.js';
import { bounded } from './bounded.js';
import type { Consumer } from './consumer.js';
import { createIds } from './ids.js';
import {
  type Environment,
  lineageTarget,
  logTarget,
  misunderstood,
  type TelemetryOptions,
  wantsOtlp,
} from './settings.js';

/** Telemetry of runs, at work. */
export interface Telemetry {
  readonly onEvent: OnEvent;
  /** Where a Prometheus may scrape, for as long as the run goes on. */
  readonly address?: string;
  /** Sends what is left, in 2 s at most. Gives what went wrong, as warnings: never thrown. */
  readonly close: () => Promise<readonly Problem[]>;
}

/** What telemetry needs to know of its process. */
export interface TelemetryPlace {
  readonly environment: Environment;
  readonly version: string;
  /** Absolute. */
  readonly cwd: string;
  /** Takes JSON logs that go to no file. */
  readonly write: (text: string) => void;
}

const warn = (code: 'MR7201' | 'MR7202' | 'MR7203', message: string): Problem =>
  problem(code, message, { severity: 'warning' });

/** One line, however much was lost. */
const undelivered = (failures: readonly string[]): readonly Problem[] =>
  failures.length === 0
    ? []
    : [warn('MR7201', `telemetry was not delivered (${failures.join('; ').replaceAll(/\s+/g, ' ')})`)];

/**
 * Opens all telemetry that the options and the environment ask for; undefined where they ask for none, and then nothing
 * is loaded.
 */
export const openTelemetry = async (
  options: TelemetryOptions,
  place: TelemetryPlace,
): Promise<Telemetry | undefined> => {
  const { environment, version } = place;
  const [log, lineage] = [logTarget(options, place), lineageTarget(options, place)];
  const isOpen = wantsOtlp(options, environment) || options.metricsPort !== undefined;
  if (!isOpen && !log && !lineage) return undefined;
  const wrong = misunderstood(options, environment).map((what) => warn('MR7202', what));
  const consumers: Consumer[] = [];
  const lost: string[] = [];
  const opened = async <T>(what: string, open: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await open();
    } catch (thrown) {
      lost.push(`${what}: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
      return undefined;
    }
  };
  const openTelemetry = isOpen
    ? await opened('OpenTelemetry', async () =>
        (await import('./otel/open.js')).openOpenTelemetry(options, environment, version, (message) =>
          wrong.push(warn('MR7203', `port ${options.metricsPort} cannot be opened: ${message}`)),
        ),
      )
    : undefined;
  if (log) {
    const ids = openTelemetry?.idsOf ?? createIds(environment);
    const logs = await opened('log', async () =>
      (await import('./logs/json-logs.js')).openJsonLogs(log, ids),
    );
    if (logs) consumers.push(logs);
  }
  if (openTelemetry) consumers.push(openTelemetry);
  if (lineage) {
    const { openLineage } = await import('./lineage/open.js');
    const namespace = environment['OPENLINEAGE_NAMESPACE'] || 'millrace';
    consumers.push(openLineage(lineage, { namespace, version }));
  }
  const all = bounded(consumers);
  return {
    onEvent: all.onEvent,
    ...(openTelemetry?.address ? { address: openTelemetry.address } : {}),
    close: async () => {
      await all.close();
      return [...wrong, ...undelivered([...lost, ...all.failures()])];
    },
  };
};
