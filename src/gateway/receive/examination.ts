import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { type Problem, problem, problemsOf } from '../../base/errors/index.js';
import type { FileType } from '../file-type.js';
import type { Inspection } from '../inspection.js';
import type { ScanVerdict } from '../scanner.js';
import type { ScanReport, UploadRecord } from '../upload.js';
import { readOnly, withFile } from './disk.js';
import { changedBytes } from './faults.js';
import { limited } from './limited.js';
import { blocksOf } from './read.js';
import { channelOf, placesIn, type Room } from './room.js';

/** What was found out about a file on the way. */
export interface Found {
  readonly type?: FileType;
  readonly scan?: ScanReport;
}

/** What an examination ends with: only `passed` goes on to promotion. */
export type Finding = Found &
  (
    | { readonly kind: 'passed' }
    | { readonly kind: 'rejected' | 'error'; readonly problems: readonly Problem[] }
  );

const error = (found: Found, ...problems: readonly Problem[]): Finding => ({
  ...found,
  kind: 'error',
  problems,
});

const inspecting = (room: Room, record: UploadRecord): Promise<Inspection> => {
  const { accept, archives } = channelOf(room, record.channel);
  const { clientName, declaredType, id } = record;
  const task = { path: placesIn(room, id).content, clientName, declaredType, accept, archives };
  return limited(room.options.patience, (signal) => room.options.inspect(task, signal));
};

const couldNot = (code: 'MR8121' | 'MR8122', what: string, thrown: unknown): Problem => {
  const causes = problemsOf(thrown);
  return problem(code, `${what}: ${causes[0]?.message}`, {
    notes: causes.slice(0, 3).map(({ code: cause, message }) => `[${cause}] ${message}`),
  });
};

const inspected = async (room: Room, record: UploadRecord): Promise<Finding> => {
  try {
    const { type, problems, sha256 } = await inspecting(room, record);
    const found = type === undefined ? {} : { type };
    if (sha256 !== record.sha256)
      return error(found, changedBytes(record.id, `the inspection read ${sha256}`));
    return problems.length === 0 ? { ...found, kind: 'passed' } : { ...found, kind: 'rejected', problems };
  } catch (thrown) {
    return error({}, couldNot('MR8121', `upload ${record.id} could not be inspected`, thrown));
  }
};

interface Scan {
  readonly verdict: ScanVerdict;
  /** Of all bytes that the scanner was given. */
  readonly sha256: string;
}

const scanning = async (room: Room, handle: FileHandle): Promise<Scan> => {
  const hash = createHash('sha256');
  async function* given(): AsyncIterable<Uint8Array> {
    for await (const block of blocksOf(handle)) {
      hash.update(block);
      // The scanner may keep it until it is sent, and the block is filled anew meanwhile.
      yield Buffer.from(block);
    }
  }
  const verdict = await limited(room.options.patience, (signal) =>
    room.options.scanner.scan(given(), signal),
  );
  return { verdict, sha256: hash.digest('hex') };
};

const judged = (record: UploadRecord, found: Found, { verdict, sha256 }: Scan): Finding => {
  const { id } = record;
  if (verdict.kind === 'infected') {
    const message = `the scanner found ${JSON.stringify(verdict.signature)} in upload ${id}`;
    return { ...found, kind: 'rejected', problems: [problem('MR8123', message)] };
  }
  if (verdict.kind === 'unscanned')
    return error(found, problem('MR8122', `upload ${id} was not scanned: ${verdict.why}`));
  if (sha256 !== record.sha256) return error(found, changedBytes(id, `the scanner was given ${sha256}`));
  return { ...found, kind: 'passed' };
};

const scanned = async (room: Room, record: UploadRecord, found: Found): Promise<Finding> => {
  const { options } = room;
  const scan = { name: options.scanner.name, at: options.clock.now().toISOString() };
  try {
    const { content } = placesIn(room, record.id);
    const seen = await room.disk.step('read for the scanner', content, () =>
      withFile(content, readOnly, (handle) => scanning(room, handle)),
    );
    const name = ('by' in seen.verdict ? seen.verdict.by : undefined) ?? scan.name;
    return judged(record, { ...found, scan: { ...scan, name } }, seen);
  } catch (thrown) {
    return error(found, couldNot('MR8122', `upload ${record.id} was not scanned`, thrown));
  }
};

/**
 * Inspects a file, then has it scanned. Both must have read exactly what was received: what is exchanged in between, or
 * while one of them reads, has another hash.
 */
export const examination = async (room: Room, record: UploadRecord): Promise<Finding> => {
  const first = await inspected(room, record);
  if (first.kind !== 'passed') return first;
  const { kind: _kind, ...found } = first;
  return scanned(room, record, found);
};
