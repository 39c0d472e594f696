import { stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { systemClock } from '../base/clock.js';
import { once } from '../base/once.js';
import type { Inspect } from '../gateway/inspection.js';
import {
  type Convert,
  type Converted,
  type CreateEngine,
  type CreateReader,
  createRegistry,
  createSemanticTypes,
} from '../kit/index.js';
import { builtInKinds } from '../nodes/index.js';
import type { Sharing } from '../planner/index.js';
import { builtInTypes } from '../semantics/index.js';
import { createFolderRunStore, openStateStore, statePlaceFrom } from '../state/index.js';
import { createFetch, createFolderStorage } from '../storage/index.js';
import {
  createPool,
  keepPools,
  type PoolOptions,
  type ProcessLimits,
  runIsolated,
} from '../workers/index.js';
import { inspectWithin } from './inspect.js';
import { type ContainerLimits, containerLimits } from './limits/cgroup.js';
import { createPolicyTools } from './policy/tools.js';
import type { CodePoolOptions, Wiring } from './wiring.js';

/** Seconds without a byte after which a server is given up. */
const STALL_SECONDS = 60;

/** The engine's binary is loaded when the first engine is made: many commands need none. */
const createEngine: CreateEngine = async (options) => {
  const { createDuckDbEngine } = await import('../engines/duckdb/index.js');
  return createDuckDbEngine(options);
};

const createReader: CreateReader = async (options) => {
  const { createDuckDbReader } = await import('../engines/duckdb/index.js');
  return createDuckDbReader(options);
};

/** Programs of child processes are bundled, so that they start soon; sources use those that were built last. */
const CHILDREN = import.meta.url.endsWith('.ts') ? '../../dist/bin/child/' : './child/';

const childProgram = (name: string): URL => new URL(`${CHILDREN}${name}.js`, import.meta.url);

/** Of a container's memory: nothing else runs then, and a process may hold more than its heap. */
const SHARE_APART = 0.5;

const inspectIn =
  (container: Wiring['container']): Inspect =>
  async (task, signal) => {
    const { memory } = container();
    return inspectWithin(
      childProgram('inspect'),
      memory ? memory.value * SHARE_APART : Number.POSITIVE_INFINITY,
      task,
      signal,
    );
  };

/** Text packs so many times smaller. */
const PACKED = 20;

/** What taking a file apart may use: time grows with its size, since some are read or unpacked as a stream. */
const limitsFor = async (path: string, { memory }: ContainerLimits): Promise<ProcessLimits> => {
  const { size } = await stat(path);
  const bytes = /\.gz$/i.test(path) ? size * PACKED : size;
  const most = memory ? memory.value * SHARE_APART : Number.POSITIVE_INFINITY;
  return { memory: Math.floor(Math.min(2_000_000_000, most)), seconds: 300 + Math.ceil(bytes / 2_000_000) };
};

const convertWithin =
  (container: Wiring['container']): Convert =>
  async (task, signal) =>
    (await runIsolated(
      childProgram('main'),
      task,
      `"${task.name}"`,
      await limitsFor(task.path, container()),
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

/** Processes that wait for work hold memory, of which a container has only so much. */
const WAITING_IN_CONTAINER = 1;

/** Processes serve one export of one module, and one environment: no function sees what another was given. */
const keepCodePools = (container: Wiring['container']): ReturnType<Wiring['keepCodePools']> => {
  const { open, close } = keepPools(container().memory ? WAITING_IN_CONTAINER : undefined);
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
export const wire = ({ sharing, ...overrides }: Overrides = {}): Wiring => {
  const { container = once(containerLimits), environment = process.env } = overrides;
  return {
    clock: systemClock,
    wait,
    registry: createRegistry(builtInKinds),
    types: createSemanticTypes(builtInTypes),
    createEngine,
    createReader,
    convert: convertWithin(container),
    inspect: inspectIn(container),
    createCodePool: (options) => createPool(codePool(options)),
    keepCodePools: () => keepCodePools(container),
    sharing: { ...SHARING, ...sharing },
    container,
    policies: createPolicyTools(),
    createStorage: (stores) => createFolderStorage({ stores }),
    fetchFile: createFetch({ stallSeconds: STALL_SECONDS }),
    createRunStore: createFolderRunStore,
    openState: async (folder) => openStateStore(statePlaceFrom(environment, folder)),
    environment,
    cwd: process.cwd(),
    ...overrides,
  };
};
