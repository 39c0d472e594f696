import { expect, test } from 'vitest';
import { randomDocument } from './documents.js';
import { openGround } from './ground.js';
import { runBothWays } from './run.js';

/** Fewer than for the two plans: these run each document four times. */
const DOCUMENTS = 48;

test('random documents have the same hashes by one thread and by two, fused and node by node', async () => {
  const grounds = [await openGround(1), await openGround(2)];
  const different: unknown[] = [];
  let outputs = 0;
  for (let seed = 1; seed <= DOCUMENTS; seed += 1) {
    const verdicts = [];
    for (const ground of grounds)
      verdicts.push(await runBothWays(ground, randomDocument(seed, ground.sources)));
    const [one, two] = verdicts.map(({ hashes, failed, differences }) => ({ hashes, failed, differences }));
    outputs += Object.keys(one?.hashes ?? {}).length;
    if (JSON.stringify(one) !== JSON.stringify(two) || one?.differences.length !== 0)
      different.push({ seed, one, two });
  }
  for (const ground of grounds) await ground.close();
  expect(different).toEqual([]);
  expect(outputs).toBeGreaterThan(DOCUMENTS / 2);
});
