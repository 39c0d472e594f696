import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { type ErrorCode, problem } from '../base/errors/index.js';
import { PROBLEM_JSON, problemDetails } from './problem-details.js';

/** What comes before there is a request has no id in the log. */
const bodyOf = (code: ErrorCode, message: string, status: number): string =>
  JSON.stringify({ ...problemDetails([problem(code, message)], 'none'), status });

/** What Node could not read as a request, by its codes. */
const broken: Readonly<Record<string, readonly [status: string, code: ErrorCode, message: string]>> = {
  ERR_HTTP_REQUEST_TIMEOUT: [
    '408 Request Timeout',
    'MR8020',
    'the head of the request did not arrive in time',
  ],
  HPE_HEADER_OVERFLOW: [
    '431 Request Header Fields Too Large',
    'MR8015',
    'the head of the request is too large',
  ],
};

const noRequest = ['400 Bad Request', 'MR8002', 'it is no request of HTTP/1.1'] as const;

/** Answers what is no request, as far as the connection still takes an answer, and cuts it. */
export const answerBroken = (error: NodeJS.ErrnoException, socket: Socket): void => {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  const [status, code, message] = broken[error.code ?? ''] ?? noRequest;
  const body = bodyOf(code, message, Number.parseInt(status, 10));
  const head = [
    `HTTP/1.1 ${status}`,
    `content-type: ${PROBLEM_JSON}`,
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
  ];
  if (socket.writable) socket.write(`${head.join('\r\n')}\r\n\r\n${body}`);
  socket.destroySoon();
};

/** What a client expects beside `100-continue` is nothing that the service does (RFC 9110, 10.1.1). */
export const refuseExpectations = (server: Server): void => {
  server.on('checkExpectation', (_, response) => {
    const body = bodyOf('MR8002', 'headers expect: the service knows `100-continue` alone', 417);
    const length = Buffer.byteLength(body);
    response
      .writeHead(417, { 'content-type': PROBLEM_JSON, 'content-length': length, connection: 'close' })
      .end(body);
  });
};
