import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { writeRows } from './duckdb.js';
import { csvRows, workbookOf } from './workbook.js';

/** Writes an input; `.parquet` and `.xlsx` files are made from the CSV text given. */
export const writeInputFile = async (path: string, text: string): Promise<void> => {
  mkdirSync(dirname(path), { recursive: true });
  if (path.endsWith('.xlsx')) return writeFileSync(path, workbookOf({ Plan: csvRows(text) }));
  if (!path.endsWith('.parquet')) return writeFileSync(path, text);
  const source = `${path}.source`;
  writeFileSync(source, text);
  await writeRows(path, `from read_csv('${source}')`);
  rmSync(source);
};
