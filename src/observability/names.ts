/**
 * Every name that leaves Millrace as telemetry, as values: the reference page, the dashboard's test and the consumers
 * read them here. Names follow OpenTelemetry's semantic conventions: dots between name spaces, units by UCUM.
 */

/** An attribute of spans, metrics or log records. */
export interface AttributeName {
  readonly name: string;
  readonly summary: string;
}

const attribute = (name: string, summary: string): AttributeName => ({ name, summary });

export const attributes = {
  pipeline: attribute('millrace.pipeline', 'the name of the pipeline'),
  run: attribute('millrace.run.id', 'the id of the run, as `millrace runs` shows it'),
  documentHash: attribute('millrace.document.hash', 'hash of the document that was run'),
  status: attribute('millrace.run.status', 'how the run ended: succeeded, failed, stopped, interrupted'),
  stage: attribute('millrace.stage', 'the number of the stage in the plan'),
  node: attribute('millrace.node', "a node's name in the document"),
  work: attribute(
    'millrace.work',
    'what is done outside of the stages: fetching, opening, claiming, publishing',
  ),
  nodes: attribute('millrace.nodes', 'names of the nodes that run fused in a stage'),
  kind: attribute('millrace.node.kind', 'the kind of a node: read_csv, filter, ...'),
  fused: attribute('millrace.node.fused', 'whether the node shares its stage, and so its time, with others'),
  partition: attribute('millrace.partition', 'number of the partition, from 1'),
  attempt: attribute('millrace.attempt', 'number of the attempt, from 1'),
  rows: attribute('millrace.rows', 'rows that came out'),
  bytesIn: attribute('millrace.bytes.in', 'bytes of the files that were read'),
  bytesOut: attribute('millrace.bytes.out', 'bytes of the files that were written'),
  memory: attribute('millrace.memory.peak', 'the most bytes of memory that the process had'),
  spilled: attribute('millrace.spill.peak', 'the most bytes that lay on disk for want of memory'),
  reusedFrom: attribute('millrace.reused.from', 'the run whose result was taken over'),
  target: attribute('millrace.target', 'what was published, as store://path'),
  passed: attribute('millrace.check.passed', 'whether a check passed'),
  direction: attribute('millrace.io.direction', 'in or out'),
  errorType: attribute('error.type', 'the code of an error, MRnnnn'),
  fault: attribute('millrace.fault', 'whose fault it is: user, data, resource, unsupported, bug'),
  severity: attribute('millrace.severity', 'error or warning'),
  place: attribute('code.file.path', 'the document in which something is wrong'),
  line: attribute('code.line.number', 'the line in it'),
} as const;

/** A kind of span. */
export interface SpanName {
  readonly name: string;
  readonly summary: string;
  readonly attributes: readonly AttributeName[];
}

const { pipeline, run, stage, node, kind, rows, attempt } = attributes;

export const spans = {
  run: {
    name: 'millrace.run',
    summary: 'One run of a pipeline, from its first event to its last.',
    attributes: [pipeline, run, attributes.documentHash, attributes.status, attributes.errorType],
  },
  stage: {
    name: 'millrace.stage',
    summary: 'A stage: one statement of the engine, with all its attempts.',
    attributes: [
      stage,
      attributes.nodes,
      rows,
      attributes.bytesIn,
      attributes.bytesOut,
      attributes.memory,
      attributes.spilled,
      attributes.reusedFrom,
    ],
  },
  node: {
    name: 'millrace.node',
    summary: 'A node of a stage. Nodes that are fused into one statement have the time of their stage.',
    attributes: [node, kind, attributes.fused],
  },
  partition: {
    name: 'millrace.partition',
    summary: 'A partition that a process has put through a function of the author.',
    attributes: [stage, attributes.partition, rows],
  },
  attempt: {
    name: 'millrace.attempt',
    summary: 'A try of a stage, where there was more than one.',
    attributes: [stage, attempt, attributes.errorType, attributes.fault],
  },
} as const satisfies Record<string, SpanName>;

/** A metric and what it counts. */
export interface MetricName {
  readonly name: string;
  readonly instrument: 'counter' | 'gauge' | 'histogram' | 'updown';
  /** By UCUM: `s`, `By`, `{row}`. */
  readonly unit: string;
  readonly summary: string;
  readonly attributes: readonly AttributeName[];
}

const metric = (
  name: string,
  instrument: MetricName['instrument'],
  unit: string,
  summary: string,
  own: readonly AttributeName[] = [],
): MetricName => ({ name, instrument, unit, summary, attributes: [pipeline, ...own] });

export const metrics = {
  active: metric('millrace.runs.active', 'updown', '{run}', 'runs under way'),
  runs: metric('millrace.runs', 'counter', '{run}', 'runs that have ended', [attributes.status]),
  runDuration: metric('millrace.run.duration', 'histogram', 's', 'how long runs took', [attributes.status]),
  lastSuccess: metric(
    'millrace.run.last_success',
    'gauge',
    's',
    'when a run last succeeded, in seconds since 1970',
  ),
  stages: metric('millrace.stages', 'counter', '{stage}', 'stages that have ended well', [stage]),
  stageDuration: metric('millrace.stage.duration', 'histogram', 's', 'how long stages took', [stage]),
  progress: metric('millrace.stage.progress', 'gauge', '1', 'share of a stage that is done, 0 to 1', [stage]),
  rows: metric('millrace.rows', 'counter', '{row}', 'rows that came out of stages', [stage]),
  io: metric('millrace.io', 'counter', 'By', 'bytes of files that were read and written', [
    stage,
    attributes.direction,
  ]),
  published: metric('millrace.published.rows', 'counter', '{row}', 'rows that were published', [node]),
  publishedBytes: metric('millrace.published', 'counter', 'By', 'bytes that were published', [node]),
  partitions: metric('millrace.partitions', 'counter', '{partition}', 'partitions that functions have done', [
    stage,
  ]),
  attemptsFailed: metric(
    'millrace.attempts.failed',
    'counter',
    '{attempt}',
    'attempts of stages, and of work outside of them, that failed',
    [stage, attributes.work, attributes.fault],
  ),
  checks: metric('millrace.checks', 'counter', '{check}', 'checks by how they ended', [
    node,
    attributes.passed,
  ]),
  problems: metric('millrace.problems', 'counter', '{problem}', 'errors and warnings by their codes', [
    attributes.errorType,
    attributes.severity,
    attributes.fault,
  ]),
  memory: metric('process.memory.usage', 'gauge', 'By', 'memory of the process of the run'),
  spilled: metric('millrace.spill', 'gauge', 'By', 'bytes that lie on disk for want of memory'),
} as const satisfies Record<string, MetricName>;

/** A metric's name as Prometheus has it: without dots, and counters end in `_total`. */
export const prometheusName = ({ name, instrument }: Pick<MetricName, 'name' | 'instrument'>): string =>
  `${name.replaceAll('.', '_')}${instrument === 'counter' ? '_total' : ''}`;
