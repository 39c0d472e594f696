/** Answers that are kept, those that were used last, up to so many bytes; the same question asked at once is answered once. */
export interface Answers<T> {
  readonly get: (key: string, make: () => Promise<T>) => Promise<T>;
  readonly clear: () => void;
}

export const createAnswers = <T>(most: number, sizeOf: (answer: T) => number): Answers<T> => {
  const kept = new Map<string, T>();
  const making = new Map<string, Promise<T>>();
  let bytes = 0;
  const keep = (key: string, answer: T): void => {
    const size = sizeOf(answer);
    // One that would push all others out is not worth it.
    if (size > most / 4) return;
    kept.set(key, answer);
    bytes += size;
    for (const [oldest, other] of kept) {
      if (bytes <= most) return;
      kept.delete(oldest);
      bytes -= sizeOf(other);
    }
  };
  const made = async (key: string, make: () => Promise<T>): Promise<T> => {
    try {
      const answer = await make();
      keep(key, answer);
      return answer;
    } finally {
      making.delete(key);
    }
  };
  return {
    clear: () => {
      kept.clear();
      bytes = 0;
    },
    get: async (key, make) => {
      const found = kept.get(key);
      if (found !== undefined) {
        kept.delete(key);
        kept.set(key, found);
        return found;
      }
      const begun = making.get(key) ?? made(key, make);
      making.set(key, begun);
      return begun;
    },
  };
};
