import type { FastifyReply, FastifyRequest } from 'fastify';

/** Silence lets proxies cut a connection. */
const HEARTBEAT = 15_000;

/** What a client has not taken after so many bytes is not waited for: it comes back with `Last-Event-ID`. */
const MOST_BUFFERED = 1_000_000;

export interface EventStream {
  /** An event; its id is what the client comes back with. */
  readonly send: (name: string, data: unknown, id?: number) => void;
  readonly end: () => void;
}

/** Answers with server-sent events (WHATWG HTML, 9.2); `onClose` is called once, however it ends. */
export const openEventStream = (
  request: FastifyRequest,
  reply: FastifyReply,
  onClose: () => void,
): EventStream => {
  const { raw } = reply.hijack();
  raw.writeHead(200, {
    'content-type': 'text/event-stream',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
    ...(reply.getHeaders() as Record<string, string>),
  });
  raw.write('retry: 1000\n\n');
  const beat = setInterval(() => raw.write(':\n\n'), HEARTBEAT);
  beat.unref();
  const close = (): void => {
    clearInterval(beat);
    onClose();
  };
  // Who has gone while the run was looked for has closed already, and nothing more tells of it.
  if (request.raw.socket.destroyed) setImmediate(close);
  else raw.once('close', close);
  return {
    send: (name, data, id) => {
      if (raw.writableEnded || raw.destroyed) return;
      raw.write(`${id === undefined ? '' : `id: ${id}\n`}event: ${name}\ndata: ${JSON.stringify(data)}\n\n`);
      if (raw.writableLength > MOST_BUFFERED) raw.destroy();
    },
    end: () => {
      if (!raw.writableEnded) raw.end();
    },
  };
};
