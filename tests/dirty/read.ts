import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runPipeline } from '../../src/app/run/run-pipeline.js';
import { wire } from '../../src/app/wire.js';
import { entryOf, type Problem, problemsOf } from '../../src/base/errors/index.js';
import { createDuckDbEngine } from '../../src/engines/duckdb/index.js';
import type { Cell, RunRecord, Schema } from '../../src/kit/index.js';
import { literal, sql } from '../../src/kit/index.js';
import type { ColumnType, Outcome, Reader } from './dirty-file.js';

const document = (name: string): string => `millrace: 1
pipeline: dirty
resources:
  threads: 1
  stores: { raw: { folder: ./in }, out: { folder: ./out } }
nodes:
  rows:
    use: read_csv
    with: { path: ${JSON.stringify(`raw://${name}`)}, row_origin: true }
    contract: {}
  out: { use: write_parquet, from: rows, with: { path: out://rows.parquet } }
`;

const ADDED = new Set(['origin_file', 'origin_row']);

const query = async (
  folder: string,
  path: string,
  order: string,
): Promise<{ schema: Schema; values: readonly (readonly Cell[])[] }> => {
  const engine = await createDuckDbEngine({
    limits: { threads: 1 },
    readable: [path],
    writable: [],
    spillFolder: join(folder, 'spill'),
    values: {},
    keepOrder: true,
  });
  try {
    const source = sql`from read_parquet(${literal(path)})`;
    const statement = order === '' ? sql`select * ${source}` : sql`select * ${source} order by origin_row`;
    return await engine.execute(
      { query: statement, sink: { kind: 'rows', limit: 10_000_000 } },
      { signal: new AbortController().signal, onProgress: () => undefined },
    );
  } finally {
    await engine.close();
  }
};

const typeOf = (type: string): ColumnType => {
  if (/INT$|INTEGER$/.test(type)) return 'integer';
  if (/DOUBLE|FLOAT|DECIMAL/.test(type)) return 'decimal';
  if (type === 'DATE') return 'date';
  if (type.startsWith('TIMESTAMP')) return 'timestamp';
  return type === 'BOOLEAN' ? 'boolean' : 'text';
};

const refused = ([first]: readonly Problem[]): Outcome => ({
  kind: 'refused',
  code: first?.code ?? '',
  message: first?.message ?? '',
  mend: first ? entryOf(first.code).mend : '',
});

const quarantined = async (
  folder: string,
  runFolder: string,
  record: RunRecord,
): Promise<readonly string[]> => {
  const contract = record.contracts?.find(({ quarantined: rows }) => rows > 0);
  if (!contract) return [];
  const { schema, values } = await query(folder, join(runFolder, contract.file), '');
  const at = schema.findIndex(({ name }) => name === 'original');
  return values.map((row) => {
    const original = JSON.parse(String(row[at])) as Record<string, string>;
    return (
      original['csv'] ??
      Object.entries(original)
        .filter(([key]) => !ADDED.has(key))
        .map(([, value]) => value)
        .join(',')
    );
  });
};

const table = async (folder: string, runFolder: string, record: RunRecord): Promise<Outcome> => {
  const { schema, values } = await query(folder, join(folder, 'out', 'rows.parquet'), 'origin_row');
  const kept = schema.map(({ name }, index) => ({ name, index })).filter(({ name }) => !ADDED.has(name));
  return {
    kind: 'table',
    columns: kept.map(({ name }) => name),
    types: kept.map(({ index }) => typeOf(schema[index]?.type ?? '')),
    rows: values.map((row) =>
      kept.map(({ index }) => {
        const cell = row[index];
        return cell === null || cell === undefined ? null : String(cell);
      }),
    ),
    quarantined: await quarantined(folder, runFolder, record),
  };
};

/** Runs a pipeline with an empty contract over the file: what a person gets who has told nothing of it. */
export const readByRun: Reader = async ({ name, bytes }) => {
  const folder = await mkdtemp(join(tmpdir(), 'millrace-dirty-'));
  try {
    await mkdir(join(folder, 'in'));
    await writeFile(join(folder, 'in', name), bytes);
    await writeFile(join(folder, 'p.yaml'), document(name));
    const wiring = wire({ cwd: folder });
    const { record, folder: runFolder } = await runPipeline(wiring, join(folder, 'p.yaml'));
    if (record.status !== 'succeeded')
      return refused(record.problems.filter(({ severity }) => severity === 'error'));
    return await table(folder, runFolder, record);
  } catch (thrown) {
    const problems = problemsOf(thrown);
    if (problems.some(({ code }) => entryOf(code).fault === 'bug')) throw thrown;
    return refused(problems);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
