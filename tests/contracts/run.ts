import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type RunOptions, runPipeline, wire } from '../../src/app/index.js';
import type { RunRecord } from '../../src/kit/index.js';
import { query } from '../support/duckdb.js';
import type { Project } from '../support/project.js';

/** A run, and what its contract on the node `orders` took out. */
export interface Ran {
  readonly record: RunRecord;
  /** The run's folder. */
  readonly folder: string;
  /** The rows in quarantine as they were read, in the order of their ids. */
  readonly originals: readonly Readonly<Record<string, unknown>>[];
}

const quarantined = async (path: string): Promise<Ran['originals']> => {
  // A run that ended before its stages has taken nothing out.
  if (!existsSync(path)) return [];
  const { rows } = await query(`select original from read_parquet('${path}')`);
  const originals = rows.map(([text]) => JSON.parse(String(text)) as Ran['originals'][number]);
  return originals.toSorted((a, b) => Number(a['id']) - Number(b['id']));
};

/** Runs the project's `pipeline.yaml`; what it took out is read back from its file, not by the engine that ran. */
export const run = async ({ folder: cwd }: Project, options: RunOptions = {}): Promise<Ran> => {
  const { record, folder } = await runPipeline(wire({ cwd }), 'pipeline.yaml', options);
  return { record, folder, originals: await quarantined(join(folder, 'quarantine', 'orders.parquet')) };
};

/** What the first error of a run says. */
export const saidBy = ({ record }: Ran): string =>
  record.problems.find(({ severity }) => severity === 'error')?.message ?? '';

export const errorsOf = ({ problems }: RunRecord): readonly string[] =>
  problems.filter(({ severity }) => severity === 'error').map(({ code }) => code);
