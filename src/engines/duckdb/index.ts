import { version } from '@duckdb/node-api';
import { type CreateEngine, keyword, quoted } from '../../kit/index.js';
import { createBinder } from './binder.js';
import { executeStatement, valuesFor } from './execute.js';
import { inspectSource, rowGroupsOf } from './inspect/index.js';
import { startInstance } from './instance.js';
import { keepFiles } from './keep-files.js';
import { readBack, writtenRows } from './read-back.js';
import { keepApart } from './reader/keep-apart.js';

export { createDuckDbReader } from './reader/index.js';

/** The engine on one machine: DuckDB in memory, spilling to a folder of its own. */
export const createDuckDbEngine: CreateEngine = async (options) => {
  const { session, intake, close } = await startInstance(options);
  const kept = new Map<string, readonly string[]>();
  return {
    ...createBinder(session),
    name: 'duckdb',
    hash: `duckdb ${version()}`,
    inspect: (request, files) => inspectSource(session, request, files),
    rowGroups: (path) => rowGroupsOf(session, path),
    execute: (statement, execution) =>
      executeStatement({ session, intake }, statement, options.values, execution),
    readBack: (written, limit) => readBack(session, written, limit),
    written: (files) => keyword(writtenRows(files)),
    keepApart: ({ text: query, parameters }, { path, columns }, signal) =>
      keepApart(session, { query, columns }, valuesFor(parameters, options.values), path, signal),
    keepFiles: async (table, paths, schema) => {
      await keepFiles(session, table, paths, schema);
      kept.set(table, paths);
    },
    filesOf: (table) => kept.get(table),
    dropTable: async (table) => {
      kept.delete(table);
      await session.rows(`drop table if exists ${quoted(table)}`);
    },
    close,
  };
};
