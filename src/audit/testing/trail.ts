import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { systemClock } from '../../base/clock.js';
import type { AuditEntry } from '../../kit/audit.js';
import { listCheckpoints, listSegments } from '../folder/places.js';
import { type AuditLogOptions, openAuditLog } from '../open.js';
import { type AuditRecord, recordFrom } from '../record.js';

/** A path for a trail that does not exist yet, inside a folder that goes with the test. */
export const freshTrail = async (): Promise<string> => {
  const root = await mkdtemp(join(tmpdir(), 'millrace-audit-'));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  return join(root, 'home', 'audit');
};

export const entryOf = (number: number): AuditEntry => ({
  actor: {
    id: 'alice@example.com',
    name: 'Älice "A"',
    roles: ['viewer'],
    authentication: { method: 'session', id: 's1', issuer: 'local' },
    from: { address: '192.0.2.1', agent: 'line\nend' },
  },
  action: 'dataset.read',
  resource: { type: 'Dataset', id: `orders/out${number}` },
  columns: { asked: ['id', 'mail'], granted: ['id'], masked: { mail: 'mask' } },
  decision: 'allow',
  policies: ['viewer-reads'],
  outcome: 'succeeded',
  rows: number,
});

export const opening = (folder: string, more: Partial<AuditLogOptions> = {}) =>
  openAuditLog({
    folder,
    clock: systemClock,
    origin: 'example.com/trail',
    onProblems: () => undefined,
    ...more,
  });

/** A trail with so many records, closed; `group` of them are asked for at once. */
export const trailOf = async (
  count: number,
  more: Partial<AuditLogOptions> = {},
  folder?: string,
): Promise<string> => {
  const at = folder ?? (await freshTrail());
  const log = await opening(at, more);
  for (let number = 0; number < count; number += 1) await log.append(entryOf(number));
  await log.close();
  return at;
};

/** The text of the files of a trail, by their paths. */
export const segmentTexts = async (folder: string): Promise<ReadonlyMap<string, string>> =>
  new Map(
    await Promise.all(
      (await listSegments(folder)).map(async ({ path }) => [path, await readFile(path, 'utf8')] as const),
    ),
  );

export const linesIn = async (folder: string): Promise<readonly string[]> =>
  [...(await segmentTexts(folder)).values()].join('').split('\n').slice(0, -1);

export const recordsIn = async (folder: string): Promise<readonly AuditRecord[]> =>
  (await linesIn(folder)).map((line) => {
    const record = recordFrom(Buffer.from(line));
    if (!record) throw new Error(`no record: ${line}`);
    return record;
  });

/** Puts other lines into the only file of a trail. */
export const rewrite = async (
  folder: string,
  change: (lines: readonly string[]) => readonly string[],
): Promise<void> => {
  const [segment] = await listSegments(folder);
  if (segment)
    await writeFile(
      segment.path,
      change(await linesIn(folder))
        .map((line) => `${line}\n`)
        .join(''),
    );
};

/** The newest checkpoint in the folder of a trail. */
export const newestNote = async (folder: string): Promise<string> =>
  readFile((await listCheckpoints(folder)).at(-1)?.path ?? '', 'utf8');
