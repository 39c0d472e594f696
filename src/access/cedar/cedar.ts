import { once } from '../../base/once.js';
import { policySlots, type Slots } from './slots.js';

type Library = typeof import('@cedar-policy/cedar-wasm/nodejs');

/** Cedar, and the places in which it keeps policies that are parsed. */
export interface Cedar
  extends Pick<Library, 'checkParsePolicySet' | 'policySetTextToParts' | 'policyToJson'> {
  readonly validate: Library['validate'];
  readonly statefulIsAuthorized: Library['statefulIsAuthorized'];
  readonly slots: Slots;
}

/**
 * Loads Cedar, once a process: 10 MB of WebAssembly, which commands that decide nothing do without. What it keeps parsed is
 * one list a process as well, and so are the places in it.
 */
export const loadCedar: () => Promise<Cedar> = once(async () => {
  const library = await import('@cedar-policy/cedar-wasm/nodejs');
  const { checkParsePolicySet, policySetTextToParts, policyToJson, validate, statefulIsAuthorized } = library;
  return {
    checkParsePolicySet,
    policySetTextToParts,
    policyToJson,
    validate,
    statefulIsAuthorized,
    slots: policySlots(library.preparsePolicySet),
  };
});
