import type { ScanVerdict } from '../scanner.js';
import type { ClamdAddress } from './address.js';
import { type Connection, connect } from './connection.js';
import type { Patience } from './patience.js';
import { earlyVerdictOf, unscanned, verdictOf } from './verdict.js';

const COMMAND = Buffer.from('zINSTREAM\0');
const LATE_TAKING = 'the scanner takes no bytes';
const LATE_ANSWER = 'the scanner did not answer in time';
const LATE_BYTES = 'the bytes to scan did not come in time';

/** Four bytes, big-endian: the length of the bytes that follow; zero says that there are no more. */
const lengthOf = (bytes: number): Buffer => {
  const header = Buffer.alloc(4);
  header.writeUInt32BE(bytes);
  return header;
};

function* piecesOf(bytes: Uint8Array, chunk: number): Generator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += chunk) yield bytes.subarray(start, start + chunk);
}

/** Bytes as they come, each waited for; the source is let go whatever happens. */
async function* patiently(source: AsyncIterable<Uint8Array>, patience: Patience): AsyncGenerator<Uint8Array> {
  const iterator = source[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await patience.wait(iterator.next(), LATE_BYTES);
      if (next.done) return;
      yield next.value;
    }
  } finally {
    // Not waited for: a source that hangs would never end.
    iterator.return?.().catch(() => undefined);
  }
}

/** Sends all bytes, or fewer where an answer comes before or the connection goes; says whether it was all. */
const sendAll = async (
  connection: Connection,
  source: AsyncIterable<Uint8Array>,
  chunk: number,
  patience: Patience,
): Promise<boolean> => {
  for await (const bytes of patiently(source, patience)) {
    // A piece without bytes is left out: its length would say that there are no more.
    for (const piece of piecesOf(bytes, chunk)) {
      if (connection.hasAnswer()) return false;
      const isTaken = await patience.wait(connection.send(lengthOf(piece.length), piece), LATE_TAKING);
      if (!isTaken) return false;
      patience.sent(piece.length);
    }
  }
  // Asked once more before the end is said: an answer after it speaks of all bytes.
  if (connection.hasAnswer()) return false;
  return patience.wait(connection.send(lengthOf(0)), LATE_TAKING);
};

const conversation = async (
  connection: Connection,
  source: AsyncIterable<Uint8Array>,
  chunk: number,
  patience: Patience,
): Promise<ScanVerdict> => {
  await patience.wait(connection.send(COMMAND), LATE_TAKING);
  const isAll = await sendAll(connection, source, chunk, patience);
  const answer = await patience.wait(connection.answer, LATE_ANSWER);
  return isAll ? verdictOf(answer) : earlyVerdictOf(answer);
};

/** Has bytes scanned over a connection of their own. Never throws. */
export const instream = async (
  address: ClamdAddress,
  source: AsyncIterable<Uint8Array>,
  chunk: number,
  patience: Patience,
): Promise<ScanVerdict> => {
  const connection = connect(address);
  try {
    return await conversation(connection, source, chunk, patience);
  } catch (thrown) {
    return unscanned(thrown instanceof Error ? thrown.message : String(thrown));
  } finally {
    connection.close();
  }
};
