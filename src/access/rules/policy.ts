import type { PolicyJson } from '@cedar-policy/cedar-wasm/nodejs';
import type { Place } from '../../base/errors/index.js';
import type { AccessAction, Shown } from '../../kit/access.js';

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

/** What the conditions of a policy look at: what they do not name can change nothing. */
export interface Needs {
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
  readonly json: PolicyJson;
}

/** Whether a policy speaks of an action. */
export const speaksOf = ({ actions }: Pick<Policy, 'actions'>, action: AccessAction): boolean =>
  actions === undefined || actions.includes(action);
