import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { readParquet } from '../../src/engines/duckdb/parquet.js';
import type { ArchiveLimits } from '../../src/gateway/channel.js';
import { fileTypes } from '../../src/gateway/file-type.js';
import { inspectFile } from '../../src/gateway/inspect/index.js';
import type { Inspection, InspectionTask } from '../../src/gateway/inspection.js';
import type { SentFile } from './file.js';

export const ARCHIVES: ArchiveLimits = { entries: 100, ratio: 100, bytes: 60_000_000, depth: 2 };

/** Puts a file on disk, and says what is asked of it. */
export const createTasks = () => {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-inspecting-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return async (file: SentFile, asked: Partial<InspectionTask> = {}): Promise<InspectionTask> => {
    const path = join(folder, 'bytes');
    writeFileSync(path, await file.bytes());
    return {
      path,
      clientName: file.name,
      declaredType: file.declaredType,
      accept: fileTypes,
      archives: ARCHIVES,
      ...asked,
    };
  };
};

/** Inspects in this process. */
export const inspectHere = (task: InspectionTask): Promise<Inspection> => inspectFile(task, { readParquet });
