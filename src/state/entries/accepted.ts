import { failure } from '../../base/errors/index.js';
import type { Json } from '../../kit/state-store.js';

const MAX_KEY = 500;

const refused = (message: string): never => {
  throw failure('MR7107', message);
};

/** @throws MR7107 for a key or the name of a lease that not every store can have. */
export const acceptedKey = (key: string): string => {
  if (key.length === 0 || key.length > MAX_KEY)
    return refused(`a key of the state has ${key.length} characters, not 1 to ${MAX_KEY}`);
  // Control characters are lost in some stores, and halves of characters in others.
  if (/\p{Cc}/u.test(key) || /\p{Cs}/u.test(key))
    return refused(`${JSON.stringify(key)} cannot be a key of the state: it has characters that are no text`);
  return key;
};

const isJson = (value: unknown): value is Json => {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return true;
  if (typeof value === 'number') return Number.isFinite(value);
  if (Array.isArray(value)) return value.every(isJson);
  if (typeof value !== 'object') return false;
  const parent: unknown = Object.getPrototypeOf(value);
  if (parent !== Object.prototype && parent !== null) return false;
  return Object.values(value).every((member) => member === undefined || isJson(member));
};

/**
 * A value as text. `JSON.stringify` alone would turn what it cannot say into `null` without a word.
 *
 * @throws MR7107
 */
export const jsonText = (key: string, value: Json): string => {
  if (!isJson(value)) return refused(`the value of "${key}" is not one that JSON can say`);
  return JSON.stringify(value);
};

/** @throws MR7107 where a lease would be over at once, or never. */
export const acceptedTime = (milliseconds: number): number => {
  if (Number.isFinite(milliseconds) && milliseconds > 0) return milliseconds;
  return refused(`a lease of ${milliseconds} ms is none`);
};

/** `at` in the one form in which texts are in the order of times. */
export const canonicalTime = (at: string): string => {
  const time = new Date(at);
  return Number.isNaN(time.getTime()) ? refused(`"${at}" is no time`) : time.toISOString();
};
