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

/** What is inside of a plain value; undefined for what is none. */
const partsOf = (value: object, place: string): readonly Part[] | undefined => {
  if (isLeaf(value)) return [];
  if (isOf(value, Array.prototype))
    return (value as readonly unknown[]).map((item, index) => [`${place}[${index}]`, item] as const);
  if (isOf(value, Set.prototype))
    return [...(value as Set<unknown>)].map((item) => [`${place}, among its items`, item] as const);
  if (isOf(value, Map.prototype))
    return [...(value as Map<unknown, unknown>)].flatMap(([key, item]) => [
      [`${place}, among its keys`, key] as const,
      [`${place}.get(${typeof key === 'string' ? JSON.stringify(key) : String(key)})`, item] as const,
    ]);
  if (!isOf(value, Object.prototype) && !isOf(value, null)) return undefined;
  return Object.entries(value).map(([name, item]) => [`${place}.${name}`, item] as const);
};

/** The first part of a value that would not arrive elsewhere as it is: its place, and what it is. */
const unlikeCopies = (state: unknown): readonly [place: string, what: string] | undefined => {
  const seen = new Set<object>();
  const open: Part[] = [['state', state]];
  for (let part = open.pop(); part !== undefined; part = open.pop()) {
    const [place, value] = part;
    if (typeof value === 'function' || typeof value === 'symbol') return [place, `a ${typeof value}`];
    if (typeof value !== 'object' || value === null || seen.has(value)) continue;
    seen.add(value);
    const parts = partsOf(value, place);
    if (!parts) return [place, ofClass(value)];
    open.push(...[...parts].reverse());
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
