import { isError, MillraceError, type Problem } from '../base/errors/index.js';
import { hashOf } from '../base/hash.js';
import type { Access, AccessDecision, DatasetGrant } from '../kit/access.js';
import { type Cedar, loadCedar } from './cedar/cedar.js';
import { cedarRequest } from './cedar/request.js';
import { cedarSchema, resourceTypeOf } from './cedar/schema.js';
import { askCedar, refused, type Tell, undecided } from './decide/ask-cedar.js';
import { bounded } from './decide/bounded.js';
import { pruned } from './decide/pruned.js';
import { rowsOf } from './decide/rows.js';
import { isWithin } from './decide/scope.js';
import { shownOf, unseen } from './decide/shown.js';
import { slicesOf } from './decide/slices.js';
import { type Policy, type PolicyFile, SCOPE } from './rules/policy.js';
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
const GRANTS = 1_000;

const outOfScope: AccessDecision = Object.freeze({ isAllowed: false, policies: Object.freeze([SCOPE]) });

/**
 * What the policies say, whatever the scope of a token is. Each question is remembered with all that goes into it; behind that,
 * each question as the policies see it, since a hundred columns of a class are one to them.
 */
const decider = (cedar: Cedar, policies: readonly Policy[], tell: Tell, most: number): Access['decide'] => {
  const sliceFor = slicesOf(policies);
  const isKept = (decision: AccessDecision): boolean => decision !== undecided;
  const [asked, seen] = [bounded(most, isKept), bounded(most, isKept)];
  return (actor, action, resource) => {
    if (resource.type !== resourceTypeOf(action)) return refused;
    const whole = cedarRequest(actor, action, resource);
    return asked(JSON.stringify(whole), () => {
      const slice = sliceFor(actor, action);
      const request = pruned(whole, slice.needs);
      const question = { actor, action, resource, request, slice };
      return seen(`${slice.key} ${JSON.stringify(request)}`, () => askCedar(cedar, question, tell));
    });
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

/** A grant with all that goes into it, but for the name of a browser, which no policy can ask for. */
const grantKey = (...[actor, action, dataset, columns]: Parameters<Access['grant']>): string => {
  const { from, ...who } = actor;
  return JSON.stringify([who, from?.address ?? null, action, dataset, columns]);
};

/** Grants of wide datasets are many decisions, and asked for page by page; one that a failing policy had a part in is made anew. */
const remembered = (
  decide: Access['decide'],
  policyOf: (id: string) => Policy | undefined,
  most: number,
): Access['grant'] => {
  let isSure = true;
  const grant = granting((...question) => {
    const decision = decide(...question);
    if (decision === undecided) isSure = false;
    return decision;
  }, policyOf);
  const kept = bounded<DatasetGrant>(most, () => isSure);
  return (...question) =>
    kept(grantKey(...question), () => {
      isSure = true;
      return grant(...question);
    });
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
    grant: remembered(decide, (id) => byId.get(id), Math.min(remembers, GRANTS)),
    policies,
    warnings: problems,
  };
};
