import { failure, MillraceError } from '../../../base/errors/index.js';
import { arrivalOf, type Person, returnPath } from '../../../identity/index.js';
import { type BegunSession, beginSession, refusedSession } from './begin-session.js';
import type { RequestFacts } from './facts.js';
import { ownOrigin } from './own-origin.js';
import type { IdentityParts, Issuer } from './parts.js';

/** A login that begins at an issuer. */
export interface BegunLogin {
  /** Where the browser goes. */
  readonly url: URL;
  /** For the cookie of the login; nowhere written. */
  readonly secret: string;
}

/** A login that comes back. */
export interface LoginAnswer {
  readonly issuer: string;
  /** Of the cookie of the login. */
  readonly secret?: string;
  /** `?code=…`, as the browser brings it. */
  readonly query: string;
}

export interface OidcLogin {
  /** Throws MR8717 for an unknown issuer, MR8713 at an address that is not the service's own, MR8708. */
  readonly begin: (facts: RequestFacts, issuer: string, returnTo?: string) => Promise<BegunLogin>;
  /** Throws MR8704, MR8705, MR8706, MR8707, MR8708, MR8715. */
  readonly finish: (
    facts: RequestFacts,
    answer: LoginAnswer,
  ) => Promise<BegunSession & { readonly returnTo: string }>;
}

const issuerNamed = ({ issuers }: IdentityParts, name: string): Issuer => {
  const found = issuers.find(({ settings }) => settings.name === name);
  if (!found) throw failure('MR8717', `there is no issuer "${name.slice(0, 100)}"`);
  return found;
};

/** Each issuer comes back to a path of its own, so that the answer of one is never taken for that of another. */
const redirectUri = (facts: RequestFacts, name: string, publicUrl: string | undefined): string => {
  const origin = ownOrigin(facts, publicUrl);
  if (origin === undefined) throw failure('MR8713', 'nobody can come back from an issuer to this address');
  return `${origin}/v1/login/oidc/${name}/callback`;
};

const codeOf = (thrown: unknown): string =>
  (thrown instanceof MillraceError ? thrown.problems[0]?.code : undefined) ?? 'MR9999';

const arrived = async (
  parts: IdentityParts,
  { settings, client }: Issuer,
  facts: RequestFacts,
  { secret, query }: LoginAnswer,
): Promise<{ readonly person: Person; readonly returnTo: string }> => {
  const login = await parts.logins.take(secret, settings.name);
  const back = new URL(redirectUri(facts, settings.name, parts.publicUrl));
  back.search = query;
  const claims = await client.finish(back, login.checks);
  const person = await parts.people.arrive(arrivalOf(claims, settings));
  if (person.isBlocked) throw failure('MR8715', `"${person.id}" is blocked in this service`);
  return { person, returnTo: returnPath(login.returnTo) };
};

/** Logs people in at issuers of OpenID Connect, by authorization code with PKCE. */
export const createOidcLogin = (parts: IdentityParts): OidcLogin => ({
  begin: async (facts, name, returnTo) => {
    const { settings, client } = issuerNamed(parts, name);
    const uri = redirectUri(facts, settings.name, parts.publicUrl);
    const { login, secret } = await parts.logins.begin(settings.name, returnPath(returnTo));
    return { url: await client.begin(uri, login.checks), secret };
  },
  finish: async (facts, answer) => {
    const issuer = issuerNamed(parts, answer.issuer);
    try {
      const { person, returnTo } = await arrived(parts, issuer, facts, answer);
      return { ...(await beginSession(parts, person, issuer.settings.name, facts)), returnTo };
    } catch (thrown) {
      await refusedSession(parts, undefined, issuer.settings.name, facts, codeOf(thrown));
      throw thrown;
    }
  },
});
