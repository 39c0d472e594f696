import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { exampleProject } from '../support/example.js';
import { type Outcome, outcomeOf, ways } from '../support/ways.js';

const root = join(import.meta.dirname, '../../examples');

/** Every document of every example. */
const documents = async (): Promise<readonly (readonly [string, string])[]> => {
  const folders = (await readdir(root, { withFileTypes: true })).filter((entry) => entry.isDirectory());
  const found = await Promise.all(
    folders.map(async ({ name }) =>
      (await readdir(join(root, name)))
        .filter((file) => /\.yaml$/.test(file) && !/^(millrace|serve)\.yaml$|\.test\.yaml$/.test(file))
        .map((file) => [name, file] as const),
    ),
  );
  return found.flat().filter(([name]) => name !== 'node_modules');
};

describe.each(await documents())('the example %s, %s', (name, file) => {
  test('gives the same rows and the same quarantine whichever way it runs', async () => {
    const at = await exampleProject(name);
    const outcomes: Record<string, Outcome> = {};
    for (const [way, run] of Object.entries(ways)) outcomes[way] = outcomeOf(await run(at, file));
    const [first, ...others] = Object.values(outcomes);
    expect(first?.status).toBe('succeeded');
    expect(Object.keys(first?.outputs ?? {}).length).toBeGreaterThan(0);
    for (const hash of Object.values(first?.outputs ?? {})) expect(hash).toMatch(/ rows, [0-9a-f]{64}$/);
    for (const other of others) expect(other, JSON.stringify(outcomes, null, 1)).toEqual(first);
  });
});
