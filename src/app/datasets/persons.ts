import { failure } from '../../base/errors/index.js';

/** Lets each person ask so many costly questions at once. */
export const createPersons = (most: number) => {
  const busy = new Map<string, number>();
  return async <T>(person: string, work: () => Promise<T>): Promise<T> => {
    const now = busy.get(person) ?? 0;
    if (now >= most) throw failure('MR8908', `${most} questions are being answered already`);
    busy.set(person, now + 1);
    try {
      return await work();
    } finally {
      const left = (busy.get(person) ?? 1) - 1;
      if (left > 0) busy.set(person, left);
      else busy.delete(person);
    }
  };
};
