import { open } from 'node:fs/promises';
import { MillraceError } from '../../base/errors/index.js';
import type { UploadEvent, UploadRecord } from './options.js';
import { afterBreak, afterPart, firstPace, type Pace } from './pace.js';
import { reading, readPart, type SourceFile } from './source-file.js';
import { Gone, Trouble } from './trouble.js';
import type { Tus } from './tus.js';

/** Sends what is missing of one upload; called again after trouble, it goes on at the byte that the service has. */
export type SendFile = (id: string) => Promise<UploadRecord>;

interface Told {
  readonly onEvent: (event: UploadEvent) => void;
  /** Called with each part that the service has taken. */
  readonly onProgress: () => void;
}

/** All bytes may be there without the service having said so: the connection broke, or it ended just then. */
const finished = async (tus: Tus, id: string, thrown: unknown): Promise<UploadRecord> => {
  if (!(thrown instanceof MillraceError)) throw thrown;
  const record = await tus.record(id).catch(() => undefined);
  if (record === undefined || record.state === 'receiving') throw thrown;
  return record;
};

export const createSendFile = (tus: Tus, file: SourceFile, { onEvent, onProgress }: Told): SendFile => {
  let pace: Pace = firstPace;
  const { size: of } = file;
  const sendFrom = async (id: string, from: number): Promise<void> => {
    const handle = await reading(file.path, () => open(file.path, 'r'));
    try {
      let offset = from;
      do {
        const part = await readPart(handle, file, offset, pace.bytes);
        const begun = performance.now();
        offset = await tus.append(id, offset, part);
        pace = afterPart(pace, performance.now() - begun);
        onProgress();
        onEvent({ type: 'sent', offset, of });
      } while (offset < of);
    } finally {
      await handle.close();
    }
  };
  return async (id) => {
    const before = await tus.record(id);
    if (before.state !== 'receiving') return before;
    const offset = await tus.offset(id);
    if (offset > of) throw new Gone('the service has more bytes than the file');
    onEvent({ type: 'began', id, offset, of });
    try {
      await sendFrom(id, offset);
    } catch (thrown) {
      if (thrown instanceof Trouble) pace = afterBreak(pace);
      return await finished(tus, id, thrown);
    }
    return tus.record(id);
  };
};
