import { createServer, type Server, type Socket } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createClamdScanner, noScanner, statusProblems } from '../../../src/gateway/scan/index.js';
import type { ScanVerdict } from '../../../src/gateway/scanner.js';

/** What a server does with one connection, once it knows the command and has seen the bytes that came first. */
type Behaviour = (socket: Socket, ended: Promise<void>) => void | Promise<void>;

const never = new AbortController().signal;
const TIMEOUT = 400;

const listening = async (server: Server): Promise<number> => {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => sockets.add(socket.on('error', () => undefined)));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
};

const END = Buffer.alloc(4);

/** Whether the bytes of a command end with the length zero: enough here, as nothing that is sent has zeros. */
const hasEnded = (bytes: Buffer): boolean => bytes.subarray(-4).equals(END);

const GOOD: Readonly<Record<string, string>> = { PING: 'PONG\0', VERSION: 'ClamAV 1.4.6/27000/today\0' };
const LIMITS = 'stream: Heuristics.Limits.Exceeded.MaxRecursion FOUND\0';
const PACKED = Buffer.from([0x1f, 0x8b]);

/** A server that answers all else as clamd does, and the file itself in a way of its own. */
const serverOf = (behave: Behaviour): Server =>
  createServer((socket) => {
    let bytes = Buffer.alloc(0);
    let isBegun = false;
    let end: () => void = () => undefined;
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    socket.on('data', (piece) => {
      bytes = Buffer.concat([bytes, piece as Buffer]);
      const command = bytes.subarray(1, bytes.indexOf(0)).toString();
      const simple = GOOD[command];
      if (simple !== undefined) return void socket.end(simple);
      const payload = bytes.subarray('zINSTREAM\0'.length + 4);
      if (hasEnded(bytes)) end();
      if (payload.length === 0) return;
      if (payload.subarray(0, 2).equals(PACKED)) {
        if (hasEnded(bytes)) socket.end(LIMITS);
      } else if (!isBegun) {
        isBegun = true;
        void behave(socket, ended);
      }
    });
  });

async function* pieces(count: number): AsyncGenerator<Uint8Array> {
  for (let index = 0; index < count; index += 1) yield Buffer.alloc(50_000, 97);
}

const scanned = async (behave: Behaviour, count = 3): Promise<ScanVerdict> => {
  const port = await listening(serverOf(behave));
  return createClamdScanner({ host: '127.0.0.1', port }, { timeout: TIMEOUT }).scan(pieces(count), never);
};

/** Does something once all bytes are there. */
const onceEnded =
  (then: (socket: Socket) => void): Behaviour =>
  (socket, ended) =>
    ended.then(() => then(socket));

/** Answers once all bytes are there. */
const saying =
  (...parts: readonly string[]): Behaviour =>
  async (socket, ended) => {
    await ended;
    for (const part of parts) socket.write(part);
    socket.end();
  };

describe('answers of a scanner after all bytes', () => {
  test('OK is clean, by a scanner with its version', async () => {
    expect(await scanned(saying('stream: OK\0'))).toEqual({
      kind: 'clean',
      by: expect.stringMatching(/^clamd at 127\.0\.0\.1:\d+ \(ClamAV 1\.4\.6\/27000\/today\)$/),
    });
  });

  test('an answer may come in pieces', async () => {
    expect(await scanned(saying('stre', 'am: OK', '\0'))).toMatchObject({ kind: 'clean' });
  });

  test.each([
    ['stream: Win.Test.EICAR_HDB-1 FOUND\0', 'Win.Test.EICAR_HDB-1'],
    ['stream: A(44d88612:68) FOUND\0', 'A(44d88612:68)'],
    ['stream: OK\0stream: B FOUND\0', 'B'],
    ['stream: C FOUND\0stream: OK\0', 'C'],
    ['stream: D FOUND', 'D'],
    ['stream: E\u001b[31m F FOUND\0', 'E [31m F'],
  ])('%j is infected', async (said, signature) => {
    expect(await scanned(saying(said))).toMatchObject({ kind: 'infected', signature });
  });

  test.each([
    ['', 'without an answer'],
    ['\0', 'cannot be understood'],
    ['stream: OK', 'cannot be understood'],
    ['stream: OK\n', 'cannot be understood'],
    ['stream: OK\0stream: OK\0', 'cannot be understood'],
    ['stream: OK\0\0', 'cannot be understood'],
    ['stream: ok\0', 'cannot be understood'],
    ['OK\0', 'cannot be understood'],
    [' stream: OK\0', 'cannot be understood'],
    ['stream: OK \0', 'cannot be understood'],
    ['1: stream: OK\0', 'cannot be understood'],
    ['stream: NOT OK\0', 'cannot be understood'],
    ['stream: FOUND\0', 'cannot be understood'],
    ['HTTP/1.1 200 OK\r\n\r\nstream: OK\0', 'cannot be understood'],
    ['PONG\0', 'cannot be understood'],
    ['UNKNOWN COMMAND\0', 'cannot be understood'],
    ['INSTREAM size limit exceeded. ERROR\0', 'longer than the scanner takes'],
    ["stream: Can't allocate memory ERROR\0", "the scanner says: stream: Can't allocate memory ERROR"],
    ['stream: Heuristics.Limits.Exceeded.MaxFileSize FOUND\0', 'did not look at all of it'],
    ['x'.repeat(100_000), 'cannot be understood'],
  ])('%j is not scanned', async (said, why) => {
    expect(await scanned(saying(said))).toEqual({ kind: 'unscanned', why: expect.stringContaining(why) });
  });
});

describe('a scanner that', () => {
  test.each<[string, Behaviour, number, string | RegExp]>([
    [
      'says OK while bytes are still sent',
      (socket) => void socket.write('stream: OK\0'),
      400,
      /before it had all bytes/,
    ],
    [
      'says OK and cuts the connection',
      (socket) => void socket.end('stream: OK\0'),
      400,
      /before it had all bytes/,
    ],
    ['cuts the connection at once', (socket) => void socket.destroy(), 400, /before it had all bytes/],
    ['resets the connection', (socket) => void socket.resetAndDestroy(), 400, /before it had all bytes/],
    ['takes no more bytes', (socket) => void socket.pause(), 4000, 'takes no bytes'],
    ['is silent', () => undefined, 3, 'did not answer in time'],
    [
      'says half of it and is silent',
      onceEnded((socket) => void socket.write('stream: OK')),
      3,
      'did not answer in time',
    ],
    [
      'resets the connection in place of an answer',
      onceEnded((socket) => void socket.resetAndDestroy()),
      3,
      /ECONNRESET|without an answer/,
    ],
  ])('%s has scanned nothing', async (_, behave, count, why) => {
    expect(await scanned(behave, count)).toEqual({ kind: 'unscanned', why: expect.stringMatching(why) });
  });

  test('finds something while bytes are still sent is heard', async () => {
    const early: Behaviour = (socket) => void socket.write('stream: Early FOUND\0');
    expect(await scanned(early, 400)).toMatchObject({ kind: 'infected', signature: 'Early' });
  });

  test('is not there has scanned nothing', async () => {
    const server = createServer();
    const port = await listening(server);
    await new Promise((resolve) => server.close(resolve));
    const scanner = createClamdScanner({ host: '127.0.0.1', port }, { timeout: TIMEOUT });
    expect(await scanner.scan(pieces(3), never)).toEqual({
      kind: 'unscanned',
      why: expect.stringContaining('ECONNREFUSED'),
    });
    expect(await scanner.status(never)).toEqual({
      isReady: false,
      why: expect.stringContaining('ECONNREFUSED'),
    });
  });

  test('has no socket has scanned nothing', async () => {
    const scanner = createClamdScanner({ socket: '/nowhere/clamd.sock' });
    expect(await scanner.scan(pieces(1), never)).toEqual({
      kind: 'unscanned',
      why: expect.stringContaining('ENOENT'),
    });
  });

  test.each([
    ['PING', 'HELLO\0', 'answers PING with "HELLO"'],
    ['PING', '', 'no clear answer to PING'],
    ['VERSION', '\0', 'does not tell its version'],
    ['INSTREAM', 'stream: OK\0', 'AlertExceedsMax'],
    ['INSTREAM', 'nonsense\0', 'cannot be understood'],
  ])('answers %s with %j is not ready', async (odd, answer, why) => {
    const server = createServer((socket) => {
      socket.on('data', (piece) => {
        const command = /^z([A-Z]+)/.exec((piece as Buffer).toString('latin1'))?.[1];
        if (command === odd && (odd !== 'INSTREAM' || hasEnded(piece as Buffer))) socket.end(answer);
        else if (command !== undefined && GOOD[command]) socket.end(GOOD[command]);
        else if (odd === 'INSTREAM' && hasEnded(piece as Buffer)) socket.end(answer);
      });
    });
    const scanner = createClamdScanner({ host: '127.0.0.1', port: await listening(server) });
    expect(await scanner.status(never)).toEqual({ isReady: false, why: expect.stringContaining(why) });
  });
});

describe('the bytes that are to be scanned', () => {
  const good = async () => {
    const port = await listening(serverOf(saying('stream: OK\0')));
    return createClamdScanner({ host: '127.0.0.1', port }, { timeout: TIMEOUT });
  };

  test('that cannot be read are not scanned', async () => {
    const torn = async function* () {
      yield Buffer.from('abc');
      throw new Error('EIO: the disk is gone');
    };
    expect(await (await good()).scan(torn(), never)).toEqual({
      kind: 'unscanned',
      why: 'EIO: the disk is gone',
    });
  });

  test('that never come are not scanned', async () => {
    const hanging = async function* () {
      yield Buffer.from('abc');
      await new Promise(() => undefined);
    };
    expect(await (await good()).scan(hanging(), never)).toEqual({
      kind: 'unscanned',
      why: 'the bytes to scan did not come in time',
    });
  });

  test('are let go when scanning is stopped, before or while it goes on', async () => {
    const scanner = await good();
    expect(await scanner.scan(pieces(1), AbortSignal.abort())).toMatchObject({ kind: 'unscanned' });
    const stop = new AbortController();
    const endless = async function* () {
      for (let count = 0; ; count += 1) {
        if (count === 5) stop.abort();
        yield Buffer.alloc(1000, 97);
      }
    };
    expect(await scanner.scan(endless(), stop.signal)).toEqual({
      kind: 'unscanned',
      why: 'scanning was stopped',
    });
  });

  test('are not read faster than the scanner takes them', async () => {
    let read = 0;
    const counted = async function* () {
      for await (const piece of pieces(4000)) {
        read += piece.length;
        yield piece;
      }
    };
    const port = await listening(serverOf((socket) => void socket.pause()));
    const scanner = createClamdScanner({ host: '127.0.0.1', port }, { timeout: TIMEOUT });
    await scanner.scan(counted(), never);
    // What a system keeps for two ends of a connection, which is a few megabytes of 200.
    expect(read).toBeLessThan(40_000_000);
  });
});

test('where no scanner is wanted, records say that nothing was scanned', async () => {
  expect(await noScanner.scan(pieces(1), never)).toEqual({ kind: 'clean', by: 'no scanner' });
  expect(noScanner.name).toBe('no scanner');
});

test('a scanner that is not ready is told with its code', () => {
  expect(statusProblems({ isReady: true, version: 'ClamAV 1.4.6' }, 'clamd')).toEqual([]);
  expect(statusProblems({ isReady: false, why: 'it is down' }, 'clamd')).toMatchObject([
    { code: 'MR8303', message: 'clamd cannot be used: it is down' },
  ]);
});
