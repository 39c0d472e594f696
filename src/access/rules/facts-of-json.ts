import type { PolicyJson, TypeAndId } from '@cedar-policy/cedar-wasm/nodejs';
import { type AccessAction, accessActions } from '../../kit/access.js';
import type { NamedPrincipal, Needs } from './policy.js';

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

/** Each part of a policy's form, at any depth. */
const partsOf = (value: unknown): readonly Readonly<Record<string, unknown>>[] =>
  isRecord(value) ? [value, ...Object.values(value).flatMap(partsOf)] : [];

/** An entity is written in two ways. */
const named = (entity: unknown): TypeAndId | undefined => {
  if (!isRecord(entity)) return undefined;
  const inner = isRecord(entity['__entity']) ? entity['__entity'] : entity;
  const { type, id } = inner;
  return typeof type === 'string' && typeof id === 'string' ? { type, id } : undefined;
};

const isAction = (id: string): id is AccessAction => accessActions.some((action) => action === id);

/** The actions that a policy speaks of; undefined for all. */
export const actionsOf = ({ action }: PolicyJson): readonly AccessAction[] | undefined => {
  if (action.op === 'All') return undefined;
  const entities = 'entities' in action ? action.entities : 'entity' in action ? [action.entity] : [];
  return entities.flatMap((entity) => {
    const id = named(entity)?.id ?? '';
    return isAction(id) ? [id] : [];
  });
};

const kinds: Readonly<Record<string, NamedPrincipal['type']>> = {
  'Millrace::Role': 'Role',
  'Millrace::Group': 'Group',
  'Millrace::User': 'User',
};

/** Whom a policy names before its conditions: who is neither that nor in it is not meant. */
export const principalIn = ({ principal }: PolicyJson): NamedPrincipal | undefined => {
  const inner = principal.op === 'is' ? principal.in : principal;
  const { type = '', id = '' } = (inner && 'entity' in inner && named(inner.entity)) || {};
  const kind = Object.hasOwn(kinds, type) ? kinds[type] : undefined;
  return kind === undefined ? undefined : { type: kind, id };
};

/** The attributes of a context that is not taken apart, but compared as a whole. */
const CONTEXT = ['authenticated', 'issuer', 'address'];

const isWhole = (part: Readonly<Record<string, unknown>>): boolean => part['Var'] === 'context';

const isContext = (value: unknown): boolean => isRecord(value) && isWhole(value);

/** How often conditions name the context, and how often they do so for one of its attributes. */
const usesWholeContext = (parts: readonly Readonly<Record<string, unknown>>[]): boolean =>
  parts.filter(isWhole).length >
  parts.filter((part) => part['attr'] !== undefined && isContext(part['left'])).length;

const attributesIn = (parts: readonly Readonly<Record<string, unknown>>[]): readonly string[] =>
  parts.flatMap(({ attr }) => [attr].flat().filter((name) => typeof name === 'string'));

/** What conditions look at, of whatever it is: an entity that is named has attributes as well. */
export const needsOf = ({ conditions }: PolicyJson): Needs => {
  const parts = partsOf(conditions);
  const whole = usesWholeContext(parts) ? CONTEXT : [];
  return {
    attributes: [...new Set([...attributesIn(parts), ...whole])],
    tags: parts.some((part) => part['hasTag'] !== undefined || part['getTag'] !== undefined),
  };
};

/** The roles that a policy names, before its conditions and in them. */
export const rolesIn = (json: PolicyJson): readonly string[] => [
  ...new Set(
    partsOf(json).flatMap((part) => {
      const entity = named(part);
      return entity?.type === 'Millrace::Role' ? [entity.id] : [];
    }),
  ),
];
