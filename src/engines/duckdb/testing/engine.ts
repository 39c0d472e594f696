import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BindRequest, Engine, EngineOptions, Outcome, Schema } from '../../../kit/index.js';
import { createDuckDbEngine } from '../index.js';

/** A folder that is removed with the engine. */
export interface Bench {
  readonly folder: string;
  readonly engine: Engine;
  readonly close: () => Promise<void>;
}

/** An engine in a folder of its own; it may read and write what the options name, by absolute path. */
export const benchOf = async (
  options: (folder: string) => Partial<EngineOptions> = () => ({}),
): Promise<Bench> => {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-engine-'));
  const engine = await createDuckDbEngine({
    limits: { threads: 2 },
    readable: [],
    writable: [],
    spillFolder: join(folder, 'spill'),
    values: {},
    keepOrder: false,
    ...options(folder),
  });
  return {
    folder,
    engine,
    close: async () => {
      await engine.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

export const columns: Schema = [
  { name: 'delay', type: 'BIGINT' },
  { name: 'city', type: 'VARCHAR' },
  { name: 'day', type: 'DATE' },
  { name: 'parts', type: 'VARCHAR[]' },
  { name: 'place', type: 'STRUCT(lat DOUBLE, lon DOUBLE)' },
];

/** Binds one piece over an input `f` with the columns above. */
export const bindOver = async (engine: Engine, piece: Partial<BindRequest> & Pick<BindRequest, 'text'>) => {
  const relations = [await engine.relation('f', columns)];
  const parameters = { minutes: 'BIGINT', run_time: 'TIMESTAMP' };
  const [outcome] = await engine.bind([
    { form: 'expression', allows: 'scalar', relations, parameters, ...piece },
  ]);
  return outcome;
};

/** The code of a refusal, or `bound`. */
export const codeOf = (outcome: Outcome<unknown> | undefined): string =>
  outcome === undefined ? 'nothing' : outcome.ok ? 'bound' : outcome.fault.code;
