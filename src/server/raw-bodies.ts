import type { Api } from './routes/route.js';

/** The body is a file, or a part of one: nothing parses it, whatever it says that it is. */
export const takeRaw = (scope: Api): void => {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser('*', (_, payload, done) => done(null, payload));
};
