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
import { valuesFor } from '../execute.js';
import { keepFiles } from '../keep-files.js';
import { runFault } from '../run-faults.js';
import { createSession, type Session } from '../session.js';
import { aggregated } from './aggregate.js';
import type { OwnEngine } from './engine.js';
import { fed } from './fed.js';
import { functionsOf, type Seeing, type Working } from './function.js';
import { resultOf } from './statement.js';

export { createOwnEngine, type OwnEngine } from './engine.js';

/** Faults of which the rows are told. */
const EXAMPLES = 5;

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
const faultsIn = async (session: Session, { output }: CodeRequest): Promise<number> => {
  const [row] = await session.rows(
    `select count(${quoted(FAULT)}) from read_parquet(${literal(output).text})`,
  );
  return Number(row?.[0] ?? 0);
};

const written = async (
  session: Session,
  { text, parameters }: Sql,
  request: CodeRequest,
): Promise<number> => {
  const copy = `copy (${text}) to ${literal(request.output).text} (format parquet, compression lz4, use_tmp_file false)`;
  const [row] = await session.rows(copy, valuesFor(parameters, request.values));
  return Number(row?.[0] ?? 0);
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
): Promise<CodeReply> => {
  await mkdir(dirname(request.output), { recursive: true });
  const { connection } = await own.open(request.engine);
  const session = createSession(connection);
  for (const { name, files, schema } of request.tables) await keepFiles(session, name, files, schema);
  const examples: CodeFault[] = [];
  let stopped: unknown;
  const onFault = (fault: CodeFault): void => {
    if (examples.length < EXAMPLES) examples.push(fault);
  };
  const onFailure = (thrown: unknown): void => {
    stopped ??= thrown;
  };
  try {
    const rows = await rowsOf(connection, request, transform, { working, onFault, onFailure });
    const rowCount = await fed(request.slice, () => written(session, rows, request));
    const faults = examples.length === 0 ? 0 : await faultsIn(session, request);
    return { rows: rowCount, faults, examples };
  } catch (thrown) {
    throw stopped ?? (isCoded(thrown) ? thrown : runFault(thrown));
  }
};

const isCoded = (thrown: unknown): boolean => thrown instanceof Error && thrown.name === 'MillraceError';
