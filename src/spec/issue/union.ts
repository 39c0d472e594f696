import type * as z from 'zod';

type Issue = z.core.$ZodIssue;

/** Whether a branch of a union was refused for the kind of the value, before anything inside it was looked at. */
export const isOfOtherType = (issues: readonly Issue[]): boolean =>
  issues.some(({ code, path }) => code === 'invalid_type' && path.length === 0);

/** Whether a branch takes certain values only, and a value of another type was given. */
const isOfOtherValue = ([only]: readonly Issue[], given: unknown): boolean =>
  only?.code === 'invalid_value' &&
  only.path.length === 0 &&
  only.values.every((value) => typeof value !== typeof given);

const reach = (issues: readonly Issue[]): number => Math.max(0, ...issues.map(({ path }) => path.length));

/** Branches of a union within a union stand beside its own. */
const flat = (branches: readonly (readonly Issue[])[]): readonly (readonly Issue[])[] =>
  branches.flatMap((branch) => {
    const [only] = branch;
    const isUnion = branch.length === 1 && only?.code === 'invalid_union' && only.path.length === 0;
    return isUnion && only.errors.length > 0 ? flat(only.errors) : [branch];
  });

/** What a union wanted, or the issues of the branch that fits best. */
export type UnionReading =
  | { readonly kind: 'types'; readonly types: readonly string[]; readonly values: readonly unknown[] }
  | { readonly kind: 'branch'; readonly issues: readonly Issue[] };

/** Reads a failed union: the branch that got furthest, or what all of them take where none began to fit what was given. */
export const readUnion = (errors: readonly (readonly Issue[])[], given: unknown): UnionReading => {
  const branches = flat(errors);
  const begun = branches.filter((branch) => !isOfOtherType(branch) && !isOfOtherValue(branch, given));
  const [best] = [...begun].sort((left, right) => left.length - right.length || reach(right) - reach(left));
  if (best) return { kind: 'branch', issues: best };
  const whole = branches.flat().filter(({ path }) => path.length === 0);
  const types = whole.flatMap((issue) => (issue.code === 'invalid_type' ? [issue.expected] : []));
  const values = whole.flatMap((issue) => (issue.code === 'invalid_value' ? issue.values : []));
  return types.length === 0 && branches[0]
    ? { kind: 'branch', issues: branches[0] }
    : { kind: 'types', types: [...new Set(types)], values: [...new Set(values)] };
};
