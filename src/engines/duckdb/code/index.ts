import { mkdir, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import {
  type AggregateTransform,
  type CodeFault,
  type CodeReply,
  type CodeRequest,
  FAULT,
  literal,
  type PartitionedTransform,
  quoted,
  type Sql,
  type Transform,
  type TransformColumns,
} from '../../../kit/index.js';
import {
  type Apply,
  aggregating,
  applyOf,
  applyPartitioned,
  faultText,
  pureApply,
} from '../../../transforms/index.js';
import { aggregated } from './aggregate.js';
import { functionOf, type Seeing, type Working } from './function.js';
import { resultOf } from './statement.js';

/** Faults of which the rows are told. */
const EXAMPLES = 5;

/** One thread: the author's function has no other. */
const settings = ({ input, output, memory, spillFolder }: CodeRequest): readonly string[] => [
  `SET memory_limit = '${memory}B'`,
  'SET threads = 1',
  `SET temp_directory = ${literal(spillFolder).text}`,
  'SET preserve_insertion_order = true',
  "SET TimeZone = 'UTC'",
  'SET autoinstall_known_extensions = false',
  'SET autoload_known_extensions = false',
  `SET allowed_paths = ${literal([...input, output]).text}`,
  'SET enable_external_access = false',
  'SET lock_configuration = true',
];

const connect = async (
  request: CodeRequest,
): Promise<{ connection: DuckDBConnection; close: () => void }> => {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await connection.run(settings(request).join(';\n'));
  return {
    connection,
    close: () => {
      connection.closeSync();
      instance.closeSync();
    },
  };
};

type Any = TransformColumns;

const creator = (transform: Transform, words: (thrown: unknown) => string): (() => Apply) => {
  if (!('partitioned' in transform)) return () => applyOf(transform, words) as Apply;
  const { partitioned, writes } = transform as PartitionedTransform<Any, Any, unknown>;
  return () => applyPartitioned(partitioned, writes, words);
};

const rowsOf = async (
  connection: DuckDBConnection,
  request: CodeRequest,
  transform: Transform,
  seeing: Seeing,
): Promise<Sql> => {
  const { declaration, module } = request;
  const words = (thrown: unknown): string => faultText(thrown, module.path);
  if ('aggregate' in transform) {
    const { aggregate, writes } = transform as AggregateTransform<Any, Any, unknown>;
    return aggregated(
      connection,
      request,
      aggregating(aggregate, writes, words),
      seeing.working,
      seeing.onFault,
    );
  }
  const isOrdered = declaration.shape === 'partitioned';
  for (const made of functionOf(declaration, pureApply(creator(transform, words)), isOrdered, seeing))
    connection.registerScalarFunction(made);
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
  await mkdir(request.spillFolder, { recursive: true });
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
      `copy (${rows.text}) to ${literal(request.output).text} (format parquet, compression lz4, use_tmp_file false)`,
    );
    const rowCount = Number(reader.getRowsJson()[0]?.[0] ?? 0);
    const faults = examples.length === 0 ? 0 : await faultsIn(connection, request);
    return { rows: rowCount, faults, examples };
  } catch (thrown) {
    throw stopped ?? thrown;
  } finally {
    close();
    await rm(request.spillFolder, { recursive: true, force: true });
  }
};
