import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { IsToken } from '../app/service/token.js';
import { failure } from '../base/errors/index.js';
import type { Actor } from '../kit/index.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Whether anybody may ask. */
    readonly isOpen?: boolean;
  }
  interface FastifyRequest {
    /** Who asks; only of routes that are not open to anybody. */
    actor: Actor;
  }
}

const tokenOf = ({ headers }: FastifyRequest): string | undefined =>
  /^Bearer ([\x21-\x7e]{1,500})$/i.exec(headers.authorization ?? '')?.[1];

export const hasToken = (request: FastifyRequest, isToken: IsToken): boolean => {
  const token = tokenOf(request);
  return token !== undefined && isToken(token);
};

const administrator = ({ ip }: FastifyRequest): Actor => ({
  id: 'administrator',
  name: 'administrator',
  roles: ['admin', 'steward'],
  groups: [],
  attributes: {},
  authentication: { method: 'administrator', id: 'administrator' },
  from: { address: ip },
});

/** Lets in who has the token: after requests were counted, before a body is read. */
export const authenticate = (app: FastifyInstance, isToken: IsToken): void => {
  app.decorateRequest('actor');
  app.addHook('preParsing', async (request, _, payload) => {
    if (request.routeOptions.config.isOpen || request.is404) return payload;
    const token = tokenOf(request);
    if (token === undefined) throw failure('MR8001', 'the request carries no token');
    if (!isToken(token)) throw failure('MR8001', 'the token is not one of this service');
    request.actor = administrator(request);
    return payload;
  });
};
