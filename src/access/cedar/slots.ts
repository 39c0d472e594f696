import type { CheckParseAnswer, PolicySet } from '@cedar-policy/cedar-wasm/nodejs';

/** Sets of policies that Cedar keeps parsed, by name; it can take none away, so that there are so many names and no more. */
export interface Slots {
  /** The name under which a set stands parsed. Equal keys must mean equal sets. */
  readonly nameOf: (key: string, policies: () => Readonly<Record<string, string>>) => string;
}

const MOST = 1024;

/** Gives names out, and anew the one that was asked for longest ago. */
export const policySlots = (
  preparse: (name: string, policies: PolicySet) => CheckParseAnswer,
  most = MOST,
): Slots => {
  const names = new Map<string, string>();
  const spare = Array.from({ length: most }, (_, index) => `millrace-${index}`);
  const free = (): string => {
    const [oldest] = names;
    if (spare.length > 0 || !oldest) return spare.pop() ?? 'millrace';
    names.delete(oldest[0]);
    return oldest[1];
  };
  const fill = (key: string, policies: Readonly<Record<string, string>>): string => {
    const name = free();
    const answer = preparse(name, { staticPolicies: { ...policies } });
    if (answer.type === 'success') return name;
    // They were parsed when they were read, so that it cannot happen; a name that was not filled must not be found.
    spare.push(name);
    throw new Error(`policies of "${key}": ${answer.errors.map(({ message }) => message).join('; ')}`);
  };
  return {
    nameOf: (key, policies) => {
      const name = names.get(key) ?? fill(key, policies());
      names.delete(key);
      names.set(key, name);
      return name;
    },
  };
};
