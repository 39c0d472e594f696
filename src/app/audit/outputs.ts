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
  /** The node of the pipeline that published it. */
  readonly by: string;
  /** Whether what the node published before is there still. */
  readonly isAdded: boolean;
  readonly files?: number;
}

const isText = (value: unknown): value is string => typeof value === 'string';

const listedOf = (base: string, { details, number, resource, action }: AuditRecord): readonly Listed[] => {
  const outputs = action === PUBLISHED ? details?.['outputs'] : undefined;
  if (!Array.isArray(outputs)) return [];
  return outputs.flatMap((output: unknown) => {
    const { target, file, sha256, files, node, mode } = Object(output) as Record<string, unknown>;
    if (!isText(target) || !isText(file) || !isText(sha256)) return [];
    const several = typeof files === 'number' ? { files } : {};
    const by = `${resource.id.slice(0, resource.id.lastIndexOf('/'))}/${String(node)}`;
    const about = { by, isAdded: mode === 'append', record: number, run: resource.id };
    return [{ target, file: resolve(base, file), sha256, ...about, ...several }];
  });
};

/** Files by the node that published them: a run takes away what its node published before, unless it adds to it. */
const withRecord = (published: Map<string, Map<string, Listed>>, listed: readonly Listed[]): void => {
  for (const { by, isAdded } of listed) if (!isAdded) published.delete(by);
  for (const one of listed) published.set(one.by, (published.get(one.by) ?? new Map()).set(one.file, one));
};

/** The newest record of each published file. */
const newestOutputs = async (folder: string): Promise<readonly Listed[]> => {
  const published = new Map<string, Map<string, Listed>>();
  // A trail is in `.millrace/audit` of its project, from which paths go.
  const base = resolve(folder, '..', '..');
  for await (const lines of readRecords(folder))
    for (const { record } of lines) withRecord(published, listedOf(base, record));
  const all = [...published.values()].flatMap((files) => [...files.values()]);
  const inOrder = all.toSorted((a, b) => a.record - b.record);
  // Two pipelines may write the same file.
  return [...new Map(inOrder.map((listed) => [listed.file, listed])).values()];
};

const sha256Of = async (path: string): Promise<string> => {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest('hex');
};

const held = async ({ sha256, files, by: _, isAdded: __, ...listed }: Listed): Promise<HeldOutput> => {
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
