export { createIdentity, type Identity, type IdentityOptions } from './create.js';
export type { IdentityEvent, OnIdentityEvent } from './event.js';
export type { RequestFacts } from './facts.js';
export type { MayManage, RightsOf } from './parts.js';
