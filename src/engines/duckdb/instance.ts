import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { type EngineOptions, literal } from '../../kit/index.js';
import { createIntake, type Intake } from './quarantine/intake.js';
import { createSession, type Session } from './session.js';

/** What an engine may use, and what it may reach. */
type Confinement = Omit<EngineOptions, 'values'>;

/** Rules of the optimiser that must not be relied on stay in place here; the locks below come last. */
const settings = ({ limits, spillFolder, keepOrder }: Confinement): readonly string[] => [
  ...(limits.memory === undefined ? [] : [`SET memory_limit = '${limits.memory}B'`]),
  ...(limits.threads === undefined ? [] : [`SET threads = ${limits.threads}`]),
  `SET temp_directory = ${literal(spillFolder).text}`,
  `SET preserve_insertion_order = ${keepOrder}`,
  // By its own default the engine would hold rows of half a million partitions before it writes any.
  'SET partitioned_write_flush_threshold = 100000',
  "SET TimeZone = 'UTC'",
  'SET autoinstall_known_extensions = false',
  'SET autoload_known_extensions = false',
  'SET enable_progress_bar = true',
  'SET enable_progress_bar_print = false',
];

/** Order matters: what may be reached, then nothing else, then no more changes. */
const locks = ({ readable, writable }: Confinement): readonly string[] => [
  `SET allowed_paths = ${literal(readable).text}`,
  `SET allowed_directories = ${literal(writable).text}`,
  'SET enable_external_access = false',
  'SET lock_configuration = true',
];

/** A connection to a confined engine in memory, which goes with it. */
export interface Connected {
  readonly connection: DuckDBConnection;
  readonly close: () => Promise<void>;
}

/** Starts a confined engine in memory: it reads the files named, writes the folders named, and nothing else. */
export const connectEngine = async (options: Confinement): Promise<Connected> => {
  await mkdir(options.spillFolder, { recursive: true });
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await connection.run([...settings(options), ...locks(options)].join(';\n'));
  return {
    connection,
    close: async () => {
      connection.closeSync();
      instance.closeSync();
      await rm(options.spillFolder, { recursive: true, force: true });
    },
  };
};

/** An engine process state of one run. */
export interface Instance {
  readonly session: Session;
  readonly intake: Intake;
  readonly close: () => Promise<void>;
}

/** A confined engine with what contracts need. */
export const startInstance = async (options: EngineOptions): Promise<Instance> => {
  const { connection, close } = await connectEngine(options);
  const session = createSession(connection);
  return { session, intake: createIntake(session, join(options.spillFolder, 'quarantine')), close };
};
