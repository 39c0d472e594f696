import { stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { systemClock } from '../base/clock.js';
import {
  type Convert,
  type Converted,
  type CreateEngine,
  createRegistry,
  createSemanticTypes,
} from '../kit/index.js';
import { builtInKinds } from '../nodes/index.js';
import type { Sharing } from '../planner/index.js';
import { builtInTypes } from '../semantics/index.js';
import { createFolderRunStore } from '../state/index.js';
import { createFolderStorage } from '../storage/index.js';
import {
  createPool,
  keepPools,
  type PoolOptions,
  type ProcessLimits,
  runIsolated,
} from '../workers/index.js';
import type { CodePoolOptions, Wiring } from './wiring.js';

/** The engine's binary is loaded when the first engine is made: many commands need none. */
const createEngine: CreateEngine = async (options) => {
  const { createDuckDbEngine } = await import('../engines/duckdb/index.js');
  return createDuckDbEngine(options);
};

/** Programs of child processes are bundled, so that they start soon; sources use those that were built last. */
const CHILDREN = import.meta.url.endsWith('.ts') ? '../../dist/bin/child/' : './child/';

const childProgram = (name: string): URL => new URL(`${CHILDREN}${name}.js`, import.meta.url);

/** Text packs so many times smaller. */
const PACKED = 20;

/** What taking a file apart may use: time grows with its size, since some are read or unpacked as a stream. */
const limitsFor = async (path: string): Promise<ProcessLimits> => {
  const { size } = await stat(path);
  const bytes = /\.gz$/i.test(path) ? size * PACKED : size;
  return { memory: 2_000_000_000, seconds: 300 + Math.ceil(bytes / 2_000_000) };
};

const convert: Convert = async (task, signal) =>
  (await runIsolated(
    childProgram('main'),
    task,
    `"${task.name}"`,
    await limitsFor(task.path),
    signal,
  )) as Converted;

/** Where compiled modules of authors are kept, of this person: to load a compiler takes longer than all else of a process's start. */
const compiledFolder = (): string =>
  join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'millrace', 'compiled');

const codePool = ({ memory, module, ...options }: CodePoolOptions): PoolOptions => ({
  entry: childProgram('code'),
  words: [compiledFolder()],
  limits: { memory },
  environment: module.environment,
  folder: dirname(module.path),
  ...options,
});

/** Processes serve one export of one module, and one environment: no function sees what another was given. */
const keepCodePools: Wiring['keepCodePools'] = () => {
  const { open, close } = keepPools();
  return {
    createCodePool: (options) => {
      const { path, exportName, environment } = options.module;
      return open(JSON.stringify([path, exportName, environment, options.memory]), codePool(options));
    },
    close,
  };
};

const SHARING: Sharing = {
  partition: 16_000_000,
  rows: 250_000,
  buckets: 16,
  giant: 1_000_000,
  range: 250_000,
};

const wait: Wiring['wait'] = (milliseconds, signal) =>
  sleep(milliseconds, undefined, { signal }).catch(() => undefined);

/** What may be other than usual. */
type Overrides = Partial<Omit<Wiring, 'sharing'>> & { readonly sharing?: Partial<Sharing> };

/** Joins the rooms. The environment is read here and nowhere else. */
export const wire = ({ sharing, ...overrides }: Overrides = {}): Wiring => ({
  clock: systemClock,
  wait,
  registry: createRegistry(builtInKinds),
  types: createSemanticTypes(builtInTypes),
  createEngine,
  convert,
  createCodePool: (options) => createPool(codePool(options)),
  keepCodePools,
  sharing: { ...SHARING, ...sharing },
  createStorage: (stores) => createFolderStorage({ stores }),
  createRunStore: createFolderRunStore,
  environment: process.env,
  cwd: process.cwd(),
  ...overrides,
});
