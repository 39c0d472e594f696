import { createConnection, type Socket } from 'node:net';
import { systemCode } from '../../base/system-code.js';
import type { ClamdAddress } from './address.js';

/** More than any answer to a command has; what goes on after it is no clamd. */
const LONGEST_ANSWER = 4096;

/** What came back on a connection; `isWhole` where it ended as answers do, with a zero byte and nothing behind. */
export interface Answer {
  readonly text: string;
  readonly isWhole: boolean;
  /** Why the connection broke, where it did. */
  readonly fault?: string;
}

/** One connection for one command. */
export interface Connection {
  /** Resolves once the system has taken the bytes, to false where the connection is gone. Never rejects. */
  readonly send: (...parts: readonly Uint8Array[]) => Promise<boolean>;
  /** Never rejects. */
  readonly answer: Promise<Answer>;
  readonly hasAnswer: () => boolean;
  readonly close: () => void;
}

const answerOf = (bytes: Buffer, fault?: string): Answer => {
  const end = bytes.indexOf(0);
  const isWhole = end !== -1 && end === bytes.length - 1;
  const text = (isWhole ? bytes.subarray(0, end) : bytes).toString('latin1');
  return { text, isWhole, ...(fault !== undefined && { fault }) };
};

const answering = (socket: Socket): Promise<Answer> =>
  new Promise((resolve) => {
    let bytes = Buffer.alloc(0);
    let fault: string | undefined;
    socket.on('data', (piece: Buffer) => {
      bytes = Buffer.concat([bytes, piece]);
      if (bytes.includes(0) || bytes.length > LONGEST_ANSWER) resolve(answerOf(bytes));
    });
    socket.on('error', (thrown) => {
      fault = systemCode(thrown) ?? thrown.message;
    });
    socket.on('end', () => resolve(answerOf(bytes)));
    socket.on('close', () => resolve(answerOf(bytes, fault)));
  });

const sending = async (socket: Socket, parts: readonly Uint8Array[]): Promise<boolean> => {
  socket.cork();
  const taken = parts.map(
    (part) => new Promise<boolean>((resolve) => socket.write(part, (thrown) => resolve(!thrown))),
  );
  socket.uncork();
  return (await Promise.all(taken)).every((each) => each);
};

/** Opens a connection; that it cannot be opened is told by its answer. */
export const connect = (address: ClamdAddress): Connection => {
  const socket = 'socket' in address ? createConnection(address.socket) : createConnection(address);
  let has = false;
  const answer = answering(socket).finally(() => {
    has = true;
  });
  return {
    send: (...parts) => sending(socket, parts),
    answer,
    hasAnswer: () => has,
    close: () => socket.destroy(),
  };
};
