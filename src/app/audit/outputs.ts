import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type AuditRecord, readRecords } from '../../audit/index.js';
import { inParallel } from '../../base/in-parallel.js';
import { PUBLISHED } from './of-run.js';

/** A published file, and whether it is as its newest record says. */
export interface HeldOutput {
  readonly target: string;
  readonly file: string;
  /** The number of the record. */
  readonly record: number;
  readonly run: string;
  /** What is wrong with it, in words. */
  readonly fault?: string;
  /** Why it was not looked at. */
  readonly left?: string;
}

interface Listed extends Pick<HeldOutput, 'target' | 'file' | 'record' | 'run'> {
  readonly sha256: string;
  readonly files?: number;
}

const isText = (value: unknown): value is string => typeof value === 'string';

const listedOf = (base: string, { details, number, resource, action }: AuditRecord): readonly Listed[] => {
  const outputs = action === PUBLISHED ? details?.['outputs'] : undefined;
  if (!Array.isArray(outputs)) return [];
  return outputs.flatMap((output: unknown) => {
    const { target, file, sha256, files } = Object(output) as Record<string, unknown>;
    if (!isText(target) || !isText(file) || !isText(sha256)) return [];
    const several = typeof files === 'number' ? { files } : {};
    return [{ target, file: resolve(base, file), sha256, record: number, run: resource.id, ...several }];
  });
};

/** The newest record of each published file. */
const newestOutputs = async (folder: string): Promise<readonly Listed[]> => {
  const newest = new Map<string, Listed>();
  // A trail is in `.millrace/audit` of its project, from which paths go.
  const base = resolve(folder, '..', '..');
  for await (const lines of readRecords(folder))
    for (const { record } of lines)
      for (const listed of listedOf(base, record)) newest.set(listed.file, listed);
  return [...newest.values()].toSorted((a, b) => a.record - b.record);
};

const sha256Of = async (path: string): Promise<string> => {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest('hex');
};

const held = async ({ sha256, files, ...listed }: Listed): Promise<HeldOutput> => {
  if (files !== undefined) return { ...listed, left: `it is ${files} files in a folder` };
  const found = await stat(listed.file).catch(() => undefined);
  if (!found?.isFile()) return { ...listed, fault: 'it is gone' };
  return (await sha256Of(listed.file)) === sha256
    ? listed
    : { ...listed, fault: 'it has other content than was published' };
};

/** Holds each published file against the newest record that tells of it. */
export const verifyOutputs = async (folder: string): Promise<readonly HeldOutput[]> =>
  inParallel(await newestOutputs(folder), 4, held);
