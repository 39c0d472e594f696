import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { MillraceError } from '../../../base/errors/index.js';
import {
  type CodeDone,
  type CodeFault,
  type CodeRequest,
  FAULT,
  literal,
  type MergeRequest,
  quoted,
  type Sql,
  type Transform,
} from '../../../kit/index.js';
import { aggregating, applyOf, faultText, keyStates, pureApply } from '../../../transforms/index.js';
import { valuesFor } from '../execute.js';
import { keepFiles } from '../keep-files.js';
import { runFault } from '../run-faults.js';
import { createSession, type Session } from '../session.js';
import { aggregated, finishedRow, stateOf } from './aggregate.js';
import type { OwnEngine } from './engine.js';
import { fed } from './fed.js';
import { functionsOf, type Seeing, type Working } from './function.js';
import { plainColumn, plainFunctionOf } from './plain.js';
import { plainResultOf, resultOf } from './statement.js';
import { type AggregateOf, keepState, mergedState } from './states.js';

export { createOwnEngine, type OwnEngine } from './engine.js';

/** Faults of which the rows are told. */
const EXAMPLES = 5;

const wordsIn =
  ({ module }: Pick<CodeRequest, 'module'>) =>
  (thrown: unknown): string =>
    faultText(thrown, module.path);

const statesOf = (request: Pick<CodeRequest, 'module'>, { aggregate, writes }: AggregateOf) =>
  keyStates(aggregate, writes, wordsIn(request));

const rowsOf = async (
  connection: DuckDBConnection,
  request: CodeRequest,
  transform: Transform,
  seeing: Seeing,
): Promise<Sql> => {
  const words = wordsIn(request);
  if ('aggregate' in transform) {
    const rows = aggregating(transform, words);
    return aggregated(connection, request, rows, statesOf(request, transform), seeing);
  }
  const apply = pureApply(() => applyOf(transform, words));
  for (const made of functionsOf(request.declaration, apply, seeing)) connection.registerScalarFunction(made);
  return resultOf(request);
};

/** Rows for which the function threw: of values that are alike it may have been asked once. */
const faultsIn = async (session: Session, output: string): Promise<number> => {
  const [row] = await session.rows(
    `select count(${quoted(FAULT)}) from read_parquet(${literal(output).text})`,
  );
  return Number(row?.[0] ?? 0);
};

/** What the result of a request is written by. */
type Place = Pick<CodeRequest, 'engine' | 'output'> &
  Partial<Pick<CodeRequest, 'values' | 'tables' | 'slice'>>;

/** Writes the rows of a query that calls functions of the author. */
const written = async (
  own: OwnEngine,
  { engine, output, values = {}, tables = [], slice }: Place,
  working: Working,
  query: (connection: DuckDBConnection, seeing: Seeing) => Promise<Sql>,
): Promise<CodeDone> => {
  await mkdir(dirname(output), { recursive: true });
  const { connection } = await own.open(engine);
  const session = createSession(connection);
  for (const { name, files, schema } of tables) await keepFiles(session, name, files, schema);
  const examples: CodeFault[] = [];
  let stopped: unknown;
  const onFault = (fault: CodeFault): void => {
    if (examples.length < EXAMPLES) examples.push(fault);
  };
  const onFailure = (thrown: unknown): void => {
    stopped ??= thrown;
  };
  try {
    const { text, parameters } = await query(connection, { working, onFault, onFailure });
    const copy = `copy (${text}) to ${literal(output).text} (format parquet, compression lz4, parquet_version V2, dictionary_size_limit 1, use_tmp_file false)`;
    const [row] = await fed(slice, () => session.rows(copy, valuesFor(parameters, values)));
    const faults = examples.length === 0 ? 0 : await faultsIn(session, output);
    return { rows: Number(row?.[0] ?? 0), faults, examples };
  } catch (thrown) {
    throw stopped ?? (thrown instanceof MillraceError ? thrown : runFault(thrown));
  }
};

/** The rows in the form that the engine asks for once for each entry of a dictionary; undefined where there is none, or anything goes wrong. */
const writtenPlainly = async (
  own: OwnEngine,
  request: CodeRequest,
  transform: Transform,
  working: Working,
): Promise<CodeDone | undefined> => {
  const column = plainColumn(request);
  if (!column || 'aggregate' in transform) return undefined;
  const apply = pureApply(() => applyOf(transform, wordsIn(request)));
  try {
    return await written(own, request, working, async (connection) => {
      connection.registerScalarFunction(plainFunctionOf(request.declaration, column, apply, working));
      return plainResultOf(request, column);
    });
  } catch {
    return undefined;
  }
};

/** Puts rows of one key through an aggregate, and keeps the state that comes of them. */
const keepStateOf = async (
  own: OwnEngine,
  request: CodeRequest,
  transform: AggregateOf,
  file: string,
  working: Working,
): Promise<CodeDone> => {
  await mkdir(dirname(file), { recursive: true });
  const { connection } = await own.open(request.engine);
  const rows = aggregating(transform, wordsIn(request));
  await keepState(file, await stateOf(connection, request, rows, working));
  return { rows: 0, faults: 0, examples: [] };
};

/**
 * Puts the rows of a partition through a transform, in an engine of this process's own: only the columns that it reads
 * leave the engine.
 *
 * @param working told when the author's function is called and when it is back
 * @throws what the transform ends with; the engine's faults of rows, coded as in a run
 */
export const runTransform = async (
  own: OwnEngine,
  request: CodeRequest,
  transform: Transform,
  working: Working,
): Promise<CodeDone> => {
  if (request.stateFile !== undefined && 'aggregate' in transform)
    return keepStateOf(own, request, transform, request.stateFile, working);
  const plainly = await writtenPlainly(own, request, transform, working);
  return (
    plainly ??
    written(own, request, working, (connection, seeing) => rowsOf(connection, request, transform, seeing))
  );
};

/** Makes the row of a key from the states of its parts. */
export const mergeTransform = async (
  own: OwnEngine,
  request: MergeRequest,
  transform: Transform,
  working: Working,
): Promise<CodeDone> => {
  if (!('aggregate' in transform)) throw new Error('states of what is no aggregate');
  const states = statesOf(request, transform);
  const known = await mergedState(request.states, states, working);
  return written(own, request, working, (connection, seeing) =>
    finishedRow(connection, request.declaration, known, states, seeing),
  );
};
