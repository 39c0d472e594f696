import { setTimeout as sleep } from 'node:timers/promises';
import { failure, MillraceError } from '../../base/errors/index.js';
import type { MillraceClient } from '../create-client.js';
import { type Begun, type Memory, memoryOf } from './begun.js';
import type { UploadOptions, UploadRecord } from './options.js';
import { createPatience, type Patience } from './patience.js';
import { createPersist, type Persist } from './persist.js';
import { createSendFile } from './send-file.js';
import { digestOfFile, type SourceFile, sourceFile } from './source-file.js';
import { Gone } from './trouble.js';
import { createTus, type Tus } from './tus.js';
import { verdictOf } from './verdict.js';

export type { UploadEvent, UploadOptions, UploadRecord } from './options.js';
export { type SourceFile, sourceFile } from './source-file.js';

const TEN_MINUTES = 600_000;

const sleepUnless = (milliseconds: number, signal: AbortSignal): Promise<void> =>
  sleep(milliseconds, undefined, { signal }).catch(() => undefined);

/** One upload under way. */
interface Room {
  readonly tus: Tus;
  readonly file: SourceFile;
  readonly memory: Memory;
  readonly url: string;
  readonly options: UploadOptions;
  readonly signal: AbortSignal;
  readonly onEvent: NonNullable<UploadOptions['onEvent']>;
}

/** The digest that was kept holds while the file has the same time. */
const digestOf = ({ file, signal, onEvent }: Room, begun: Begun | undefined): Promise<string> =>
  begun?.mtime === file.mtime && begun.size === file.size
    ? Promise.resolve(begun.sha256)
    : digestOfFile(file, signal, (bytes, of) => onEvent({ type: 'hashed', bytes, of }));

/** The upload that was begun with these bytes, if there is one. */
const goesOn = ({ onEvent }: Room, begun: Begun | undefined, sha256: string): string | undefined => {
  if (begun === undefined || begun.sha256 === sha256) return begun?.id;
  onEvent({ type: 'anew', why: 'the file has changed' });
  return undefined;
};

const begin = async ({ tus, file, memory, url, options }: Room, sha256: string): Promise<string> => {
  const id = await tus.begin(file, options.channel, sha256);
  const { path, size, mtime } = file;
  await memory.keep({ version: 1, url, id, path, size, mtime, sha256 });
  return id;
};

/** Sends all bytes, over breaks, and anew where what was begun is gone. */
const received = async (room: Room, patience: Patience, persist: Persist): Promise<UploadRecord> => {
  const { tus, file, memory, onEvent } = room;
  const begun = await memory.recall();
  const sha256 = await digestOf(room, begun);
  const send = createSendFile(tus, file, { onEvent, onProgress: patience.restore });
  let id = goesOn(room, begun, sha256);
  return persist(async () => {
    try {
      id ??= await begin(room, sha256);
      return await send(id);
    } catch (thrown) {
      if (thrown instanceof Gone) id = undefined;
      throw thrown;
    }
  });
};

/** An upload as it is now; one that is gone by then was removed by somebody. */
const lookAt = async ({ tus }: Room, id: string, patience: Patience): Promise<UploadRecord> => {
  try {
    const record = await tus.record(id);
    patience.restore();
    return record;
  } catch (thrown) {
    if (thrown instanceof Gone)
      throw failure('MR8516', `the upload ${id} was removed before it was examined`);
    throw thrown;
  }
};

/** Does all the work of an upload. */
const uploaded = async (room: Room): Promise<UploadRecord> => {
  const { options, signal, onEvent } = room;
  const { wait = sleepUnless, patience: most = TEN_MINUTES } = options;
  const patience = createPatience(most);
  const waits = (milliseconds: number): Promise<void> => wait(milliseconds, signal);
  const persist = createPersist({ patience, wait: waits, signal, onEvent });
  const record = await received(room, patience, persist);
  onEvent({ type: 'received', id: record.id });
  if (options.awaitsVerdict === false) return record;
  return verdictOf(record, { look: () => persist(() => lookAt(room, record.id, patience)), wait: waits });
};

/** What was begun with a file that is another by now is of no use to anybody. */
const dropped = async ({ tus, memory }: Room): Promise<void> => {
  const begun = await memory.recall();
  await memory.forget();
  if (begun) await tus.remove(begun.id).catch(() => undefined);
};

const isChanged = (thrown: unknown): boolean =>
  thrown instanceof MillraceError && thrown.problems.some(({ code }) => code === 'MR8517');

/**
 * Uploads a file, whatever its size, in parts with checksums. After a connection that broke, or where this process was
 * killed and the same is asked again, it goes on at the byte that the service has.
 *
 * @returns the upload once it is `promoted`, `rejected` or in `error`; as it was received, if no verdict is awaited
 * @throws MR8511 to MR8519, and what the service refuses
 * @example
 * ```ts
 * const { state, name, problems } = await uploadFile(client, 'orders.csv', { channel: 'orders' });
 * ```
 */
export const uploadFile = async (
  client: MillraceClient,
  path: string,
  options: UploadOptions,
): Promise<UploadRecord> => {
  const { channel, declaredType, stateFolder, onEvent = () => undefined } = options;
  const signal = options.signal ?? new AbortController().signal;
  const file = await sourceFile(path, declaredType);
  const memory = memoryOf(stateFolder, file, client.url, channel);
  const room: Room = {
    tus: createTus(client, signal),
    file,
    memory,
    url: client.url,
    options,
    signal,
    onEvent,
  };
  try {
    const record = await uploaded(room);
    await memory.forget();
    return record;
  } catch (thrown) {
    if (isChanged(thrown)) await dropped(room);
    throw thrown;
  }
};
