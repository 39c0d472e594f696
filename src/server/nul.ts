import type { FastifyInstance } from 'fastify';
import { failure } from '../base/errors/index.js';

/** Nothing has a NUL in its name, and databases and systems of files stumble over it; a file's name has a code of its own. */
export const refuseNul = (app: FastifyInstance): void => {
  app.addHook('onRequest', async ({ url, routeOptions }) => {
    if (url.includes('%00') && !routeOptions.config.takesFile)
      throw failure('MR8002', 'the address has a NUL in it, which no name has here');
  });
};
