import {
  type BoundValue,
  type ExecuteOptions,
  type GuardCount,
  quoted,
  type Sink,
  type Statement,
  type StatementResult,
} from '../../kit/index.js';
import { copyCommand } from './copy.js';
import type { Intake } from './quarantine/intake.js';
import { keep } from './quarantine/keep.js';
import { measuresOf, nothingMeasured } from './quarantine/profile.js';
import { runFault } from './run-faults.js';
import type { Session, SessionResult, SessionValues } from './session.js';

const command = (query: string, sink: Sink): string => {
  switch (sink.kind) {
    case 'table':
      return `create temp table ${quoted(sink.table)} as ${query}`;
    case 'file':
      return copyCommand(query, sink);
    case 'rows':
      return `select * from (${query}) limit ${sink.limit}`;
  }
};

/** The values of a statement's parameters, as text: the statement casts them. */
export const valuesFor = (
  names: readonly string[],
  values: Readonly<Record<string, BoundValue>>,
): SessionValues =>
  Object.fromEntries(
    names.map((name) => {
      const value = values[name]?.value;
      return [name, value === undefined || value === null ? null : String(value)];
    }),
  );

const PROGRESS_EVERY = 100;

/** Runs `work` while watching for the signal and reporting progress. */
export const watched = async <T>(
  session: Session,
  { signal, onProgress }: ExecuteOptions,
  work: () => Promise<T>,
): Promise<T> => {
  signal.throwIfAborted();
  const interrupt = (): void => session.interrupt();
  signal.addEventListener('abort', interrupt);
  const timer = setInterval(() => {
    const share = session.progress();
    if (share !== undefined) onProgress(share);
    if (signal.aborted) interrupt();
  }, PROGRESS_EVERY);
  try {
    return await work();
  } finally {
    clearInterval(timer);
    signal.removeEventListener('abort', interrupt);
  }
};

const resultOf = ({ sink }: Statement, { schema, rows }: SessionResult): StatementResult => {
  if (sink.kind !== 'rows') return { rows: Number(rows[0]?.[0] ?? 0), schema: [], values: [] };
  return { rows: rows.length, schema, values: rows };
};

/** What a statement runs in. */
export interface Place {
  readonly session: Session;
  readonly intake: Intake;
}

/** Runs a statement that contracts are in, or that counts rows on their way. Rows of contracts are kept also where it fails. */
const executeGuarded = async (
  { session, intake }: Place,
  { query, sink, guards = [], counts: labels = [] }: Statement,
  values: SessionValues,
  options: ExecuteOptions,
): Promise<StatementResult> => {
  if (guards.length > 0) await intake.open(guards);
  let measures = nothingMeasured;
  try {
    const [row] = await watched(session, options, () =>
      session.rows(`explain (analyze, format json) ${command(query.text, sink)}`, values),
    );
    measures = measuresOf(String(row?.[1]));
  } finally {
    const counts: GuardCount[] = [];
    for (const taken of guards.length > 0 ? await intake.close() : []) {
      const passed = measures.passed(taken.guard.node);
      counts.push({ ...(await keep(session, taken)), ...(passed === undefined ? {} : { passed }) });
    }
    options.onGuards?.(counts);
  }
  const counts = Object.fromEntries(labels.map((label) => [label, measures.counted(label) ?? 0]));
  return { rows: measures.rows, schema: [], values: [], counts };
};

const executePlain = async (
  { session }: Place,
  statement: Statement,
  values: SessionValues,
  options: ExecuteOptions,
): Promise<StatementResult> => {
  const { query, sink } = statement;
  const result = await watched(session, options, () => session.query(command(query.text, sink), values));
  return resultOf(statement, result);
};

/** Runs one statement with its bound values; a failure is a coded error. */
export const executeStatement = async (
  place: Place,
  statement: Statement,
  values: Readonly<Record<string, BoundValue>>,
  options: ExecuteOptions,
): Promise<StatementResult> => {
  const isMeasured = [statement.guards, statement.counts].some((asked) => asked?.length);
  const execute = isMeasured ? executeGuarded : executePlain;
  try {
    return await execute(place, statement, valuesFor(statement.query.parameters, values), options);
  } catch (thrown) {
    throw runFault(options.signal.aborted ? new Error('INTERRUPT Error') : thrown);
  }
};
