import type { Binder, Binding, BindRequest, Input, Outcome, Sql } from '../../kit/index.js';

type Leaf = Readonly<Record<string, unknown>> & { readonly kind: string; readonly text: string };

const isMapping = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isLeaf = (value: unknown): value is Leaf =>
  isMapping(value) && ['expression', 'query', 'type'].includes(String(value['kind']));

const isBoundLast = (leaf: Leaf): boolean => ['aggregate', 'windowed'].includes(String(leaf['allows']));

/** Every piece of SQL and every type in a config. */
const leavesOf = (value: unknown): readonly Leaf[] => {
  if (isLeaf(value)) return [value];
  if (Array.isArray(value)) return value.flatMap(leavesOf);
  return isMapping(value) ? Object.values(value).flatMap(leavesOf) : [];
};

const replaced = (value: unknown, found: ReadonlyMap<Leaf, Leaf>): unknown => {
  if (isLeaf(value)) return found.get(value) ?? value;
  if (Array.isArray(value)) return value.map((item: unknown) => replaced(item, found));
  if (!isMapping(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, replaced(item, found)]));
};

/** What binding needs besides the config. */
export interface BindingNeeds {
  readonly binder: Binder;
  readonly inputs: readonly Input[];
  readonly parameters: Readonly<Record<string, string>>;
}

const unwrapped = <T>(outcome: Outcome<T> | undefined): T => {
  if (outcome?.ok) return outcome.value;
  throw new Error(outcome ? `${outcome.fault.code}: ${outcome.fault.message}` : 'nothing was bound');
};

const requestOf = (leaf: Leaf, { inputs, parameters }: BindingNeeds, after?: Sql): BindRequest => ({
  text: leaf.text,
  form: leaf.kind === 'query' ? 'query' : 'expression',
  allows: (leaf['allows'] as BindRequest['allows'] | undefined) ?? 'aggregate',
  relations: inputs,
  parameters,
  ...(leaf['expects'] ? { expects: String(leaf['expects']) } : {}),
  ...(after ? { after } : {}),
});

const bindSome = async (config: unknown, leaves: readonly Leaf[], context: BindingNeeds, after?: Sql) => {
  const outcomes = await context.binder.bind(leaves.map((leaf) => requestOf(leaf, context, after)));
  const bound = leaves.map((leaf, index): readonly [Leaf, Leaf] => {
    const binding: Binding = unwrapped(outcomes[index]);
    return [leaf, { ...leaf, binding }];
  });
  return replaced(config, new Map(bound));
};

const resolveTypes = async (config: unknown, { binder }: BindingNeeds): Promise<unknown> => {
  const found = new Map<Leaf, Leaf>();
  for (const leaf of leavesOf(config).filter(({ kind }) => kind === 'type')) {
    found.set(leaf, { ...leaf, text: unwrapped(await binder.typeName(leaf.text)) });
  }
  return replaced(config, found);
};

/** A config with types resolved and SQL bound, as the planner does it: aggregates and windows last, after their groups. */
export const bindConfig = async (
  config: unknown,
  context: BindingNeeds,
  after: (config: unknown) => Sql | undefined,
): Promise<unknown> => {
  const typed = await resolveTypes(config, context);
  const sqlOf = (value: unknown) => leavesOf(value).filter(({ kind }) => kind !== 'type');
  const rows = sqlOf(typed).filter((leaf) => !isBoundLast(leaf));
  const first = await bindSome(typed, rows, context);
  return bindSome(first, sqlOf(first).filter(isBoundLast), context, after(first));
};
