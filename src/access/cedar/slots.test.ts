import { describe, expect, it } from 'vitest';
import { policySlots } from './slots.js';

describe('places for parsed policies', () => {
  const made = (most: number) => {
    const standing = new Map<string, unknown>();
    const slots = policySlots((name, { staticPolicies }) => {
      if (JSON.stringify(staticPolicies).includes('bad')) return { type: 'failure', errors: [] };
      standing.set(name, staticPolicies);
      return { type: 'success' };
    }, most);
    return { standing, nameOf: (key: string) => slots.nameOf(key, () => ({ [key]: key })) };
  };

  it('are as many as may be, and the one that was asked for longest ago is taken anew', () => {
    const { standing, nameOf } = made(2);
    for (const key of ['a', 'b', 'a', 'c', 'a', 'b', 'c', 'b'])
      expect(standing.get(nameOf(key))).toEqual({ [key]: key });
    expect(standing.size).toBe(2);
  });

  it('are not lost to policies that cannot be parsed', () => {
    const { standing, nameOf } = made(2);
    for (const key of ['a', 'bad', 'b', 'bad', 'bad', 'a']) {
      if (key === 'bad') expect(() => nameOf(key)).toThrow('policies of "bad"');
      else expect(standing.get(nameOf(key))).toEqual({ [key]: key });
    }
    expect(standing.size).toBe(2);
  });
});
