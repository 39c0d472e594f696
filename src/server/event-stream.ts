import type { FastifyReply } from 'fastify';

/** Silence lets proxies cut a connection. */
const HEARTBEAT = 15_000;

/** What a client has not taken after so many bytes is not waited for: it comes back with `Last-Event-ID`. */
const MOST_BUFFERED = 16_000_000;

export interface EventStream {
  /** An event; its id is what the client comes back with. */
  readonly send: (name: string, data: unknown, id?: number) => void;
  readonly end: () => void;
}

/** Streams that are open: none ends by itself when the service does. */
export interface Streams {
  readonly add: (stream: EventStream) => EventStream;
  readonly remove: (stream: EventStream) => void;
  readonly end: () => void;
}

export const createStreams = (): Streams => {
  const open = new Set<EventStream>();
  return {
    add: (stream) => {
      open.add(stream);
      return stream;
    },
    remove: (stream) => open.delete(stream),
    end: () => {
      for (const stream of open) stream.end();
    },
  };
};

/** Answers with server-sent events (WHATWG HTML, 9.2); `onClose` is called once, however it ends. */
export const openEventStream = (reply: FastifyReply, streams: Streams, onClose: () => void): EventStream => {
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
    streams.remove(stream);
    onClose();
  };
  // Who has gone while the run was looked for has closed already, and nothing more tells of it.
  if (raw.socket?.destroyed) setImmediate(close);
  else raw.once('close', close);
  const stream: EventStream = {
    send: (name, data, id) => {
      if (raw.writableEnded || raw.destroyed) return;
      raw.write(`${id === undefined ? '' : `id: ${id}\n`}event: ${name}\ndata: ${JSON.stringify(data)}\n\n`);
      if (raw.writableLength > MOST_BUFFERED) raw.destroy();
    },
    end: () => {
      if (!raw.writableEnded) raw.end();
    },
  };
  return streams.add(stream);
};
