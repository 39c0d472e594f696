import { problem } from '../../base/errors/index.js';
import type { NodeRecord, RunRecord, StageRecord } from '../../kit/record.js';
import type { Schema } from '../../kit/schema.js';

const flights: Schema = [
  { name: 'date', type: 'TIMESTAMP' },
  { name: 'delay', type: 'INTEGER' },
  { name: 'origin', type: 'VARCHAR' },
];
const airports: Schema = [
  { name: 'iata', type: 'VARCHAR' },
  { name: 'city', type: 'VARCHAR' },
  { name: 'state', type: 'VARCHAR' },
];
const late: Schema = [
  { name: 'origin', type: 'VARCHAR' },
  { name: 'city', type: 'VARCHAR' },
  { name: 'late_flights', type: 'BIGINT' },
  { name: 'mean_delay', type: 'DOUBLE' },
  { name: 'p95_delay', type: 'DOUBLE' },
];

const node = (
  name: string,
  [kind, family]: readonly [string, NodeRecord['family']],
  inputs: readonly string[],
  rows: NodeRecord['rows'],
  [schema, stage]: readonly [Schema, string],
): NodeRecord => ({ name, kind, family, inputs, rows, schema, stage });

const nodes: readonly NodeRecord[] = [
  node('flights', ['read_parquet', 'read'], [], 5_819_079, [flights, 's1']),
  node('airports', ['read_csv', 'read'], [], 3376, [airports, 's2']),
  node('late', ['filter', 'transform'], ['flights'], 'fused', [flights, 's3']),
  node('named', ['join', 'transform'], ['late', 'airports'], 'fused', [
    [...flights, ...airports.slice(1)],
    's3',
  ]),
  node('by_origin', ['aggregate', 'transform'], ['named'], 312, [late, 's3']),
  node('enough', ['check', 'check'], ['by_origin'], 312, [late, 's4']),
  node('out', ['write_parquet', 'write'], ['by_origin'], 312, [late, 's5']),
];

const stages: readonly StageRecord[] = [
  { id: 's1', nodes: ['flights'], reads: [], sink: 'table', rows: 5_819_079, seconds: 2.184 },
  { id: 's2', nodes: ['airports'], reads: [], sink: 'table', rows: 3376, seconds: 0.031 },
  {
    id: 's3',
    nodes: ['late', 'named', 'by_origin'],
    reads: ['s1', 's2'],
    sink: 'table',
    rows: 312,
    seconds: 0.846,
  },
  { id: 's4', nodes: ['enough'], reads: ['s3'], sink: 'rows', rows: 1, seconds: 0.0004 },
  { id: 's5', nodes: ['out'], reads: ['s3'], sink: 'file', rows: 312, seconds: 0.012 },
];

/** A run that succeeded, with something in every section. */
export const succeeded: RunRecord = {
  version: 1,
  millrace: '0.1.0',
  runId: '20260131t093000123z-9f8e7d6c',
  pipeline: 'late-flights',
  description: 'Which origins run late, from raw flights to a published table.',
  document: {
    file: 'examples/late-flights/pipeline.yaml',
    hash: '5d41402abc4b2a76b9719d911017c592'.repeat(2),
  },
  status: 'succeeded',
  startedAt: '2026-01-31T09:30:00.123Z',
  finishedAt: '2026-01-31T09:30:03.291Z',
  seconds: 3.168,
  runTime: '2026-01-31T00:00:00.000Z',
  params: { minutes: '15', region: 'west' },
  engine: { name: 'duckdb', memory: 1_000_000_000, threads: 2 },
  nodes,
  stages,
  inputs: [
    {
      node: 'flights',
      rows: 5_819_079,
      files: Array.from({ length: 12 }, (_, month) => ({
        name: `flights-2001-${String(month + 1).padStart(2, '0')}.parquet`,
        bytes: 4_100_000 + month * 31_007,
        modified: `2026-01-${String(month + 10)}T06:00:00.000Z`,
      })),
    },
    {
      node: 'airports',
      files: [{ name: 'airports.csv', bytes: 210_365, modified: '2026-01-02T06:00:00.000Z' }],
    },
  ],
  outputs: [
    {
      node: 'out',
      target: 'gold://late-by-origin.parquet',
      mode: 'replace',
      rows: 312,
      bytes: 11_824,
      sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    },
  ],
  checks: [
    {
      node: 'enough',
      severity: 'error',
      passed: true,
      results: [
        { rule: 'rows', passed: true, message: '312 rows, at least 50 are asked for' },
        { rule: 'unique: origin', passed: true, message: 'no duplicates' },
      ],
    },
  ],
  lineage: {
    out: {
      origin: [{ node: 'flights', column: 'origin' }],
      city: [{ node: 'airports', column: 'city' }],
      late_flights: [],
      mean_delay: [{ node: 'flights', column: 'delay' }],
      p95_delay: [
        { node: 'flights', column: 'delay' },
        { node: 'flights', column: 'date' },
      ],
    },
  },
  samples: [
    {
      node: 'out',
      schema: late,
      rows: [
        ['SAN', 'San Diego', 10_412, 41.25, 122],
        ['ORD', 'Chicago', 48_120, 47.5, 151.5],
        ['XNA', null, 12, 33.1, 70],
        ['???', '', 3, null, null],
        ['LAX', 'Los Angeles\nCalifornia', 31_007, 39.75, 118],
      ],
    },
  ],
  problems: [],
};

const dely = problem('MR2104', 'unknown column "dely" in filter "late"', {
  node: 'late',
  label: 'did you mean "delay"?',
  notes: ['input "flights" has: date, delay, distance, origin, destination'],
  place: {
    file: 'examples/late-flights/pipeline.yaml',
    line: 38,
    column: 14,
    length: 4,
    lineText: '      where: dely > $minutes',
  },
});

const tooFew = problem('MR4011', 'check "enough" failed: 12 rows, at least 50 are asked for', {
  node: 'enough',
  mend: 'Nothing was published. Look at the input of the check, or change `rows` under `with`.',
});

const odd = problem('MR4005', 'record has 4 values, the header has 3', {
  severity: 'warning',
  node: 'airports',
  dataFile: 'airports.csv',
  dataLine: 1204,
});

/** A run that a check stopped, with problems of all forms. */
export const stopped: RunRecord = {
  ...succeeded,
  status: 'stopped',
  outputs: [],
  samples: [],
  problems: [odd, dely, tooFew],
  checks: [
    {
      node: 'enough',
      severity: 'error',
      passed: false,
      results: [
        { rule: 'rows', passed: false, message: '12 rows, at least 50 are asked for' },
        { rule: 'unique: origin', passed: true, message: 'no duplicates' },
      ],
    },
    {
      node: 'fresh',
      severity: 'warn',
      passed: false,
      results: [{ rule: 'max_age', passed: false, message: '3 days old' }],
    },
  ],
};

/** A run that failed before it knew anything. */
export const empty: RunRecord = {
  ...succeeded,
  status: 'failed',
  params: {},
  nodes: [],
  stages: [],
  inputs: [],
  outputs: [],
  checks: [],
  lineage: {},
  samples: [],
  problems: [dely],
};

const steps: readonly (readonly [string, NodeRecord['family']])[] = [
  ['read_csv', 'read'],
  ['filter', 'transform'],
  ['derive', 'transform'],
  ['join', 'transform'],
  ['aggregate', 'transform'],
  ['sort', 'transform'],
  ['join', 'transform'],
  ['select', 'transform'],
];

/** One node of a lane: it reads the step before it, a join the lane beside it too; the last steps check and write. */
const step = (lane: number, lanes: number, number: number): NodeRecord => {
  const name = (at: number, ofLane = lane) => `lane_${ofLane}_step_${at}`;
  const last = steps.length - 1;
  const [kind, family] =
    steps[number] ?? (number === last + 1 ? ['check', 'check'] : ['write_parquet', 'write']);
  const before = number === 0 ? [] : [name(Math.min(number - 1, last))];
  const beside = kind === 'join' ? [name(number - 1, (lane + 1) % lanes)] : [];
  const rows = number % 3 === 1 ? 'fused' : (lane + 1) * 9173 + number;
  return node(name(number), [kind, family], [...before, ...beside], rows, [late, `s${lane}`]);
};

/** A made-up pipeline of lanes of ten nodes, the same each time. */
export const large = (size: number): RunRecord => {
  const lanes = Math.ceil(size / 10);
  const all = Array.from({ length: size }, (_, index) =>
    step(index % lanes, lanes, Math.floor(index / lanes)),
  );
  return { ...succeeded, nodes: all };
};

const wideSchema: Schema = Array.from({ length: 40 }, (_, index) => ({
  name: `measure_${index}`,
  type: index % 3 === 0 ? 'VARCHAR' : 'DECIMAL(18,3)',
}));

/** Long names and wide tables. */
export const wide: RunRecord = {
  ...succeeded,
  pipeline: 'a-pipeline-with-a-very-long-name-that-somebody-found-necessary-for-the-quarterly-reconciliation',
  nodes: nodes.map((item) =>
    item.name === 'named' ? { ...item, name: 'named' } : { ...item, schema: wideSchema },
  ),
  samples: [
    {
      node: 'out',
      schema: wideSchema,
      rows: [0, 1, 2].map((row) =>
        wideSchema.map(({ type }, index) =>
          type === 'VARCHAR' ? `${'text '.repeat(index)}${row}` : `${row * index}.250`,
        ),
      ),
    },
  ],
};
