import { createHash } from 'node:crypto';
import type { ClientAuth, Configuration } from 'openid-client';
import type { Clock } from '../../base/clock.js';
import { failure, MillraceError } from '../../base/errors/index.js';
import { once } from '../../base/once.js';
import type { Claims, LoginChecks, OidcSettings } from './settings.js';

/** An issuer that people are sent to. Throws MR8708 where it does not answer, MR8705 where it is not believed. */
export interface OidcClient {
  /** Where a browser goes to log in. */
  readonly begin: (redirectUri: string, checks: LoginChecks) => Promise<URL>;
  /** What the issuer says of who comes back to this URL. */
  readonly finish: (back: URL, checks: LoginChecks) => Promise<Claims>;
}

const library = once(() => import('openid-client'));

/** Seconds that an issuer has to answer. */
const TIMEOUT = 10;
/** Its description is asked for again after this. */
const FRESH = 3_600_000;

/** Codes of the library by which nothing was answered, or not by an issuer that works. */
const absent = new Set(['OAUTH_TIMEOUT', 'OAUTH_RESPONSE_IS_NOT_CONFORM', 'OAUTH_RESPONSE_IS_NOT_JSON']);

const codeOf = (thrown: unknown): string => {
  const { code, error, cause } = thrown as Readonly<Record<string, unknown>>;
  // Of an answer `error` is a word of OAuth such as `access_denied`; nothing else of it is repeated.
  if (typeof error === 'string' && /^[a-z_]{1,50}$/.test(error)) return error;
  if (typeof code === 'string') return code;
  return typeof cause === 'object' && cause !== null ? codeOf(cause) : 'UNKNOWN';
};

const isAbsent = (thrown: unknown): boolean =>
  thrown instanceof TypeError || absent.has(codeOf(thrown)) || /^E[A-Z]+$/.test(codeOf(thrown));

const faultOf = ({ name }: OidcSettings, thrown: unknown, isDiscovery: boolean): Error => {
  if (thrown instanceof MillraceError) return thrown;
  const code = codeOf(thrown);
  if (isDiscovery || isAbsent(thrown))
    return failure('MR8708', `the issuer "${name}" does not answer as one: ${code}`, {}, thrown);
  return failure('MR8705', `what came back from the issuer "${name}" is not believed: ${code}`, {}, thrown);
};

type Library = Awaited<ReturnType<typeof library>>;

/** The secret goes in the header, unless the issuer takes it in the form alone. */
const authenticationOf = (client: Library, secret: string | undefined): ClientAuth => {
  if (secret === undefined) return client.None();
  const [basic, post] = [client.ClientSecretBasic(secret), client.ClientSecretPost(secret)];
  return (server, ...rest) => {
    const ways = server.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
    return (ways.includes('client_secret_basic') ? basic : post)(server, ...rest);
  };
};

const discovered = async (settings: OidcSettings): Promise<Configuration> => {
  const client = await library();
  const { issuer, clientId, clientSecret } = settings;
  const url = new URL(issuer);
  const execute = [
    // Signatures are held although the answer comes over TLS from the issuer itself.
    client.enableNonRepudiationChecks,
    // The configuration lets http through for issuers of this host only.
    ...(url.protocol === 'http:' ? [client.allowInsecureRequests] : []),
  ];
  try {
    const authentication = authenticationOf(client, clientSecret);
    return await client.discovery(url, clientId, undefined, authentication, { execute, timeout: TIMEOUT });
  } catch (thrown) {
    throw faultOf(settings, thrown, true);
  }
};

/** An issuer's description, asked for when it is first needed, and again when it is old. */
const keepFresh = (settings: OidcSettings, clock: Clock): (() => Promise<Configuration>) => {
  let kept: { readonly at: number; readonly found: Promise<Configuration> } | undefined;
  return async () => {
    const now = clock.now().getTime();
    if (!kept || now - kept.at > FRESH) kept = { at: now, found: discovered(settings) };
    const { found } = kept;
    try {
      return await found;
    } catch (thrown) {
      if (kept?.found === found) kept = undefined;
      throw thrown;
    }
  };
};

const challengeOf = (verifier: string): string => createHash('sha256').update(verifier).digest('base64url');

/** Claims of the ID token, and those that it leaves to the endpoint of user information. */
const claimsOf = async (
  configuration: Configuration,
  accessToken: string,
  inToken: Claims,
  wanted: readonly string[],
): Promise<Claims> => {
  const isWhole = wanted.every((claim) => Object.hasOwn(inToken, claim));
  if (isWhole || configuration.serverMetadata().userinfo_endpoint === undefined) return inToken;
  const client = await library();
  const more = await client.fetchUserInfo(configuration, accessToken, inToken.sub);
  return { ...more, ...inToken };
};

export const createOidcClient = (settings: OidcSettings, clock: Clock): OidcClient => {
  const configured = keepFresh(settings, clock);
  const { claims, scopes } = settings;
  const wanted = [claims.id, claims.name, claims.groups, 'email'];
  return {
    begin: async (redirectUri, { state, nonce, verifier }) => {
      const client = await library();
      return client.buildAuthorizationUrl(await configured(), {
        redirect_uri: redirectUri,
        scope: scopes.join(' '),
        response_type: 'code',
        state,
        nonce,
        code_challenge: challengeOf(verifier),
        code_challenge_method: 'S256',
      });
    },
    finish: async (back, { state, nonce, verifier }) => {
      const [client, configuration] = [await library(), await configured()];
      try {
        const tokens = await client.authorizationCodeGrant(configuration, back, {
          expectedState: state,
          expectedNonce: nonce,
          pkceCodeVerifier: verifier,
          idTokenExpected: true,
        });
        const inToken = tokens.claims();
        if (!inToken) throw failure('MR8705', `the issuer "${settings.name}" said nothing of who it is`);
        return await claimsOf(configuration, tokens.access_token, inToken, wanted);
      } catch (thrown) {
        throw faultOf(settings, thrown, false);
      }
    },
  };
};
