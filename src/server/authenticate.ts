import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { IsToken } from '../app/service/token.js';
import { failure } from '../base/errors/index.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Whether anybody may ask. */
    readonly isOpen?: boolean;
  }
}

/** Who asks; until there are accounts, only the administrator does. */
export const ADMINISTRATOR = 'administrator';

const tokenOf = ({ headers }: FastifyRequest): string | undefined =>
  /^Bearer ([\x21-\x7e]{1,500})$/i.exec(headers.authorization ?? '')?.[1];

export const hasToken = (request: FastifyRequest, isToken: IsToken): boolean => {
  const token = tokenOf(request);
  return token !== undefined && isToken(token);
};

/** Lets in who has the token: after requests were counted, before a body is read. */
export const authenticate = (app: FastifyInstance, isToken: IsToken): void => {
  app.addHook('preParsing', async (request, _, payload) => {
    if (request.routeOptions.config.isOpen || request.is404) return payload;
    const token = tokenOf(request);
    if (token === undefined) throw failure('MR8001', 'the request carries no token');
    if (!isToken(token)) throw failure('MR8001', 'the token is not one of this service');
    return payload;
  });
};
