import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import {
  type CodeFault,
  type CodeReply,
  type CodeRequest,
  FAULT,
  literal,
  type MergeRequest,
  quoted,
  type Sql,
  type Transform,
} from '../../../kit/index.js';
import { aggregating, applyOf, faultText, keyStates, pureApply } from '../../../transforms/index.js';
import { type Connected, connectEngine } from '../instance.js';
import { aggregated, finishedRow, stateOf } from './aggregate.js';
import { functionsOf, type Seeing, type Working } from './function.js';
import { resultOf } from './statement.js';
import { type AggregateOf, keepState, mergedState } from './states.js';

/** Faults of which the rows are told. */
const EXAMPLES = 5;

/** What an engine of this process needs. */
type Place = Pick<CodeRequest, 'output' | 'memory' | 'spillFolder'> & Partial<Pick<CodeRequest, 'readable'>>;

/** One thread: the author's function has no other. Rows keep the order in which a function with a state asks for them. */
const connect = ({ readable = [], output, memory, spillFolder }: Place): Promise<Connected> =>
  connectEngine({
    limits: { memory, threads: 1 },
    readable: [...readable, output],
    writable: [],
    spillFolder,
    keepOrder: true,
  });

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
const faultsIn = async (connection: DuckDBConnection, output: string): Promise<number> => {
  const reader = await connection.runAndReadAll(
    `select count(${quoted(FAULT)}) from read_parquet(${literal(output).text})`,
  );
  return Number(reader.getRowsJson()[0]?.[0] ?? 0);
};

/** Writes the rows of a query that calls functions of the author. */
const written = async (
  place: Place,
  working: Working,
  query: (connection: DuckDBConnection, seeing: Seeing) => Promise<Sql>,
): Promise<CodeReply> => {
  const { output } = place;
  await mkdir(dirname(output), { recursive: true });
  const { connection, close } = await connect(place);
  const examples: CodeFault[] = [];
  let stopped: unknown;
  const onFault = (fault: CodeFault): void => {
    if (examples.length < EXAMPLES) examples.push(fault);
  };
  const onFailure = (thrown: unknown): void => {
    stopped ??= thrown;
  };
  try {
    const rows = await query(connection, { working, onFault, onFailure });
    const reader = await connection.runAndReadAll(
      `copy (${rows.text}) to ${literal(output).text} (format parquet, compression lz4, use_tmp_file false)`,
    );
    const rowCount = Number(reader.getRowsJson()[0]?.[0] ?? 0);
    const faults = examples.length === 0 ? 0 : await faultsIn(connection, output);
    return { rows: rowCount, faults, examples };
  } catch (thrown) {
    throw stopped ?? thrown;
  } finally {
    await close();
  }
};

/** Puts rows of one key through an aggregate, and keeps the state that comes of them. */
const keepStateOf = async (
  request: CodeRequest,
  transform: AggregateOf,
  file: string,
  working: Working,
): Promise<CodeReply> => {
  await mkdir(dirname(file), { recursive: true });
  const { connection, close } = await connect(request);
  try {
    const rows = aggregating(transform, wordsIn(request));
    await keepState(file, await stateOf(connection, request, rows, working));
    return { rows: 0, faults: 0, examples: [] };
  } finally {
    await close();
  }
};

/**
 * Puts the rows of a partition through a transform, in an engine of this process's own: only the columns that it reads
 * leave the engine.
 *
 * @param working told when the author's function is called and when it is back
 */
export const runTransform = (
  request: CodeRequest,
  transform: Transform,
  working: Working,
): Promise<CodeReply> =>
  request.stateFile !== undefined && 'aggregate' in transform
    ? keepStateOf(request, transform, request.stateFile, working)
    : written(request, working, (connection, seeing) => rowsOf(connection, request, transform, seeing));

/** Makes the row of a key from the states of its parts. */
export const mergeTransform = async (
  request: MergeRequest,
  transform: Transform,
  working: Working,
): Promise<CodeReply> => {
  if (!('aggregate' in transform)) throw new Error('states of what is no aggregate');
  const states = statesOf(request, transform);
  const known = await mergedState(request.states, states, working);
  return written(request, working, (connection, seeing) =>
    finishedRow(connection, request.declaration, known, states, seeing),
  );
};
