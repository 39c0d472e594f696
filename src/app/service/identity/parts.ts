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
import type { Actor } from '../../../kit/index.js';
import type { IsToken } from '../token.js';
import type { OnIdentityEvent } from './event.js';

/** What rules give somebody, by id and groups, as they are now. */
export type RightsOf = (
  person: string,
  groups: readonly string[],
) => Promise<Pick<Actor, 'roles' | 'groups' | 'attributes'>>;

/** Whether somebody manages people and tokens, by the rules as they are now. */
export type MayManage = (actor: Actor) => Promise<boolean>;

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
  readonly rightsOf: RightsOf;
  readonly mayManage: MayManage;
  readonly onEvent: OnIdentityEvent;
  readonly clock: Clock;
  readonly random: RandomBytes;
}
