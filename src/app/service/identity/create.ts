import { randomBytes } from 'node:crypto';
import {
  createAttempts,
  createDigest,
  createOidcClient,
  createPasswords,
  createPendingLogins,
  createPeople,
  createSessions,
  createTokens,
} from '../../../identity/index.js';
import type { Actor } from '../../../kit/index.js';
import type { ServiceParts } from '../parts.js';
import type { ServiceConfig } from '../resolve.js';
import { serviceKey } from '../service-key.js';
import type { IsToken } from '../token.js';
import { type Authenticate, createAuthenticate, createLookAgain, type LookAgain } from './authenticate.js';
import type { BegunSession } from './begin-session.js';
import type { OnIdentityEvent } from './event.js';
import type { RequestFacts } from './facts.js';
import { createLogin, type LocalLogin } from './login.js';
import { createOidcLogin, type OidcLogin } from './oidc.js';
import type { IdentityParts, MayManage, RightsOf } from './parts.js';
import { createPeopleCases, type PeopleCases } from './people.js';
import { createSessionCases, type SessionCases } from './sessions.js';
import { createTokenCases, type TokenCases } from './tokens.js';

/** Who people are: each use case is one function, for decisions and records to stand around. */
export interface Identity {
  readonly authenticate: Authenticate;
  readonly lookAgain: LookAgain;
  /** Ways to log in beside a token. */
  readonly ways: { readonly local: boolean; readonly issuers: readonly string[] };
  readonly login: (facts: RequestFacts, login: LocalLogin) => Promise<BegunSession>;
  readonly oidc: OidcLogin;
  /** Ends the session that asks; does nothing where a token does. */
  readonly logout: (actor: Actor) => Promise<void>;
  readonly sessions: SessionCases;
  readonly tokens: TokenCases;
  readonly people: PeopleCases;
  /** Whether cookies go over https alone. */
  readonly isSecure: boolean;
  /** Removes what has expired. */
  readonly sweep: () => Promise<void>;
  readonly close: () => void;
}

/** What identity takes from other rooms. */
export interface IdentityOptions {
  /** Nobody has a role by rules unless given. */
  readonly rightsOf?: RightsOf;
  /** Those with the role `admin` unless given. */
  readonly mayManage?: MayManage;
  readonly onEvent?: OnIdentityEvent;
}

/** What is usual where nothing is said of identity: nobody logs in, and tokens are all. */
const NOBODY = { isLocal: false, oidc: [], sessions: { idle: 1_800_000, absolute: 43_200_000 } } as const;

const noRights: RightsOf = async (_, groups) => ({ roles: [], groups, attributes: {} });

const isAdmin: MayManage = async ({ roles }) => roles.includes('admin');

const SWEEP = 10 * 60_000;

const partsOf = async (
  { state, data, wiring: { clock } }: ServiceParts,
  { identity = NOBODY, listen, databaseUrl }: ServiceConfig,
  isAdministratorToken: IsToken,
  { rightsOf = noRights, mayManage = isAdmin, onEvent = () => undefined }: IdentityOptions,
): Promise<IdentityParts> => {
  const random = randomBytes;
  // A database of its own nobody else writes to; one that is shared is asked each time.
  const place = { values: state.values, isAlone: databaseUrl === undefined };
  const kept = { place, clock, random, digestOf: createDigest(await serviceKey(data, 'identity.json')) };
  return {
    people: createPeople(place, clock),
    tokens: createTokens(kept),
    sessions: createSessions(kept, identity.sessions),
    logins: createPendingLogins(kept),
    attempts: createAttempts(clock),
    passwords: createPasswords(random),
    isLocal: identity.isLocal,
    issuers: identity.oidc.map((settings) => ({ settings, client: createOidcClient(settings, clock) })),
    ...(listen.publicUrl === undefined ? {} : { publicUrl: listen.publicUrl }),
    isAdministratorToken,
    rightsOf,
    mayManage,
    onEvent,
    clock,
    random,
  };
};

/** Opens what a service knows of people. Throws MR8716. */
export const createIdentity = async (
  service: ServiceParts,
  config: ServiceConfig,
  isAdministratorToken: IsToken,
  options: IdentityOptions = {},
): Promise<Identity> => {
  const parts = await partsOf(service, config, isAdministratorToken, options);
  const sessions = createSessionCases(parts);
  const sweep = async (): Promise<void> => {
    await parts.tokens.sweep();
    await parts.sessions.sweep();
    await parts.logins.sweep();
  };
  // What fails here is told by the next request that needs the database.
  const timer = setInterval(() => void sweep().catch(() => undefined), SWEEP).unref();
  return {
    authenticate: createAuthenticate(parts),
    lookAgain: createLookAgain(parts),
    ways: { local: parts.isLocal, issuers: parts.issuers.map(({ settings }) => settings.name) },
    login: createLogin(parts),
    oidc: createOidcLogin(parts),
    logout: async (actor) => {
      const { method, id } = actor.authentication;
      if (method === 'session') await sessions.end(actor, id);
    },
    sessions,
    tokens: createTokenCases(parts),
    people: createPeopleCases(parts),
    isSecure: parts.publicUrl !== undefined,
    sweep,
    close: () => clearInterval(timer),
  };
};
