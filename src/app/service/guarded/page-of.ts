/** A list in an order, of which some may be seen. */
export interface Filtered<Item> {
  /** At most so many that come after an item; from the first where it is undefined. */
  readonly more: (last: Item | undefined, limit: number) => Promise<readonly Item[]>;
  readonly isIn: (item: Item) => Promise<boolean>;
  /** Whether nothing can be asked for after an item. */
  readonly isLast?: (item: Item) => boolean;
}

/** Items are looked through in parts at least as large. */
const PART = 50;

/** The first items of a list that may be seen, at most so many: as if the others were not there. */
export const pageOf = async <Item>(
  limit: number,
  { more, isIn, isLast = () => false }: Filtered<Item>,
): Promise<readonly Item[]> => {
  const found: Item[] = [];
  let last: Item | undefined;
  while (found.length < limit) {
    const size = Math.max(limit - found.length, last === undefined ? 0 : PART);
    const items = await more(last, size);
    for (const item of items) if (await isIn(item)) found.push(item);
    last = items.at(-1);
    if (items.length < size || last === undefined || isLast(last)) break;
  }
  return found.slice(0, limit);
};
