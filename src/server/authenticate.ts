import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Identity, RequestFacts } from '../app/service/identity/index.js';
import type { Actor } from '../kit/index.js';
import { sessionOf } from './identity/cookies.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Whether anybody may ask. */
    readonly isOpen?: boolean;
  }
  interface FastifyRequest {
    /** Who asks; there on routes that are not open. */
    actor: Actor;
  }
}

const tokenOf = ({ headers }: FastifyRequest): string | undefined =>
  /^Bearer ([\x21-\x7e]{1,500})$/i.exec(headers.authorization ?? '')?.[1];

const header = ({ headers }: FastifyRequest, name: string): string | undefined => {
  const value = headers[name];
  return typeof value === 'string' ? value : undefined;
};

/** What a request says of who makes it. */
export const factsOf = (request: FastifyRequest, { isSecure }: Pick<Identity, 'isSecure'>): RequestFacts => {
  const said = {
    token: tokenOf(request),
    session: sessionOf(request, isSecure),
    host: header(request, 'host'),
    agent: header(request, 'user-agent'),
    origin: header(request, 'origin'),
    fetchSite: header(request, 'sec-fetch-site'),
  };
  const given = Object.entries(said).filter(([, value]) => value !== undefined);
  return { method: request.method, address: request.ip, ...Object.fromEntries(given) };
};

/** Whether the service knows who asks; of those whom it does not, requests are counted. */
export const isKnown = (request: FastifyRequest, identity: Identity): Promise<boolean> =>
  identity.authenticate(factsOf(request, identity)).then(
    () => true,
    () => false,
  );

/** Lets in who is known: after requests were counted, before a body is read. */
export const authenticate = (app: FastifyInstance, identity: Identity): void => {
  app.decorateRequest('actor');
  app.addHook('preParsing', async (request, _, payload) => {
    if (!request.routeOptions.config.isOpen && !request.is404)
      request.actor = await identity.authenticate(factsOf(request, identity));
    return payload;
  });
};
