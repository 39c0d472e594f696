import type {
  AccessAction,
  AccessResource,
  Actor,
  ClassifiedColumn,
  DatasetResource,
  Shown,
} from '../../kit/access.js';
import type { CustomRule } from './custom-rules.js';
import { pipelineOf } from './pipeline-of.js';

/**
 * What the shipped roles may do, written down from their description and not from the policies; nothing here calls Cedar.
 * A second opinion: whatever both say is what was meant.
 */
const viewing: readonly AccessAction[] = ['pipeline.read', 'run.read', 'dataset.describe', 'dataset.read'];
const operating: readonly AccessAction[] = [
  'run.start',
  'run.cancel',
  'channel.read',
  'upload.write',
  'upload.read',
  'upload.manage',
  'quarantine.read',
];
const authoring: readonly AccessAction[] = ['document.read', 'document.write', 'quarantine.read'];
const administering: readonly AccessAction[] = [
  'access.explain',
  'access.manage',
  'audit.read',
  'service.manage',
];

const rights: Readonly<Record<string, readonly AccessAction[]>> = {
  viewer: viewing,
  operator: [...viewing, ...operating],
  author: [...viewing, ...authoring],
  steward: [...viewing, 'quarantine.read', 'run.replay', 'column.read', 'column.classify'],
  admin: [...viewing, ...operating, ...authoring, ...administering],
};

const masked = (role: string, action: AccessAction, of: string): boolean =>
  role !== 'steward' &&
  ((action === 'column.read' && of === 'none') || (action === 'column.masked' && of === 'personal'));

const roleAllows = (role: string, action: AccessAction, resource: AccessResource): boolean => {
  if (!Object.hasOwn(rights, role)) return false;
  return (
    rights[role]?.includes(action) || (resource.type === 'Column' && masked(role, action, resource.class))
  );
};

const typeOf = (action: AccessAction): AccessResource['type'] => {
  const [on = ''] = action.split('.');
  if (on === 'quarantine' || on === 'dataset') return 'Dataset';
  if (on === 'channel' || on === 'upload') return 'Channel';
  if (on === 'column') return 'Column';
  return ['pipeline', 'document', 'run'].includes(on) ? 'Pipeline' : 'Service';
};

const inScope = ({ scope }: Actor, action: AccessAction, resource: AccessResource): boolean => {
  const { actions, pipelines } = scope ?? {};
  if (pipelines && !pipelines.includes(pipelineOf(resource)?.name ?? '')) return false;
  if (!actions || actions.includes(action)) return true;
  if (action !== 'column.read' && action !== 'column.masked') return false;
  if (actions.includes('column.read') || actions.includes('column.masked')) return false;
  return actions.includes('dataset.read') || actions.includes('quarantine.read');
};

/** Rules that hold: the shipped ones or not, and others. */
export interface World {
  readonly shipped: boolean;
  readonly rules: readonly CustomRule[];
}

interface Judged {
  readonly isAllowed: boolean;
  /** Rules other than the shipped ones. */
  readonly rules: readonly CustomRule[];
  readonly byRole: boolean;
  readonly byScope: boolean;
}

/** The decision, and what it rests on. */
export const judged = (
  world: World,
  actor: Actor,
  action: AccessAction,
  resource: AccessResource,
): Judged => {
  const none = { isAllowed: false, rules: [], byRole: false, byScope: false };
  if (!inScope(actor, action, resource)) return { ...none, byScope: true };
  if (typeOf(action) !== resource.type) return none;
  const holding = world.rules.filter((rule) => rule.holds(actor, action, resource));
  const forbids = holding.filter(({ effect }) => effect === 'forbid');
  if (forbids.length > 0) return { ...none, rules: forbids };
  const byRole = world.shipped && actor.roles.some((role) => roleAllows(role, action, resource));
  return { isAllowed: byRole || holding.length > 0, rules: holding, byRole, byScope: false };
};

const order: readonly Shown[] = ['absent', 'null', 'hash', 'mask'];

/** How a column is shown to who may see the rows. */
export const shownBy = (
  world: World,
  actor: Actor,
  dataset: DatasetResource,
  { name, class: of }: ClassifiedColumn,
): Shown => {
  const column = { type: 'Column', dataset, name, class: of } as const;
  if (judged(world, actor, 'column.read', column).isAllowed) return 'clear';
  const { isAllowed, rules, byRole } = judged(world, actor, 'column.masked', column);
  if (!isAllowed) return 'absent';
  const ways = [...(byRole ? ['mask'] : []), ...rules.flatMap(({ mask }) => (mask ? [mask] : []))];
  return order.find((way) => ways.includes(way)) ?? 'absent';
};

/** The filters of which one has to hold; undefined for all rows. */
export const filtersBy = (
  world: World,
  actor: Actor,
  action: AccessAction,
  dataset: DatasetResource,
): readonly string[] | undefined => {
  const { rules, byRole } = judged(world, actor, action, dataset);
  if (byRole || rules.some(({ rows }) => rows === undefined)) return undefined;
  return rules.flatMap(({ rows, needs }) =>
    rows !== undefined && (needs === undefined || Object.hasOwn(actor.attributes, needs)) ? [rows] : [],
  );
};
