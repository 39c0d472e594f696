import { type ExplainedDecision, explainDecision, resourceIdOf } from '../../access/index.js';
import type { Problem } from '../../base/errors/index.js';
import {
  type AccessAction,
  type AccessResource,
  type Actor,
  ADMINISTRATOR,
  type Authentication,
  type ColumnGrant,
  type DatasetResource,
  type RowGrant,
} from '../../kit/access.js';
import type { Wiring } from '../wiring.js';
import { ADMINISTRATOR_ROLES } from './administrator.js';
import { knownOf, type Said } from './known-of.js';
import { type AccessRules, loadRules, type PersonRights } from './rules.js';
import { isOfRows, readAction, readWhat, refuseMismatch } from './what.js';

/** A question, as somebody wrote it. */
export interface AccessQuestion extends Said {
  readonly who: string;
  readonly action: string;
  readonly what: readonly string[];
  /** Beside what the rules give. */
  readonly roles?: readonly string[];
  readonly groups?: readonly string[];
  readonly attributes?: Readonly<Record<string, string>>;
  readonly method?: Authentication['method'];
  readonly address?: string;
}

/** Who may do what, and why. */
export interface AccessExplanation extends ExplainedDecision {
  readonly who: PersonRights & { readonly id: string; readonly isNamed: boolean };
  readonly action: AccessAction;
  readonly resource: AccessResource;
  /** `orders/out/email`. */
  readonly what: string;
  /** Which rows, where rows are asked for or a column of them. */
  readonly rows?: RowGrant;
  /** How the column would be shown. */
  readonly column?: ColumnGrant;
  /** The project file whose rules these are; absent where only the shipped policies hold. */
  readonly file?: string;
  readonly notes: readonly string[];
  /** Policies that failed while this was asked. */
  readonly warnings: readonly Problem[];
}

/** Each policy once: it is asked for several roles. */
const eachOnce = (failures: readonly Problem[]): readonly Problem[] => [
  ...new Map(failures.map((failed) => [failed.message, failed])).values(),
];

const actorOf = (rules: AccessRules, question: AccessQuestion): Actor => {
  const { who, roles = [], groups = [], attributes = {}, address } = question;
  const known = rules.rolesOf(who, groups);
  const isAdministrator = who === ADMINISTRATOR && !rules.people.includes(who);
  const given = [...known.roles, ...(isAdministrator ? ADMINISTRATOR_ROLES : []), ...roles];
  return {
    id: who,
    name: who,
    roles: [...new Set(given)],
    groups: known.groups,
    attributes: { ...known.attributes, ...attributes },
    authentication: {
      method: question.method ?? (isAdministrator ? ADMINISTRATOR : 'session'),
      id: 'explain',
    },
    ...(address === undefined ? {} : { from: { address } }),
  };
};

const datasetOf = (resource: AccessResource): DatasetResource | undefined => {
  if (resource.type === 'Column') return resource.dataset;
  return resource.type === 'Dataset' ? resource : undefined;
};

/** What of rows and a column would be shown, where the question is about either. */
const seen = (
  { access }: AccessRules,
  actor: Actor,
  action: AccessAction,
  resource: AccessResource,
): Pick<AccessExplanation, 'rows' | 'column'> => {
  const dataset = datasetOf(resource);
  const isOfColumn = resource.type === 'Column';
  if (!dataset || (!isOfRows(action) && !isOfColumn)) return {};
  const columns = isOfColumn ? [resource] : [];
  const grant = access.grant(actor, isOfRows(action) ? action : 'dataset.read', dataset, columns);
  const [column] = grant.columns;
  return { rows: grant.rows, ...(column ? { column } : {}) };
};

/** Attributes that filters of rows ask for and the one who asks has none of: by those filters no row is theirs. */
const missingNotes = (
  { access }: AccessRules,
  { id, attributes }: Actor,
  rows: RowGrant | undefined,
): readonly string[] =>
  access.policies
    .filter((policy) => rows?.isAllowed === true && rows.policies.includes(policy.id))
    .flatMap((policy) =>
      (policy.rows?.attributes ?? [])
        .filter((name) => !Object.hasOwn(attributes, name))
        .map((name) => `"${id}" has no attribute "${name}": by the filter of ${policy.id} no row is theirs`),
    );

/**
 * Answers who may do what, by the rules of the current folder's project.
 *
 * @throws MR8610 and MR8611 for what cannot be answered, and all that is wrong with the rules
 */
export const explainAccess = async (wiring: Wiring, question: AccessQuestion): Promise<AccessExplanation> => {
  const { who, what } = question;
  const action = readAction(question.action);
  const asked = readWhat(what);
  refuseMismatch(action, asked);
  const failures: Problem[] = [];
  const rules = await loadRules({
    folder: wiring.cwd,
    cwd: wiring.cwd,
    tell: (failed) => failures.push(failed),
  });
  const { resource, notes } = await knownOf(wiring, asked, question);
  const actor = actorOf(rules, question);
  const { roles, groups, attributes } = actor;
  const decided = isOfRows(action) ? (datasetOf(resource) ?? resource) : resource;
  const explained = explainDecision(rules.access, actor, action, decided);
  const shown = seen(rules, actor, action, resource);
  return {
    who: { id: who, isNamed: rules.people.includes(who), roles, groups, attributes },
    action,
    resource,
    what: resource.type === 'Channel' ? `channel ${resource.name}` : resourceIdOf(resource),
    ...explained,
    ...shown,
    ...(rules.isDeclared && rules.file !== undefined ? { file: rules.file } : {}),
    notes: [...notes, ...missingNotes(rules, actor, shown.rows)],
    warnings: eachOnce(failures),
  };
};
