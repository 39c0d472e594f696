import type { FastifyInstance } from 'fastify';

/** Documents are taken as they are written: their own parser knows their lines. */
export const takeTexts = (app: FastifyInstance): void => {
  app.addContentTypeParser(
    ['application/yaml', 'application/x-yaml', 'text/yaml', 'text/plain'],
    { parseAs: 'string' },
    (_, body, done) => done(null, body),
  );
};
