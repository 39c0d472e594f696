import { type Command, InvalidArgumentError, Option } from 'commander';
import type { TelemetryOptions } from '../observability/index.js';

const MAX_PORT = 65_535;

const port = (text: string): number => {
  const value = Number(text);
  if (text.trim() === '' || !Number.isInteger(value) || value < 0 || value > MAX_PORT) {
    throw new InvalidArgumentError(`Give a port, 0 to ${MAX_PORT}; 0 takes any that is free.`);
  }
  return value;
};

/** Options of commands that run pipelines, by which a run is seen from outside. */
export const telemetryOptions = (command: Command): Command =>
  command
    .option(
      '--telemetry [url]',
      'send traces, metrics and logs over OTLP/HTTP; on by itself where OTEL_EXPORTER_OTLP_ENDPOINT is set',
    )
    .option('--metrics-port <n>', 'serve metrics for Prometheus while the run goes on', port)
    .addOption(new Option('--log <format>', 'write the log to standard error in a format').choices(['json']))
    .option('--log-file <file>', 'write the log as JSON to a file')
    .option('--lineage <file|url>', 'send OpenLineage events, or add them to a file');

/** The telemetry in a command's parsed options. */
export const telemetryOf = (options: Readonly<Record<string, unknown>>): TelemetryOptions => {
  const names = ['telemetry', 'metricsPort', 'log', 'logFile', 'lineage'] as const;
  return Object.fromEntries(
    names.flatMap((name) => (options[name] === undefined ? [] : [[name, options[name]]])),
  );
};
