import { type Problem, problem } from '../../base/errors/index.js';
import type { AccessAction, AccessDecision, AccessResource, Actor } from '../../kit/access.js';
import type { Cedar } from '../cedar/cedar.js';
import { type CedarRequest, resourceIdOf } from '../cedar/request.js';
import type { Policy } from '../rules/policy.js';
import { pruned } from './pruned.js';
import type { Slice } from './slices.js';

/** A question, and what may matter for its answer. */
export interface Question {
  readonly actor: Actor;
  readonly action: AccessAction;
  readonly resource: AccessResource;
  readonly request: CedarRequest;
  readonly slice: Slice;
}

/** Told of each policy that fails. */
export type Tell = (problem: Problem) => void;

export const refused: AccessDecision = Object.freeze({ isAllowed: false, policies: Object.freeze([]) });

/** In the order of their files, and not as Cedar has them. */
const inOrder = (policies: readonly Policy[], ids: readonly string[]): readonly string[] =>
  policies.map(({ id }) => id).filter((id) => ids.includes(id));

const failed = ({ action, resource }: Question, policy: Policy | undefined, message: string): Problem =>
  problem('MR8609', `${policy ? `policy "${policy.id}"` : 'the question'} failed: ${message}`, {
    ...(policy ? { place: policy.place } : {}),
    notes: [`asked for ${action} on ${resource.type} ${resourceIdOf(resource)}`],
  });

type Answer = ReturnType<Cedar['statefulIsAuthorized']>;

const answerOf = (cedar: Cedar, { request, slice }: Question): Answer => {
  const { key, policies, needs } = slice;
  const name = cedar.slots.nameOf(key, () => Object.fromEntries(policies.map(({ id, text }) => [id, text])));
  return cedar.statefulIsAuthorized({ ...pruned(request, needs), preparsedPolicySetId: name });
};

/** What is thrown is a fault of Cedar, and no answer. */
const safely = (cedar: Cedar, question: Question): Answer => {
  try {
    return answerOf(cedar, question);
  } catch (thrown) {
    const error = { message: String(thrown), help: null, code: null, url: null, severity: null };
    return { type: 'failure', errors: [error], warnings: [] };
  }
};

/**
 * What the policies say. One that fails is told of; as a permit it permits nothing, and what it would forbid is refused: Cedar
 * alone would leave it out, so that a fault in it would allow something.
 */
export const askCedar = (cedar: Cedar, question: Question, tell: Tell): AccessDecision => {
  const { policies } = question.slice;
  if (policies.length === 0) return refused;
  const answer = safely(cedar, question);
  if (answer.type === 'failure') {
    for (const { message } of answer.errors) tell(failed(question, undefined, message));
    return refused;
  }
  const { decision, diagnostics } = answer.response;
  const broken = diagnostics.errors.map(({ policyId, error }) => {
    const policy = policies.find(({ id }) => id === policyId);
    tell(failed(question, policy, error.message));
    return policy;
  });
  const forbidding = broken.filter((policy) => policy?.effect !== 'permit').map((policy) => policy?.id ?? '');
  const isAllowed = decision === 'allow' && forbidding.length === 0;
  const decided = isAllowed || decision === 'deny' ? [...diagnostics.reason, ...forbidding] : forbidding;
  return Object.freeze({ isAllowed, policies: Object.freeze(inOrder(policies, decided)) });
};
