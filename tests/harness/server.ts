import { createServer, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { onTestFinished } from 'vitest';

/** How a server is that partners' files are fetched from. */
export const conditions = ['sound', 'failing', 'flapping', 'slow', 'hanging', 'lying', 'cut short'] as const;
export type Condition = (typeof conditions)[number];

/** Milliseconds that a slow server takes. */
export const SLOW = 250;

const dribble = async (response: ServerResponse, body: string): Promise<void> => {
  const half = Math.floor(body.length / 2);
  response.write(body.slice(0, half));
  await sleep(SLOW);
  response.end(body.slice(half));
};

/** Answers in a condition; a flapping server is sound from its third answer on. */
const answering = (condition: Condition, body: () => string): RequestListener => {
  let asked = 0;
  return (_, response) => {
    asked += 1;
    const length = { 'content-length': Buffer.byteLength(body()) };
    const answers: Readonly<Record<Condition, () => void>> = {
      sound: () => response.writeHead(200, length).end(body()),
      failing: () => response.writeHead(500).end(),
      flapping: () => answers[asked < 3 ? 'failing' : 'sound'](),
      slow: () => void dribble(response.writeHead(200, length), body()).catch(() => undefined),
      hanging: () => undefined,
      lying: () => response.writeHead(200, { ...length, 'repr-digest': 'sha-256=:AAAA:' }).end(body()),
      'cut short': () => response.writeHead(200, length).write(body().slice(0, 4), () => response.destroy()),
    };
    answers[condition]();
  };
};

/** A server on this machine whose condition changes. */
export const changingServer = async (body: () => string) => {
  let answer = answering('sound', body);
  const server = createServer((request, response) => answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    become: (condition: Condition): void => {
      answer = answering(condition, body);
    },
  };
};
