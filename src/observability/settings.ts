import { resolve } from 'node:path';

/** What is asked for on the command line; the environment says the rest. */
export interface TelemetryOptions {
  /** `--telemetry [URL]`: over OTLP, to a collector at the address or at the usual one. */
  readonly telemetry?: true | string;
  /** `--metrics-port N`. */
  readonly metricsPort?: number;
  /** `--log json`. */
  readonly log?: 'json';
  /** `--log-file FILE`. */
  readonly logFile?: string;
  /** `--lineage FILE|URL`. */
  readonly lineage?: string;
}

export type Environment = Readonly<Record<string, string | undefined>>;

export type Signal = 'traces' | 'metrics' | 'logs';

export const signals: readonly Signal[] = ['traces', 'metrics', 'logs'];

/** How one signal is sent. */
export interface OtlpSettings {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly protocol: 'http/protobuf' | 'http/json';
  readonly compression: 'gzip' | 'none';
  /** Milliseconds. */
  readonly timeout: number;
}

const USUAL = 'http://localhost:4318';

/** Longer than this no request may go on: the run has ended by then. */
const LONGEST = 10_000;

const set = (value: string | undefined): string | undefined => (value ? value : undefined);

/** A variable of one signal, or else of all. */
const either = (environment: Environment, signal: Signal, name: string): string | undefined =>
  set(environment[`OTEL_EXPORTER_OTLP_${signal.toUpperCase()}_${name}`]) ??
  set(environment[`OTEL_EXPORTER_OTLP_${name}`]);

/** `key=value` pairs between commas, as W3C Baggage writes them. */
export const pairs = (text: string | undefined): Readonly<Record<string, string>> =>
  Object.fromEntries(
    (text ?? '').split(',').flatMap((pair) => {
      const at = pair.indexOf('=');
      if (at < 1) return [];
      const value = pair.slice(at + 1).trim();
      return [[pair.slice(0, at).trim(), decoded(value)]];
    }),
  );

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

/** Whether a text is an address that can be spoken to. */
export const isAddress = (text: string): boolean => URL.canParse(text) && /^https?:\/\//i.test(text);

const isOn = (text: string | undefined): boolean => text?.toLowerCase() === 'true';

/** Whether anything goes out over OTLP. */
export const wantsOtlp = ({ telemetry }: TelemetryOptions, environment: Environment): boolean => {
  if (isOn(environment['OTEL_SDK_DISABLED'])) return false;
  if (telemetry !== undefined) return true;
  return ['', 'TRACES_', 'METRICS_', 'LOGS_'].some((part) =>
    Boolean(environment[`OTEL_EXPORTER_OTLP_${part}ENDPOINT`]),
  );
};

/** Whether a signal goes out: all do unless `OTEL_TRACES_EXPORTER=none` or the like says otherwise. */
export const wantsSignal = (signal: Signal, environment: Environment): boolean => {
  const asked = set(environment[`OTEL_${signal.toUpperCase()}_EXPORTER`]) ?? 'otlp';
  return asked.split(',').some((name) => name.trim() === 'otlp');
};

/** The address that is asked for: of one signal, as it is, or of a collector of all. */
const addressOf = (
  signal: Signal,
  { telemetry }: TelemetryOptions,
  environment: Environment,
): { readonly own: string } | { readonly base: string } => {
  if (typeof telemetry === 'string') return { base: telemetry };
  const own = set(environment[`OTEL_EXPORTER_OTLP_${signal.toUpperCase()}_ENDPOINT`]);
  return own ? { own } : { base: set(environment['OTEL_EXPORTER_OTLP_ENDPOINT']) ?? USUAL };
};

const urlOf = (signal: Signal, options: TelemetryOptions, environment: Environment): string => {
  const address = addressOf(signal, options, environment);
  return 'own' in address ? address.own : `${address.base.replace(/\/+$/, '')}/v1/${signal}`;
};

const timeoutOf = (text: string | undefined): number => {
  const asked = Number(text ?? LONGEST);
  return Number.isFinite(asked) && asked > 0 ? Math.min(asked, LONGEST) : LONGEST;
};

/** Settings of a signal, as the specification of OTLP exporters has them. */
export const otlpSettings = (
  signal: Signal,
  options: TelemetryOptions,
  environment: Environment,
): OtlpSettings => ({
  url: urlOf(signal, options, environment),
  headers: {
    ...pairs(environment['OTEL_EXPORTER_OTLP_HEADERS']),
    ...pairs(environment[`OTEL_EXPORTER_OTLP_${signal.toUpperCase()}_HEADERS`]),
  },
  protocol: either(environment, signal, 'PROTOCOL') === 'http/json' ? 'http/json' : 'http/protobuf',
  compression: either(environment, signal, 'COMPRESSION') === 'gzip' ? 'gzip' : 'none',
  timeout: timeoutOf(either(environment, signal, 'TIMEOUT')),
});

const wrongOf = (signal: Signal, options: TelemetryOptions, environment: Environment): readonly string[] => {
  const protocol = either(environment, signal, 'PROTOCOL');
  const address = addressOf(signal, options, environment);
  return [
    ...(protocol && !protocol.startsWith('http/')
      ? [`protocol "${protocol}" is not spoken; http/protobuf is used`]
      : []),
    ...(isAddress(urlOf(signal, options, environment))
      ? []
      : [`"${'own' in address ? address.own : address.base}" is no http address`]),
  ];
};

/** What the options and the environment say that cannot be done: once for all signals that it is said of. */
export const misunderstood = (options: TelemetryOptions, environment: Environment): readonly string[] => {
  if (!wantsOtlp(options, environment)) return [];
  const said = signals.flatMap((signal) =>
    wrongOf(signal, options, environment).map((what) => ({ signal, what })),
  );
  return [...new Set(said.map(({ what }) => what))].map((what) => {
    const of = said.filter((each) => each.what === what).map(({ signal }) => signal);
    return `${of.join(', ')}: ${what}`;
  });
};

interface At {
  readonly environment: Environment;
  readonly cwd: string;
}

/** Where JSON logs go: into a file, or else to whoever takes text. */
export const logTarget = (
  { log, logFile }: TelemetryOptions,
  { environment, cwd, write }: At & { readonly write: (text: string) => void },
): { readonly file: string } | { readonly write: (text: string) => void } | undefined => {
  const file = logFile ?? set(environment['MILLRACE_LOG_FILE']);
  if (file !== undefined) return { file: resolve(cwd, file) };
  return (log ?? environment['MILLRACE_LOG']) === 'json' ? { write } : undefined;
};

/** Where lineage goes: to an address, as its variables say it, or into a file. */
export type LineageTarget =
  | { readonly file: string }
  | { readonly url: string; readonly headers: Readonly<Record<string, string>> };

export const lineageTarget = (
  { lineage }: TelemetryOptions,
  { environment, cwd }: At,
): LineageTarget | undefined => {
  if (lineage !== undefined && !isAddress(lineage)) return { file: resolve(cwd, lineage) };
  if (lineage === undefined && isOn(environment['OPENLINEAGE_DISABLED'])) return undefined;
  const base = lineage ?? set(environment['OPENLINEAGE_URL']);
  if (base === undefined) return undefined;
  const endpoint = set(environment['OPENLINEAGE_ENDPOINT']) ?? 'api/v1/lineage';
  const key = set(environment['OPENLINEAGE_API_KEY']);
  return {
    url: `${base.replace(/\/+$/, '')}/${endpoint.replace(/^\/+/, '')}`,
    headers: key ? { authorization: `Bearer ${key}` } : {},
  };
};
