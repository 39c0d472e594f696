import { isError, MillraceError, type Problem } from '../base/errors/index.js';
import { hashOf } from '../base/hash.js';
import type { Access, AccessDecision } from '../kit/access.js';
import { type Cedar, loadCedar } from './cedar/cedar.js';
import { cedarRequest } from './cedar/request.js';
import { cedarSchema, resourceTypeOf } from './cedar/schema.js';
import { askCedar, refused, type Tell } from './decide/ask-cedar.js';
import { bounded } from './decide/bounded.js';
import { rowsOf } from './decide/rows.js';
import { isWithin, SCOPE } from './decide/scope.js';
import { shownOf, unseen } from './decide/shown.js';
import { slicesOf } from './decide/slices.js';
import type { Policy, PolicyFile } from './rules/policy.js';
import { readPolicies } from './rules/read-policies.js';

/** What access is made of. */
export interface AccessOptions {
  readonly files: readonly PolicyFile[];
  /** What else the rules of a project say: a change of it is a change of the rules. */
  readonly besides?: unknown;
  /** Told of policies that fail while they are evaluated; as permits they permit nothing, and what they forbid is refused. */
  readonly tell?: Tell;
  /** How many decisions are remembered. */
  readonly remembers?: number;
}

/** Access by policies, with the policies that it rests on. */
export interface PolicyAccess extends Access {
  readonly policies: readonly Policy[];
  /** What is odd about them, and holds nothing up. */
  readonly warnings: readonly Problem[];
}

const REMEMBERS = 20_000;

const outOfScope: AccessDecision = Object.freeze({ isAllowed: false, policies: Object.freeze([SCOPE]) });

/** What the policies say, whatever the scope of a token is: the same question has the same answer, so that it is kept. */
const decider = (cedar: Cedar, policies: readonly Policy[], tell: Tell, most: number): Access['decide'] => {
  const sliceFor = slicesOf(policies);
  const remembered = bounded<AccessDecision>(most);
  return (actor, action, resource) => {
    if (resource.type !== resourceTypeOf(action)) return refused;
    const request = cedarRequest(actor, action, resource);
    return remembered(JSON.stringify(request), () =>
      askCedar(cedar, { actor, action, resource, request, slice: sliceFor(actor, action) }, tell),
    );
  };
};

/** A scope narrows what the policies say, and widens nothing. */
const scoped =
  (decide: Access['decide']): Access['decide'] =>
  (actor, action, resource) =>
    actor.scope === undefined || isWithin(actor.scope, action, resource)
      ? decide(actor, action, resource)
      : outOfScope;

const granting =
  (decide: Access['decide'], policyOf: (id: string) => Policy | undefined): Access['grant'] =>
  (actor, action, dataset, columns) => {
    const rows = rowsOf(decide(actor, action, dataset), policyOf, actor);
    const decideColumn: Parameters<typeof shownOf>[0] = (asked, column) => decide(actor, asked, column);
    return {
      rows,
      columns: columns.map((column) =>
        rows.isAllowed ? shownOf(decideColumn, policyOf, dataset, column) : unseen(column, rows),
      ),
    };
  };

const ignored: Tell = () => undefined;

/**
 * Access by Cedar: policies are read and held against the schema once, and each question is one evaluation.
 *
 * @throws MR8602 to MR8606 for policies that cannot be, all at once, with their places
 */
export const createAccess = async (options: AccessOptions): Promise<PolicyAccess> => {
  const { files, besides = null, tell = ignored, remembers = REMEMBERS } = options;
  const cedar = await loadCedar();
  const { policies, problems } = readPolicies(cedar, files);
  if (problems.some(isError)) throw new MillraceError(problems);
  const byId = new Map(policies.map((policy) => [policy.id, policy]));
  const decide = scoped(decider(cedar, policies, tell, remembers));
  return {
    revision: hashOf([cedarSchema, files.map(({ file, text }) => [file, text]), besides]),
    decide,
    grant: granting(decide, (id) => byId.get(id)),
    policies,
    warnings: problems,
  };
};
