import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import {
  type CodeFault,
  type CodeReply,
  type CodeRequest,
  FAULT,
  literal,
  quoted,
  type Sql,
  type Transform,
} from '../../../kit/index.js';
import { aggregating, applyOf, faultText, pureApply } from '../../../transforms/index.js';
import { type Connected, connectEngine } from '../instance.js';
import { aggregated } from './aggregate.js';
import { functionsOf, type Seeing, type Working } from './function.js';
import { resultOf } from './statement.js';

/** Faults of which the rows are told. */
const EXAMPLES = 5;

/** One thread: the author's function has no other. Rows keep the order in which a function with a state asks for them. */
const connect = ({ input, output, memory, spillFolder }: CodeRequest): Promise<Connected> =>
  connectEngine({
    limits: { memory, threads: 1 },
    readable: [...input, output],
    writable: [],
    spillFolder,
    keepOrder: true,
  });

const rowsOf = async (
  connection: DuckDBConnection,
  request: CodeRequest,
  transform: Transform,
  seeing: Seeing,
): Promise<Sql> => {
  const { declaration, module } = request;
  const words = (thrown: unknown): string => faultText(thrown, module.path);
  if ('aggregate' in transform) {
    const rows = aggregating(transform.aggregate, transform.writes, words);
    return aggregated(connection, request, rows, seeing);
  }
  const apply = pureApply(() => applyOf(transform, words));
  for (const made of functionsOf(declaration, apply, seeing)) connection.registerScalarFunction(made);
  return resultOf(request);
};

/** Rows for which the function threw: of values that are alike it may have been asked once. */
const faultsIn = async (connection: DuckDBConnection, { output }: CodeRequest): Promise<number> => {
  const reader = await connection.runAndReadAll(
    `select count(${quoted(FAULT)}) from read_parquet(${literal(output).text})`,
  );
  return Number(reader.getRowsJson()[0]?.[0] ?? 0);
};

/**
 * Puts the rows of a partition through a transform, in an engine of this process's own: only the columns that it reads
 * leave the engine.
 *
 * @param working told when the author's function is called and when it is back
 */
export const runTransform = async (
  request: CodeRequest,
  transform: Transform,
  working: Working,
): Promise<CodeReply> => {
  await mkdir(dirname(request.output), { recursive: true });
  const { connection, close } = await connect(request);
  const examples: CodeFault[] = [];
  let stopped: unknown;
  const onFault = (fault: CodeFault): void => {
    if (examples.length < EXAMPLES) examples.push(fault);
  };
  try {
    const rows = await rowsOf(connection, request, transform, {
      working,
      onFault,
      onFailure: (thrown) => {
        stopped ??= thrown;
      },
    });
    const reader = await connection.runAndReadAll(
      `copy (${rows.text}) to ${literal(request.output).text} (format parquet, compression lz4, parquet_version V2, dictionary_size_limit 1, use_tmp_file false)`,
    );
    const rowCount = Number(reader.getRowsJson()[0]?.[0] ?? 0);
    const faults = examples.length === 0 ? 0 : await faultsIn(connection, request);
    return { rows: rowCount, faults, examples };
  } catch (thrown) {
    throw stopped ?? thrown;
  } finally {
    await close();
  }
};
