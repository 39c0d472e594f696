import { mkdir, rm } from 'node:fs/promises';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { own } from '../../../base/own.js';
import {
  type BatchValue,
  type Binding,
  type BindRequest,
  type CreateReader,
  type KeptTable,
  keyword,
  literal,
  type Outcome,
  quoted,
  type ReaderOptions,
  type RowBatch,
  type Sql,
} from '../../../kit/index.js';
import { createBinder } from '../binder.js';
import { copyCommand } from '../copy.js';
import { createSession, type Session } from '../session.js';
import { questionFault } from './faults.js';
import { growing } from './growing.js';
import { columnOf, TABLE } from './keep-apart.js';
import { createSessions, type Sessions } from './sessions.js';

const settings = ({ limits, spillFolder }: ReaderOptions): readonly string[] => [
  ...(limits.memory === undefined ? [] : [`SET memory_limit = '${limits.memory}B'`]),
  ...(limits.threads === undefined ? [] : [`SET threads = ${limits.threads}`]),
  `SET temp_directory = ${literal(spillFolder).text}`,
  'SET preserve_insertion_order = true',
  'SET autoinstall_known_extensions = false',
  'SET autoload_known_extensions = false',
];

const UTC = "SET TimeZone = 'UTC'";

const fileName = (index: number): string => `kept_${index}`;

/** The files are attached before the locks, so that none can be opened after them. */
const attached = ({ tables }: ReaderOptions): readonly string[] =>
  Object.values(tables).map(
    ({ path }, index) => `ATTACH ${literal(path).text} AS ${fileName(index)} (READ_ONLY)`,
  );

const locks = ({ writable }: ReaderOptions): readonly string[] => [
  `SET allowed_directories = ${literal(writable).text}`,
  'SET enable_external_access = false',
  'SET lock_configuration = true',
];

interface Opened {
  readonly binding: Session;
  readonly sessions: Sessions;
  readonly close: () => Promise<void>;
}

const open = async (options: ReaderOptions): Promise<Opened> => {
  await mkdir(options.spillFolder, { recursive: true, mode: 0o700 });
  const instance = await DuckDBInstance.create(':memory:');
  const connections: DuckDBConnection[] = [];
  const close = async (): Promise<void> => {
    for (const connection of connections) connection.closeSync();
    instance.closeSync();
    await rm(options.spillFolder, { recursive: true, force: true });
  };
  try {
    for (let number = 0; number <= options.sessions; number += 1) {
      const connection = await instance.connect();
      connections.push(connection);
      if (number === 0) await connection.run([...settings(options), ...attached(options)].join(';\n'));
      await connection.run(UTC);
    }
    await connections[0]?.run(locks(options).join(';\n'));
  } catch (thrown) {
    await close();
    throw thrown;
  }
  const [binding, ...others] = connections.map(createSession);
  if (!binding) throw new Error('a reader needs a session');
  return { binding, sessions: createSessions(others), close };
};

/** Binds what a stranger asks; relations of nulls stand for the rows, so that nothing can be learnt of these here. */
const createBind = (binding: Session) => {
  const binder = createBinder(binding);
  return {
    relation: binder.relation,
    bind: async (request: BindRequest): Promise<Outcome<Binding>> => {
      const fault = await growing(binding, request);
      if (fault) return { ok: false, fault };
      const [outcome] = await binder.bind([request]);
      if (!outcome) throw new Error('nothing was bound');
      return outcome;
    },
  };
};

async function* batches(sessions: Sessions, text: string, signal: AbortSignal): AsyncIterable<RowBatch> {
  const session = await sessions.take();
  const interrupt = (): void => session.interrupt();
  signal.addEventListener('abort', interrupt);
  try {
    for await (const columns of session.chunks(text)) {
      signal.throwIfAborted();
      yield { rows: columns[0]?.length ?? 0, columns: columns as readonly (readonly BatchValue[])[] };
    }
  } catch (thrown) {
    throw questionFault(signal.aborted ? new Error('INTERRUPT Error') : thrown);
  } finally {
    signal.removeEventListener('abort', interrupt);
    sessions.give(session);
  }
}

/** A table under the names of its columns. */
const tableSql = (index: number, { schema }: KeptTable, number: string | undefined): Sql => {
  const columns = [
    ...schema.map(({ name }, column) => `${columnOf(column)} as ${quoted(name)}`),
    ...(number === undefined ? [] : [`rowid as ${quoted(number)}`]),
  ];
  return keyword(`(select ${columns.join(', ')} from ${fileName(index)}.${quoted(TABLE)})`);
};

/** A DuckDB in memory, with nothing but the tables in it. */
export const createDuckDbReader: CreateReader = async (options) => {
  const { binding, sessions, close } = await open(options);
  const names = Object.keys(options.tables);
  const tableOf = (name: string): KeptTable => {
    const found = own(options.tables, name);
    if (!found) throw new Error(`no table: ${name}`);
    return found;
  };
  return {
    ...createBind(binding),
    table: (name, number) => tableSql(names.indexOf(name), tableOf(name), number),
    rows: async ({ text }, signal) => {
      const { schema, rows } = await sessions.use(signal, (session) => session.query(text));
      return { schema, values: rows };
    },
    texts: ({ text }, signal) => sessions.use(signal, (session) => session.texts(text)),
    batches: ({ text }, signal) => batches(sessions, text, signal),
    write: async ({ text }, file, signal) => {
      const [row] = await sessions.use(signal, (session) =>
        session.rows(copyCommand(text, { kind: 'file', ...file })),
      );
      return Number(row?.[0] ?? 0);
    },
    close,
  };
};
