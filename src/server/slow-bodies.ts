import type { FastifyInstance } from 'fastify';
import { problem } from '../base/errors/index.js';
import { sendProblems } from './errors.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Whether the body is a file, which may take its time. */
    readonly takesFile?: boolean;
  }
}

/** Cuts a client off whose body does not arrive in time: open requests cost memory. */
export const limitBodies = (app: FastifyInstance, milliseconds: number): void => {
  app.addHook('preParsing', async (request, reply, payload) => {
    const { method } = request;
    if (request.routeOptions.config.takesFile || method === 'GET' || method === 'HEAD') return payload;
    const timer = setTimeout(() => {
      sendProblems(request, reply.header('connection', 'close'), [
        problem('MR8020', `the body did not arrive within ${milliseconds / 1000} s`),
      ]);
    }, milliseconds);
    const stop = (): void => clearTimeout(timer);
    payload.once('end', stop).once('close', stop).once('error', stop);
    return payload;
  });
};
