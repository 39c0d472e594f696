/** Items that wait for a turn under a key; a turn takes all that wait then, and there is one turn of a key at a time. */
export interface Turns<Item> {
  /** Adds an item, unless one of this id waits or was taken already. */
  readonly add: (key: string, id: string, item: Item) => void;
  /** Resolves once nothing waits and no turn goes on. */
  readonly idle: () => Promise<void>;
  /** Begins no more turns. */
  readonly stop: () => void;
}

interface Line<Item> {
  readonly waiting: Map<string, Item>;
  readonly seen: Set<string>;
  turn?: Promise<void>;
}

/**
 * @param take does one turn; where it rejects, the items wait on, for the turn that the next item brings
 */
export const createTurns = <Item>(
  take: (key: string, items: readonly Item[]) => Promise<void>,
  onFailed: (key: string, thrown: unknown) => void,
): Turns<Item> => {
  const lines = new Map<string, Line<Item>>();
  let isStopped = false;
  const turnOf = async (key: string, line: Line<Item>): Promise<void> => {
    while (line.waiting.size > 0 && !isStopped) {
      const items = [...line.waiting];
      line.waiting.clear();
      try {
        await take(
          key,
          items.map(([, item]) => item),
        );
      } catch (thrown) {
        for (const [id, item] of items) line.waiting.set(id, item);
        onFailed(key, thrown);
        break;
      }
    }
    // In the same breath as the last look at what waits: nothing can come in between and find the turn still there.
    delete line.turn;
  };
  const begin = (key: string, line: Line<Item>): void => {
    if (line.turn === undefined && line.waiting.size > 0 && !isStopped) line.turn = turnOf(key, line);
  };
  return {
    add: (key, id, item) => {
      const line = lines.get(key) ?? { waiting: new Map<string, Item>(), seen: new Set<string>() };
      lines.set(key, line);
      if (!line.seen.has(id)) line.waiting.set(id, item);
      line.seen.add(id);
      // Turned over at once: what is added in one go belongs to one turn.
      queueMicrotask(() => begin(key, line));
    },
    idle: async () => {
      await Promise.resolve();
      while ([...lines.values()].some(({ turn }) => turn)) {
        await Promise.all([...lines.values()].map(({ turn }) => turn));
      }
    },
    stop: () => {
      isStopped = true;
    },
  };
};
