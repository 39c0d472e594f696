import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { failure } from '../../base/errors/index.js';
import { systemCode } from '../../base/system-code.js';
import { mediaTypeOf, typeByName } from '../../gateway/inspect/types.js';

/** A file as it was when it was looked at. */
export interface SourceFile {
  /** Absolute. */
  readonly path: string;
  readonly name: string;
  readonly declaredType: string;
  readonly size: number;
  /** Milliseconds since 1970. */
  readonly mtime: number;
}

const notReadable = (path: string, thrown: unknown): Error => {
  if (systemCode(thrown) === 'ENOENT') return failure('MR8511', `"${path}" is not there`);
  return failure('MR8519', `"${path}" cannot be read: ${systemCode(thrown) ?? String(thrown)}`, {}, thrown);
};

/** Reads, with faults of the disk told. */
export const reading = async <T>(path: string, work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (thrown) {
    if (systemCode(thrown)?.startsWith('E')) throw notReadable(path, thrown);
    throw thrown;
  }
};

const typeOf = (name: string): string => {
  const type = typeByName(name);
  if (type === undefined) throw failure('MR8514', `the name "${name}" does not tell what is in the file`);
  return mediaTypeOf(type);
};

/** Looks at a file that is to be uploaded. Throws MR8511 to MR8514, MR8519. */
export const sourceFile = async (path: string, declaredType?: string): Promise<SourceFile> => {
  const found = await reading(path, () => stat(path));
  if (!found.isFile())
    throw failure('MR8512', `"${path}" is ${found.isDirectory() ? 'a folder' : 'a device or a pipe'}`);
  if (found.size === 0) throw failure('MR8513', `"${path}" is empty`);
  const name = basename(path);
  return {
    path: resolve(path),
    name,
    declaredType: declaredType ?? typeOf(name),
    size: found.size,
    mtime: Math.trunc(found.mtimeMs),
  };
};

/** SHA-256 of a file in hexadecimal, read as a stream. */
export const digestOfFile = (
  { path, size }: SourceFile,
  signal: AbortSignal,
  onBytes: (bytes: number, of: number) => void,
): Promise<string> =>
  reading(path, async () => {
    const hash = createHash('sha256');
    let bytes = 0;
    for await (const chunk of createReadStream(path, { signal, highWaterMark: 1_000_000 })) {
      hash.update(chunk as Buffer);
      bytes += (chunk as Buffer).length;
      onBytes(bytes, size);
    }
    return hash.digest('hex');
  });

const changed = (name: string): Error => failure('MR8517', `"${name}" was changed while it was uploaded`);

/** So many bytes of an open file from an offset on; at its end, fewer. Throws MR8517 where the file is another by now. */
export const readPart = (
  handle: FileHandle,
  { path, name, size, mtime }: SourceFile,
  offset: number,
  length: number,
): Promise<Buffer> =>
  reading(path, async () => {
    const now = await handle.stat();
    if (now.size !== size || Math.trunc(now.mtimeMs) !== mtime) throw changed(name);
    const part = Buffer.allocUnsafe(Math.min(length, size - offset));
    let read = 0;
    while (read < part.length) {
      const { bytesRead } = await handle.read(part, read, part.length - read, offset + read);
      if (bytesRead === 0) throw changed(name);
      read += bytesRead;
    }
    return part;
  });
