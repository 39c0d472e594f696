import type { FastifyReply } from 'fastify';
import * as z from 'zod';
import type { ServiceDoor } from '../../app/service/service.js';
import { factsOf } from '../authenticate.js';
import { type Api, problems } from '../routes/route.js';
import { loginOf, setLogin, setSession } from './cookies.js';
import { meSchema } from './schemas.js';

const tags = ['identity'];
const issuerParams = z.object({ issuer: z.string().min(1).max(64) });

/** Neither the answer nor the address that led to it may be kept or passed on. */
const keepSecret = (reply: FastifyReply): FastifyReply =>
  reply.header('cache-control', 'no-store').header('referrer-policy', 'no-referrer');

/** How people come in, and who they are then. */
export const loginRoutes = (api: Api, { identity }: ServiceDoor): void => {
  const { isSecure } = identity;
  api.get(
    '/v1/login',
    {
      config: { isOpen: true },
      schema: {
        tags,
        operationId: 'waysToLogIn',
        summary: 'How people log in here, beside a token.',
        response: {
          200: z.object({
            local: z.boolean().describe('Whether with a name and a password, by `POST /v1/login`.'),
            issuers: z
              .array(z.object({ name: z.string(), path: z.string() }))
              .describe('Issuers, and where to send a browser.'),
          }),
          ...problems,
        },
      },
    },
    async () => ({
      local: identity.ways.local,
      issuers: identity.ways.issuers.map((name) => ({ name, path: `/v1/login/oidc/${name}` })),
    }),
  );
  api.post(
    '/v1/login',
    {
      config: { isOpen: true },
      schema: {
        tags,
        operationId: 'logIn',
        summary: 'Begins a session with a name and a password; its cookie comes with the answer.',
        body: z.strictObject({ name: z.string().min(1).max(200), password: z.string().min(1).max(1000) }),
        response: { 200: z.object({ id: z.string(), name: z.string() }), ...problems },
      },
    },
    async (request, reply) => {
      const { person, secret } = await identity.login(factsOf(request, identity), request.body);
      setSession(keepSecret(reply), secret, isSecure);
      return { id: person.id, name: person.name };
    },
  );
  api.get(
    '/v1/login/oidc/:issuer',
    {
      config: { isOpen: true },
      schema: {
        tags,
        operationId: 'logInAtIssuer',
        summary: 'Sends a browser to an issuer of OpenID Connect.',
        params: issuerParams,
        querystring: z.strictObject({
          return: z
            .string()
            .max(500)
            .optional()
            .describe('A path of this service to go on to; `/` for any other.'),
        }),
        response: { 302: z.undefined().describe('To the issuer.'), ...problems },
      },
    },
    async (request, reply) => {
      const { params, query } = request;
      const { url, secret } = await identity.oidc.begin(
        factsOf(request, identity),
        params.issuer,
        query.return,
      );
      setLogin(keepSecret(reply), secret, isSecure);
      return reply.redirect(url.href, 302);
    },
  );
  api.get(
    '/v1/login/oidc/:issuer/callback',
    {
      config: { isOpen: true },
      schema: {
        tags,
        operationId: 'comeBackFromIssuer',
        summary: 'Where an issuer sends the browser back to; its session begins then.',
        params: issuerParams,
        response: { 302: z.undefined().describe('To the path that was asked for.'), ...problems },
      },
    },
    async (request, reply) => {
      const secret = loginOf(request, isSecure);
      // Whatever comes of it, this login is over.
      setLogin(keepSecret(reply), undefined, isSecure);
      const begun = await identity.oidc.finish(factsOf(request, identity), {
        issuer: request.params.issuer,
        query: request.url.slice(request.url.indexOf('?') + 1 || request.url.length),
        ...(secret === undefined ? {} : { secret }),
      });
      setSession(reply, begun.secret, isSecure);
      return reply.redirect(begun.returnTo, 302);
    },
  );
  api.post(
    '/v1/logout',
    {
      schema: {
        tags,
        operationId: 'logOut',
        summary: 'Ends the session that asks; `DELETE /v1/sessions` ends all.',
        response: { 204: z.undefined().describe('It has ended.'), ...problems },
      },
    },
    async (request, reply) => {
      await identity.logout(request.actor);
      setSession(reply, undefined, isSecure);
      // What the browser has kept of answers goes too.
      return reply.header('clear-site-data', '"cache"').code(204).send();
    },
  );
  api.get(
    '/v1/me',
    {
      schema: {
        tags,
        operationId: 'getMe',
        summary: 'Who asks, as the service knows them.',
        response: { 200: meSchema, ...problems },
      },
    },
    async ({ actor: { from: _, ...me } }) => meSchema.parse(me),
  );
};
