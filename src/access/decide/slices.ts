import { hashOf } from '../../base/hash.js';
import type { AccessAction, Actor } from '../../kit/access.js';
import { principalOf } from '../cedar/request.js';
import { type Needs, type Policy, speaksOf } from '../rules/policy.js';
import { bounded } from './bounded.js';

/** The policies that can matter for a question. */
export interface Slice {
  /** The same for the same policies. */
  readonly key: string;
  readonly policies: readonly Policy[];
  readonly needs: Needs;
}

const MOST = 4096;

/** Whom somebody is, as policies name them before their conditions. */
const standsFor = ({ principal }: Policy, actor: Actor): boolean => {
  if (principal === undefined) return true;
  if (principal.type === 'User') return principal.id === principalOf(actor);
  return (principal.type === 'Role' ? actor.roles : actor.groups).includes(principal.id);
};

const sliceOf = (policies: readonly Policy[]): Slice => ({
  key: hashOf(policies.map(({ id, text }) => [id, text])),
  policies,
  needs: {
    attributes: [...new Set(policies.flatMap(({ needs }) => needs.attributes))],
    tags: policies.some(({ needs }) => needs.tags),
  },
});

/**
 * The policies of a set that speak of an action and of somebody: of 500, a few. Cedar asks each policy that it is given, at a
 * microsecond each, and one whose first line does not fit neither holds nor fails, so that leaving it out changes nothing.
 */
export const slicesOf = (all: readonly Policy[]): ((actor: Actor, action: AccessAction) => Slice) => {
  const byNumbers = bounded<Slice>(MOST);
  const byAction = bounded<readonly (readonly [number, Policy])[]>(MOST);
  return (actor, action) => {
    const speaking = byAction(action, () =>
      [...all.entries()].filter(([, policy]) => speaksOf(policy, action)),
    );
    const fitting = speaking.filter(([, policy]) => standsFor(policy, actor));
    return byNumbers(fitting.map(([number]) => number).join(' '), () =>
      sliceOf(fitting.map(([, policy]) => policy)),
    );
  };
};
