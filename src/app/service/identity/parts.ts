import type { Clock } from '../../../base/clock.js';
import type {
  Attempts,
  OidcClient,
  OidcSettings,
  Passwords,
  PendingLogins,
  People,
  RandomBytes,
  Sessions,
  Tokens,
} from '../../../identity/index.js';
import type { IsToken } from '../token.js';
import type { OnIdentityEvent } from './event.js';

/** Roles that rules give somebody, by id and groups. */
export type RolesOf = (person: string, groups: readonly string[]) => readonly string[];

/** An issuer, and the way to it. */
export interface Issuer {
  readonly settings: OidcSettings;
  readonly client: OidcClient;
}

/** What the use cases of identity have in common. */
export interface IdentityParts {
  readonly people: People;
  readonly tokens: Tokens;
  readonly sessions: Sessions;
  readonly logins: PendingLogins;
  readonly attempts: Attempts;
  readonly passwords: Passwords;
  /** Absent where people have no passwords here. */
  readonly isLocal: boolean;
  readonly issuers: readonly Issuer[];
  /** An origin of https. */
  readonly publicUrl?: string;
  readonly isAdministratorToken: IsToken;
  readonly rolesOf: RolesOf;
  readonly onEvent: OnIdentityEvent;
  readonly clock: Clock;
  readonly random: RandomBytes;
}
