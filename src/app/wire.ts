import { systemClock } from '../base/clock.js';
import { type CreateEngine, createRegistry, createSemanticTypes } from '../kit/index.js';
import { builtInKinds } from '../nodes/index.js';
import { builtInTypes } from '../semantics/index.js';
import { createFolderRunStore } from '../state/index.js';
import { createFolderStorage } from '../storage/index.js';
import type { Wiring } from './wiring.js';

/** The engine's binary is loaded when the first engine is made: many commands need none. */
const createEngine: CreateEngine = async (options) => {
  const { createDuckDbEngine } = await import('../engines/duckdb/index.js');
  return createDuckDbEngine(options);
};

/** Joins the rooms. The environment is read here and nowhere else. */
export const wire = (overrides: Partial<Wiring> = {}): Wiring => ({
  clock: systemClock,
  registry: createRegistry(builtInKinds),
  types: createSemanticTypes(builtInTypes),
  createEngine,
  createStorage: (stores) => createFolderStorage({ stores }),
  createRunStore: createFolderRunStore,
  environment: process.env,
  cwd: process.cwd(),
  ...overrides,
});
