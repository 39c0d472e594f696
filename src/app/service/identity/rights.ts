import { failure } from '../../../base/errors/index.js';
import type { AccessScope, Actor } from '../../../kit/index.js';
import type { IdentityParts } from './parts.js';

/** Whether a token may be used for what is about people and tokens: one for some actions or pipelines may not, unless it says so. */
const isWideEnough = ({ scope }: Actor): boolean =>
  scope === undefined ||
  (scope.pipelines === undefined && (scope.actions?.includes('access.manage') ?? true));

type Rights = Pick<IdentityParts, 'mayManage'>;

const manages = async ({ mayManage }: Rights, actor: Actor): Promise<boolean> =>
  isWideEnough(actor) && (await mayManage(actor));

/** What is for administrators. Throws MR8722. */
export const needManager = async (rights: Rights, actor: Actor): Promise<void> => {
  if (!(await manages(rights, actor))) throw failure('MR8722', `"${actor.id}" does not manage people here`);
};

/** What is for whom it belongs to, and for administrators. Throws MR8722. */
export const needOwner = async (rights: Rights, actor: Actor, owner: string): Promise<void> => {
  if ((actor.id === owner && isWideEnough(actor)) || (await manages(rights, actor))) return;
  throw failure('MR8722', 'it belongs to somebody else, or the token is for other things');
};

const isPart = <T>(asked: readonly T[] | undefined, own: readonly T[] | undefined): boolean =>
  own === undefined || (asked?.every((each) => own.includes(each)) ?? false);

/** Whether a scope lets through no more than another. */
export const isWithin = (asked: AccessScope | undefined, own: AccessScope | undefined): boolean =>
  isPart(asked?.actions, own?.actions) && isPart(asked?.pipelines, own?.pipelines);
