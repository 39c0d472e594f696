import * as z from 'zod';

/** What the keys of two inputs may differ in and still be the same. */
export const repairs = ['type', 'blanks', 'case', 'zeros'] as const;

export type Repair = (typeof repairs)[number];

const written = z.enum(['type', 'case', 'padding', 'blanks', 'zeros']);

type Written = z.output<typeof written>;

const asRepairs = (list: readonly Written[]): readonly Repair[] =>
  repairs.filter((repair) =>
    list.some(
      (word) => word === repair || (word === 'padding' && (repair === 'blanks' || repair === 'zeros')),
    ),
  );

/** `repair:` of a join: what may be repaired where the data shows that it helps, or what always is. */
export const repairSchema = z.union([
  z.array(written).min(1),
  z.strictObject({
    always: z.array(written).describe('What is always repaired: nothing is left to the data.'),
  }),
]);

export type RepairConfig = z.output<typeof repairSchema>;

const isAllowance = (config: RepairConfig): config is Written[] => Array.isArray(config);

/** What the document lets be repaired; undefined where it leaves nothing to decide. */
export const allowed = (config: RepairConfig | undefined): readonly Repair[] | undefined =>
  config && isAllowance(config) ? asRepairs(config) : undefined;

/** What the document says is repaired. */
export const always = (config: RepairConfig | undefined): readonly Repair[] | undefined =>
  config && !isAllowance(config) ? asRepairs(config.always) : undefined;

/** All choices of some of them, the smallest first. */
const subsets = ([first, ...others]: readonly Repair[]): readonly (readonly Repair[])[] => {
  if (first === undefined) return [[]];
  const without = subsets(others);
  return [...without.map((set) => [first, ...set]), ...without].toSorted((a, b) => a.length - b.length);
};

/** What the keys of a join are, as far as their types tell. */
export interface KeyTypes {
  /** Whether keys have to be compared as text, for their types do not go together. */
  readonly needText: boolean;
  /** Whether any of them is text. */
  readonly haveText: boolean;
}

/** The ways of comparing keys that are allowed and could differ, the least repair first. */
export const candidates = (
  may: readonly Repair[],
  { needText, haveText }: KeyTypes,
): readonly (readonly Repair[])[] => {
  const ofText = haveText ? may.filter((repair) => repair !== 'type') : [];
  return subsets(ofText).map((set) => (needText ? ['type', ...set] : set));
};
