import type { Json, KeyValues } from '../../kit/index.js';

/** A value of the service's own, which is JSON by its form; a type cannot say so of interfaces. */
export const asJson = (value: object): Json => value as Json;

/** A value that the service wrote itself, as it wrote it, and its version; undefined where there is none. */
export const keptValue = async <T>(
  values: KeyValues,
  key: string,
): Promise<{ readonly value: T; readonly version: number } | undefined> => {
  const found = await values.get(key);
  return found && { value: found.value as T, version: found.version };
};
