import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { decodeJwt, exportJWK, generateKeyPair, importJWK, type JWK, SignJWT } from 'jose';
import Provider, { type ClientMetadata } from 'oidc-provider';

type Claims = Readonly<Record<string, unknown>>;

/** A real issuer, at which whoever comes is logged in as somebody whom the test says. */
export interface TestIssuer {
  readonly url: string;
  /** Who logs in, with what is said of them. */
  account: { readonly sub: string; readonly claims: Claims };
  /** Changes what ID tokens say, signed anew by the issuer's own key or another. */
  tamper: ((claims: Claims) => Claims) | undefined;
  isSignedByAnother: boolean;
  readonly close: () => Promise<void>;
}

/** Clients, once it is known where the service listens. */
export type ClientsOf = () => readonly ClientMetadata[];

const key = async (): Promise<JWK> => {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  return { ...(await exportJWK(privateKey)), alg: 'RS256', use: 'sig', kid: 'one' };
};

const signed = async (claims: Claims, jwk: JWK): Promise<string> =>
  new SignJWT({ ...claims }).setProtectedHeader({ alg: 'RS256', kid: 'one' }).sign(await importJWK(jwk));

/** Logs in without a page: each question of the provider is answered with yes. */
const answer = async (
  provider: Provider,
  issuer: TestIssuer,
  ...[request, response]: Parameters<Provider['interactionDetails']>
) => {
  const { prompt, params, session } = await provider.interactionDetails(request, response);
  if (prompt.name === 'login')
    return provider.interactionFinished(request, response, { login: { accountId: issuer.account.sub } });
  const grant = new provider.Grant({
    accountId: session?.accountId ?? '',
    clientId: String(params['client_id']),
  });
  grant.addOIDCScope('openid profile email groups');
  return provider.interactionFinished(request, response, { consent: { grantId: await grant.save() } });
};

const listening = async (): Promise<{ readonly server: Server; readonly url: string }> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
};

/** Starts an issuer for one client on a free port. */
export const startIssuer = async (client: ClientMetadata): Promise<TestIssuer> => {
  const { server, url } = await listening();
  const [jwk, other] = [await key(), await key()];
  const issuer: TestIssuer = {
    url,
    account: { sub: 'nobody', claims: {} },
    tamper: undefined,
    isSignedByAnother: false,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  const provider = new Provider(url, {
    clients: [client],
    jwks: { keys: [jwk] },
    cookies: { keys: ['a key of the test'] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_, { uid }) => `/interaction/${uid}` },
    claims: { openid: ['sub'], profile: ['name'], email: ['email', 'email_verified'], groups: ['groups'] },
    scopes: ['openid', 'profile', 'email', 'groups'],
    findAccount: async (_, accountId) => ({
      accountId,
      claims: () => ({ sub: accountId, ...issuer.account.claims }),
    }),
    ttl: { Interaction: 600, Session: 600, Grant: 600, AccessToken: 600, IdToken: 600 },
  });
  provider.use(async (context, next) => {
    await next();
    const body = context.body as { id_token?: string } | undefined;
    if (context.path !== '/token' || body?.id_token === undefined) return;
    const claims = decodeJwt(body.id_token);
    const by = issuer.isSignedByAnother ? other : jwk;
    body.id_token = await signed(issuer.tamper?.(claims) ?? claims, by);
  });
  const handle = provider.callback();
  server.on('request', (request, response) => {
    if (!request.url?.startsWith('/interaction/')) return void handle(request, response);
    answer(provider, issuer, request, response).catch((thrown: unknown) => {
      response.writeHead(500).end(String(thrown));
    });
  });
  return issuer;
};
