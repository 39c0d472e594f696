import * as z from 'zod';
import type { ServiceDoor } from '../../app/service/service.js';
import { type Api, problems } from '../routes/route.js';
import { sessionJson, sessionSchema } from './schemas.js';

const tags = ['identity'];
const ofPerson = z.strictObject({
  person: z.string().min(1).max(200).optional().describe('Another person, for administrators.'),
});

/** Sessions of people. */
export const sessionRoutes = (api: Api, { identity: { sessions } }: ServiceDoor): void => {
  api.get(
    '/v1/sessions',
    {
      schema: {
        tags,
        operationId: 'listSessions',
        summary: 'Sessions that are open.',
        querystring: ofPerson,
        response: { 200: z.object({ sessions: z.array(sessionSchema) }), ...problems },
      },
    },
    async ({ actor, query: { person } }) => ({
      sessions: (await sessions.list(actor, person)).map((each) =>
        sessionJson(each, actor.authentication.id),
      ),
    }),
  );
  api.delete(
    '/v1/sessions',
    {
      schema: {
        tags,
        operationId: 'endSessions',
        summary: 'Ends all sessions of a person, also the one that asks.',
        querystring: ofPerson,
        response: { 204: z.undefined().describe('They have ended.'), ...problems },
      },
    },
    async ({ actor, query: { person } }, reply) => {
      await sessions.endAll(actor, person);
      return reply.code(204).send();
    },
  );
  api.delete(
    '/v1/sessions/:id',
    {
      schema: {
        tags,
        operationId: 'endSession',
        summary: 'Ends a session, from its next request on.',
        params: z.object({ id: z.string().min(1).max(100) }),
        response: { 204: z.undefined().describe('It has ended.'), ...problems },
      },
    },
    async ({ actor, params: { id } }, reply) => {
      await sessions.end(actor, id);
      return reply.code(204).send();
    },
  );
};
