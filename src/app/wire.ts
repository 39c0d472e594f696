import { stat } from 'node:fs/promises';
import { systemClock } from '../base/clock.js';
import {
  type Convert,
  type Converted,
  type CreateEngine,
  createRegistry,
  createSemanticTypes,
} from '../kit/index.js';
import { builtInKinds } from '../nodes/index.js';
import { builtInTypes } from '../semantics/index.js';
import { createFolderRunStore } from '../state/index.js';
import { createFolderStorage } from '../storage/index.js';
import { createPool, type ProcessLimits, runIsolated } from '../workers/index.js';
import type { Wiring } from './wiring.js';

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

const createCodePool: Wiring['createCodePool'] = ({ memory, ...options }) =>
  createPool({ entry: childProgram('code'), limits: { memory }, ...options });

/** Joins the rooms. The environment is read here and nowhere else. */
export const wire = (overrides: Partial<Wiring> = {}): Wiring => ({
  clock: systemClock,
  registry: createRegistry(builtInKinds),
  types: createSemanticTypes(builtInTypes),
  createEngine,
  convert,
  createCodePool,
  sharing: { partition: 16_000_000, rows: 61_440, buckets: 16 },
  createStorage: (stores) => createFolderStorage({ stores }),
  createRunStore: createFolderRunStore,
  environment: process.env,
  cwd: process.cwd(),
  ...overrides,
});
