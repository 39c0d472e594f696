import * as z from 'zod';
import type { ServiceDoor } from '../../app/service/service.js';
import { factsOf } from '../authenticate.js';
import { type Api, problems } from '../routes/route.js';
import { grantSchema, personJson, personSchema } from './schemas.js';

const tags = ['identity'];
const params = z.object({ id: z.string().min(1).max(200) });

const passwordSchema = z.strictObject({
  password: z.string().min(1).max(1000),
  current: z.string().max(1000).optional().describe('The one before, of whoever changes their own.'),
});

/** Without keys that were not given: they stay as they are. */
const given = ({ name, roles, attributes }: z.output<typeof grantSchema>) => ({
  ...(name === undefined ? {} : { name }),
  ...(roles && { roles }),
  ...(attributes && { attributes }),
});

/** People whom the service knows. */
export const peopleRoutes = (api: Api, { identity }: ServiceDoor): void => {
  const { people } = identity;
  const answer = { 200: personSchema, ...problems };
  api.get(
    '/v1/people',
    {
      schema: {
        tags,
        operationId: 'listPeople',
        summary: 'People whom the service knows, for administrators.',
        response: { 200: z.object({ people: z.array(personSchema) }), ...problems },
      },
    },
    async ({ actor }) => ({ people: (await people.list(actor)).map(personJson) }),
  );
  api.put(
    '/v1/people/:id',
    {
      schema: {
        tags,
        operationId: 'grantPerson',
        summary: 'Gives somebody roles and attributes, also before they come for the first time.',
        params,
        body: grantSchema,
        response: answer,
      },
    },
    async ({ actor, params: { id }, body }) => personJson(await people.grant(actor, id, given(body))),
  );
  api.put(
    '/v1/people/:id/password',
    {
      schema: {
        tags,
        operationId: 'setPassword',
        summary: 'Sets a password, which ends the other sessions of that person.',
        params,
        body: passwordSchema,
        response: answer,
      },
    },
    async (request) => {
      const { actor, params: of, body } = request;
      const { password, current } = body;
      const change = { password, ...(current === undefined ? {} : { current }) };
      return personJson(await people.setPassword(actor, factsOf(request, identity), of.id, change));
    },
  );
  api.post(
    '/v1/people/:id/block',
    {
      schema: {
        tags,
        operationId: 'blockPerson',
        summary: 'Keeps somebody out, from their next request on.',
        params,
        response: answer,
      },
    },
    async ({ actor, params: { id } }) => personJson(await people.block(actor, id)),
  );
  api.post(
    '/v1/people/:id/unblock',
    {
      schema: {
        tags,
        operationId: 'unblockPerson',
        summary: 'Lets somebody in again.',
        params,
        response: answer,
      },
    },
    async ({ actor, params: { id } }) => personJson(await people.unblock(actor, id)),
  );
};
