import type { Place } from '../../base/errors/index.js';
import type { AccessAction, Shown } from '../../kit/access.js';

/** What stands in decisions for the scope of a token, in place of a policy. */
export const SCOPE = 'scope';

/** A text of policies, with the name of its file. */
export interface PolicyFile {
  readonly file: string;
  readonly text: string;
}

/** A condition over rows, and the attributes of who asks that it needs. */
export interface RowFilter {
  readonly sql: string;
  readonly attributes: readonly string[];
}

/** Whom a policy names before its conditions; absent where it names nobody. */
export interface NamedPrincipal {
  readonly type: 'Role' | 'Group' | 'User';
  readonly id: string;
}

/** An entity that a policy names. */
export interface EntityName {
  readonly type: string;
  readonly id: string;
}

/** What a policy looks at: what it does not name can change nothing. */
export interface Needs {
  /** Entities, as `Millrace::Role::"viewer"`. */
  readonly entities: readonly EntityName[];
  /** Attributes, of whatever they are. */
  readonly attributes: readonly string[];
  /** The attributes of who asks, which are tags to Cedar. */
  readonly tags: boolean;
}

/** A policy that was read. */
export interface Policy {
  readonly id: string;
  readonly effect: 'permit' | 'forbid';
  /** As it stands in its file. */
  readonly text: string;
  readonly place: Place;
  /** Absent where it speaks of all. */
  readonly actions?: readonly AccessAction[];
  readonly principal?: NamedPrincipal;
  readonly needs: Needs;
  /** Roles that it names anywhere. */
  readonly roles: readonly string[];
  readonly mask?: Exclude<Shown, 'clear'>;
  readonly rows?: RowFilter;
  /** Whether it speaks of any resource, without a condition. */
  readonly isUnconditional: boolean;
}

/** Whether a policy speaks of an action. */
export const speaksOf = ({ actions }: Pick<Policy, 'actions'>, action: AccessAction): boolean =>
  actions === undefined || actions.includes(action);
