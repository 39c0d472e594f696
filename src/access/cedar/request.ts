import type { CedarValueJson, Context, EntityJson, TypeAndId } from '@cedar-policy/cedar-wasm/nodejs';
import type { AccessAction, AccessResource, Actor, PipelineResource } from '../../kit/access.js';
import { cedarAddress } from './address.js';

const uid = (type: string, id: string): TypeAndId => ({ type: `Millrace::${type}`, id });

const reference = (type: string, id: string): CedarValueJson => ({ __entity: uid(type, id) });

/** Whose rights are asked for: a token has those of its owner, and rules that name the owner hold for it. */
export const principalOf = ({ id, onBehalfOf }: Pick<Actor, 'id' | 'onBehalfOf'>): string => onBehalfOf ?? id;

const each = (names: readonly string[]): readonly string[] => [...new Set(names)];

const userEntity = (actor: Actor): EntityJson => ({
  uid: uid('User', principalOf(actor)),
  attrs: { id: principalOf(actor) },
  tags: { ...actor.attributes },
  parents: [
    ...each(actor.roles).map((role) => uid('Role', role)),
    ...each(actor.groups).map((group) => uid('Group', group)),
  ],
});

type Attributes = Record<string, CedarValueJson>;

const pipelineAttributes = ({ name, owner, tags }: PipelineResource): Attributes => ({
  pipeline: name,
  ...(owner === undefined ? {} : { owner }),
  tags: [...each(tags)],
});

/** The id of a resource, as policies name it: `orders`, `orders/out`, `orders/out/email`. */
export const resourceIdOf = (resource: AccessResource): string => {
  switch (resource.type) {
    case 'Service':
      return 'service';
    case 'Pipeline':
    case 'Channel':
      return resource.name;
    case 'Dataset':
      return `${resource.pipeline.name}/${resource.node}`;
    case 'Column':
      return `${resourceIdOf(resource.dataset)}/${resource.name}`;
  }
};

const attributesOf = (resource: AccessResource): Attributes => {
  switch (resource.type) {
    case 'Service':
      return {};
    case 'Pipeline':
      return pipelineAttributes(resource);
    case 'Channel':
      return { channel: resource.name };
    case 'Dataset':
      return { ...pipelineAttributes(resource.pipeline), node: resource.node };
    case 'Column':
      return {
        ...attributesOf(resource.dataset),
        column: resource.name,
        class: reference('Class', resource.class),
      };
  }
};

const parentsOf = (resource: AccessResource): TypeAndId[] => {
  if (resource.type === 'Dataset') return [uid('Pipeline', resource.pipeline.name)];
  if (resource.type !== 'Column') return [];
  return [uid('Dataset', resourceIdOf(resource.dataset)), ...parentsOf(resource.dataset)];
};

const contextOf = ({ authentication, from }: Actor): Context => {
  const address = from && cedarAddress(from.address);
  return {
    authenticated: reference('Method', authentication.method),
    ...(authentication.issuer === undefined ? {} : { issuer: authentication.issuer }),
    ...(address === undefined ? {} : { address: { __extn: { fn: 'ip', arg: address } } }),
  };
};

/** A question as Cedar is asked it. */
export interface CedarRequest {
  readonly principal: TypeAndId;
  readonly action: TypeAndId;
  readonly resource: TypeAndId;
  readonly context: Context;
  readonly entities: EntityJson[];
}

/** All that goes into a decision; what is not in it can change none. */
export const cedarRequest = (actor: Actor, action: AccessAction, resource: AccessResource): CedarRequest => {
  const entity = {
    uid: uid(resource.type, resourceIdOf(resource)),
    attrs: attributesOf(resource),
    parents: parentsOf(resource),
  };
  return {
    principal: uid('User', principalOf(actor)),
    action: uid('Action', action),
    resource: entity.uid,
    context: contextOf(actor),
    entities: [userEntity(actor), entity],
  };
};
