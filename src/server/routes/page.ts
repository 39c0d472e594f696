/** A page of a list that is in the order of its names. */
export interface NamedPage<Item> {
  readonly items: readonly Item[];
  /** The name that the next page comes after; absent on the last one. */
  readonly next?: string;
}

/** The items after a name, at most so many. Names are compared by their code units, as the list is. */
export const pageAfter = <Item>(
  sorted: readonly Item[],
  nameOf: (item: Item) => string,
  { limit, cursor }: { readonly limit: number; readonly cursor?: string | undefined },
): NamedPage<Item> => {
  const from = cursor === undefined ? 0 : sorted.findIndex((item) => nameOf(item) > cursor);
  const items = from < 0 ? [] : sorted.slice(from, from + limit);
  const last = items.at(-1);
  const hasMore = from >= 0 && from + limit < sorted.length;
  return { items, ...(hasMore && last !== undefined ? { next: nameOf(last) } : {}) };
};

/**
 * A page of what was asked for with one more than it takes, which tells whether there is another.
 *
 * @returns the items, and the last of them where the next page comes after it
 */
export const firstOf = <Item>(
  found: readonly Item[],
  limit: number,
): { readonly items: Item[]; readonly last?: Item } => {
  const items = found.slice(0, limit);
  const last = items.at(-1);
  return found.length > limit && last !== undefined ? { items, last } : { items };
};
