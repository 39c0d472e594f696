import { serialize } from 'node:v8';
import { failure } from '../base/errors/index.js';

/** Whether a value is of this class and of none below it: a copy would be of the class itself. */
const isOf = (value: object, prototype: object | null): boolean => Object.getPrototypeOf(value) === prototype;

/** Values that come out of a copy as they went in. */
const isLeaf = (value: object): boolean =>
  ArrayBuffer.isView(value) || isOf(value, ArrayBuffer.prototype) || isOf(value, Date.prototype);

const ofClass = (value: object): string => {
  const { name = '' } = (value as { constructor?: { name?: string } }).constructor ?? {};
  return name === '' ? 'an object of a class' : `an object of class ${name}`;
};

type Part = readonly [place: string, value: unknown];

/** Whether a value may be, or hold, what does not travel; most of what large states hold does not. */
const isSuspect = (value: unknown): boolean =>
  (typeof value === 'object' && value !== null) || typeof value === 'function' || typeof value === 'symbol';

const keyText = (key: unknown): string => (typeof key === 'string' ? JSON.stringify(key) : String(key));

const ofMap = (map: ReadonlyMap<unknown, unknown>, place: string): readonly Part[] =>
  [...map].flatMap(([key, item]): readonly Part[] => [
    ...(isSuspect(key) ? [[`${place}, among its keys`, key] as const] : []),
    ...(isSuspect(item) ? [[`${place}.get(${isSuspect(key) ? '…' : keyText(key)})`, item] as const] : []),
  ]);

/** What may not travel inside of a plain value; undefined for what is none. */
const partsOf = (value: object, place: string): readonly Part[] | undefined => {
  if (isLeaf(value)) return [];
  if (isOf(value, Map.prototype)) return ofMap(value as Map<unknown, unknown>, place);
  if (isOf(value, Set.prototype))
    return [...(value as Set<unknown>)].filter(isSuspect).map((item) => [`${place}, among its items`, item]);
  const isList = isOf(value, Array.prototype);
  if (!isList && !isOf(value, Object.prototype) && !isOf(value, null)) return undefined;
  return Object.entries(value)
    .filter(([, item]) => isSuspect(item))
    .map(([name, item]) => [isList ? `${place}[${name}]` : `${place}.${name}`, item]);
};

/** The first part of a value that would not arrive elsewhere as it is: its place, and what it is. */
const unlikeCopies = (state: unknown): readonly [place: string, what: string] | undefined => {
  const seen = new Set<object>();
  let open: readonly Part[] = [['state', state]];
  while (open.length > 0) {
    const inside: Part[] = [];
    for (const [place, value] of open) {
      if (typeof value === 'function' || typeof value === 'symbol') return [place, `a ${typeof value}`];
      if (typeof value !== 'object' || value === null || seen.has(value)) continue;
      seen.add(value);
      const parts = partsOf(value, place);
      if (!parts) return [place, ofClass(value)];
      for (const part of parts) inside.push(part);
    }
    open = inside;
  }
  return undefined;
};

const MEND =
  'Let the state be plain values, or lists, objects, Maps and Sets of such: a key of many rows has states from several processes, which are merged.';

/**
 * A value with a state as bytes for another process.
 *
 * @throws MR5004 where there are none for it
 */
export const packed = (value: unknown): Buffer => {
  try {
    return serialize(value);
  } catch (thrown) {
    const why = thrown instanceof Error ? thrown.message : String(thrown);
    throw failure('MR5004', `the state cannot travel between processes: ${why}`, { mend: MEND });
  }
};

/**
 * Holds a state of an aggregate to what can travel between processes.
 *
 * @throws MR5004 with the place of what cannot
 */
export const mustTravel = (state: unknown): void => {
  const found = unlikeCopies(state);
  if (!found) return;
  const [place, what] = found;
  throw failure('MR5004', `the state holds ${what}, which cannot travel between processes: ${place}`, {
    mend: MEND,
  });
};
