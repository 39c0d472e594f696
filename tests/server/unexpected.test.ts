import Fastify from 'fastify';
import { expect, test } from 'vitest';
import { answerErrors } from '../../src/server/errors.js';

test('whatever is thrown while a request is answered gives a problem, which does not say what it was', async () => {
  const thrown: readonly unknown[] = [
    new Error('secret of /srv/data'),
    new TypeError('secret'),
    'secret',
    undefined,
  ];
  const app = Fastify();
  answerErrors(app);
  app.get<{ Params: { at: string } }>('/:at', ({ params }) => Promise.reject(thrown[Number(params.at)]));
  for (const at of thrown.keys()) {
    const answer = await app.inject(`/${at}`);
    expect(answer.statusCode).toBe(500);
    expect(answer.json()).toMatchObject({ code: 'MR9999', detail: 'something went wrong in the service' });
    expect(answer.body).not.toMatch(/secret|node_modules|\.ts/);
  }
  await app.close();
});
