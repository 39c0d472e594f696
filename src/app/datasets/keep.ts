import { randomUUID } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { MillraceError } from '../../base/errors/index.js';
import type { BoundValue, Engine, KeptTable } from '../../kit/index.js';
import { grantedRows, publishedRows } from './granted.js';
import type { ReadingParts } from './parts.js';
import { boundFilter, filterFailed } from './row-filter.js';
import type { Verify } from './verify.js';
import { attributesIn, type DatasetView, shownSchema } from './view.js';

/** Rows that were granted, in a folder of their own. */
export interface Kept {
  readonly table: KeptTable;
  readonly folder: string;
  readonly remove: () => Promise<void>;
}

const valuesOf = ({ grant, attributes }: DatasetView): Readonly<Record<string, BoundValue>> =>
  Object.fromEntries(
    Object.entries(attributesIn(grant.rows.filter ?? '', attributes)).map(([name, value]) => [
      name,
      { type: 'VARCHAR', value },
    ]),
  );

const engineFor = ({ wiring, limits }: ReadingParts, view: DatasetView, folder: string): Promise<Engine> =>
  wiring.createEngine({
    limits: { memory: limits.memory, threads: limits.threads },
    readable: view.version.files.map(({ path }) => path),
    writable: [folder],
    spillFolder: join(folder, 'spill'),
    values: valuesOf(view),
    keepOrder: true,
  });

const keepRows = async (parts: ReadingParts, view: DatasetView, folder: string): Promise<KeptTable> => {
  const engine = await engineFor(parts, view, folder);
  try {
    const filter = await boundFilter(engine, view);
    const { schema, written } = view.version;
    const rows = publishedRows(schema, written, engine.written);
    const query = grantedRows(parts.wiring.types, view, rows, filter);
    const path = join(folder, 'rows.duckdb');
    const shown = shownSchema(view);
    const signal = AbortSignal.timeout(parts.limits.opening);
    const count = await engine.keepApart(query, { path, columns: shown.length }, signal);
    return { path, rows: count, schema: shown };
  } finally {
    await engine.close();
  }
};

/** What failed, told by the filter where there is one: then it is the likelier cause, and the policy is to be named. */
const told = (thrown: unknown, view: DatasetView): unknown => {
  const isOnRows = thrown instanceof MillraceError && thrown.problems[0]?.code === 'MR8906';
  return isOnRows && view.grant.rows.filter !== undefined ? filterFailed(view) : thrown;
};

/**
 * Makes what somebody may see of a version into a file of its own. Whatever is asked then is asked of that file, in which
 * nothing else is.
 *
 * @throws MR8901, MR8902, MR8906, MR8907
 */
export const keepGranted = async (parts: ReadingParts, verify: Verify, view: DatasetView): Promise<Kept> => {
  const folder = join(parts.folder, randomUUID());
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true });
  await verify.check(view.version.files);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  try {
    const table = await keepRows(parts, view, folder);
    await verify.check(view.version.files);
    return { table, folder, remove };
  } catch (thrown) {
    await remove();
    // Files that went, or were changed, in the meantime say so.
    await verify.check(view.version.files);
    throw told(thrown, view);
  }
};
