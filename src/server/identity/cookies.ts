import type { FastifyReply, FastifyRequest } from 'fastify';

/**
 * With the prefix a browser takes a cookie only over https, for this host and all of its paths. Over plain http, on this host
 * alone, not all browsers and clients take it: there its name has none, and it is not `Secure`.
 */
const nameOf = (name: string, isSecure: boolean): string => (isSecure ? `__Host-${name}` : name);

const SESSION = 'millrace';
const LOGIN = 'millrace-login';

const SECRET = /^[\w-]{43}$/;

/** Over https the name without the prefix is nothing: any other host of the same site can set it. */
const secretIn = ({ cookies = {} }: FastifyRequest, name: string, isSecure: boolean): string | undefined => {
  const value = cookies[nameOf(name, isSecure)];
  return value !== undefined && SECRET.test(value) ? value : undefined;
};

/** The secret of a session that a request brings. */
export const sessionOf = (request: FastifyRequest, isSecure: boolean): string | undefined =>
  secretIn(request, SESSION, isSecure);

/** The secret of a login under way. */
export const loginOf = (request: FastifyRequest, isSecure: boolean): string | undefined =>
  secretIn(request, LOGIN, isSecure);

/** Sets a cookie, or ends it. It lasts as long as the browser is open, and no longer than the service says. */
const setCookie = (reply: FastifyReply, name: string, value: string | undefined, isSecure: boolean): void => {
  const options = { path: '/', httpOnly: true, sameSite: 'lax', secure: isSecure } as const;
  const full = nameOf(name, isSecure);
  if (value === undefined) reply.clearCookie(full, options);
  else reply.setCookie(full, value, options);
};

export const setSession = (reply: FastifyReply, secret: string | undefined, isSecure: boolean): void =>
  setCookie(reply, SESSION, secret, isSecure);

export const setLogin = (reply: FastifyReply, secret: string | undefined, isSecure: boolean): void =>
  setCookie(reply, LOGIN, secret, isSecure);
