import * as z from 'zod';
import type { TokenWish } from '../../app/service/identity/tokens.js';
import type { ServiceDoor } from '../../app/service/service.js';
import { type Api, problems } from '../routes/route.js';
import { scopeSchema, tokenJson, tokenSchema } from './schemas.js';

const tags = ['identity'];

const wishSchema = z.strictObject({
  name: z.string().min(1).max(200).describe('What it is for.'),
  scope: scopeSchema
    .optional()
    .describe('What it may be used for at most; all that its owner may, unless given.'),
  expiresAt: z.string().max(40).optional().describe('ISO 8601, within a year; 90 days unless given.'),
  owner: z.string().min(1).max(200).optional().describe("Another person's, for administrators."),
});

/** Without keys that were not given. */
const wishOf = ({ name, scope, expiresAt, owner }: z.output<typeof wishSchema>): TokenWish => ({
  name,
  ...(scope && {
    scope: {
      ...(scope.actions && { actions: scope.actions }),
      ...(scope.pipelines && { pipelines: scope.pipelines }),
    },
  }),
  ...(expiresAt === undefined ? {} : { expiresAt }),
  ...(owner === undefined ? {} : { owner }),
});

/** Tokens of programs. */
export const tokenRoutes = (api: Api, { identity: { tokens } }: ServiceDoor): void => {
  api.get(
    '/v1/tokens',
    {
      schema: {
        tags,
        operationId: 'listTokens',
        summary: 'Tokens, without their secrets.',
        querystring: z.strictObject({
          all: z.enum(['true', 'false']).optional().describe('Those of everybody, for administrators.'),
        }),
        response: { 200: z.object({ tokens: z.array(tokenSchema) }), ...problems },
      },
    },
    async ({ actor, query: { all } }) => ({
      tokens: (await tokens.list(actor, all === 'true')).map(tokenJson),
    }),
  );
  api.post(
    '/v1/tokens',
    {
      schema: {
        tags,
        operationId: 'createToken',
        summary: 'Makes a token, and shows it this once.',
        body: wishSchema,
        response: {
          201: tokenSchema.extend({ token: z.string().describe('The token; nowhere kept.') }).meta({
            id: 'NewToken',
          }),
          ...problems,
        },
      },
    },
    async ({ actor, body }, reply) => {
      const { token, text } = await tokens.create(actor, wishOf(body));
      return reply
        .code(201)
        .header('cache-control', 'no-store')
        .send({ ...tokenJson(token), token: text });
    },
  );
  api.delete(
    '/v1/tokens/:id',
    {
      schema: {
        tags,
        operationId: 'revokeToken',
        summary: 'Revokes a token, from its next request on.',
        params: z.object({ id: z.string().min(1).max(100) }),
        response: { 204: z.undefined().describe('It is revoked.'), ...problems },
      },
    },
    async ({ actor, params: { id } }, reply) => {
      await tokens.revoke(actor, id);
      return reply.code(204).send();
    },
  );
};
