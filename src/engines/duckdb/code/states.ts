import { readFile, writeFile } from 'node:fs/promises';
import { deserialize } from 'node:v8';
import type { Transform } from '../../../kit/index.js';
import { type KeyState, type KeyStates, packed } from '../../../transforms/index.js';
import type { Working } from './function.js';

/** An aggregate, among transforms. */
export type AggregateOf = Extract<Transform, { readonly aggregate: unknown }>;

/**
 * Keeps what is known of rows of a key, for another process.
 *
 * @throws MR5004 where the state cannot travel
 */
export const keepState = (file: string, known: KeyState): Promise<void> => writeFile(file, packed(known));

const stateIn = async (file: string): Promise<KeyState> => deserialize(await readFile(file)) as KeyState;

/** What is known of all rows of a key, from the states of its parts in their order; two of them are in hand at a time. */
export const mergedState = async (
  files: readonly string[],
  { merged }: Pick<KeyStates, 'merged'>,
  { begin, end }: Working,
): Promise<KeyState> => {
  const [first = '', ...others] = files;
  let known = await stateIn(first);
  for (const file of others) {
    const further = await stateIn(file);
    begin();
    known = merged(known, further);
    end();
  }
  return known;
};
