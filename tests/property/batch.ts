import { afterAll, beforeAll, expect, test } from 'vitest';
import { randomDocument } from './documents.js';
import { openGround } from './ground.js';
import { runBothWays, type Verdict } from './run.js';

/** Seeds of all batches together: 1 to this. */
export const DOCUMENTS = 1024;

export const BATCHES = 4;

const perBatch = DOCUMENTS / BATCHES;

/** A guard may go unreached where the engine sees that nothing comes out: that must stay rare. */
const MOST_UNREACHED = 0.03;

/** Runs one of the batches of documents, each document both ways. */
export const testBatch = (batch: number): void => {
  let ground: Awaited<ReturnType<typeof openGround>>;
  beforeAll(async () => {
    ground = await openGround();
  });
  afterAll(() => ground.close());

  const first = batch * perBatch + 1;
  test(`documents ${first} to ${first + perBatch - 1} give the same rows fused and node by node`, async () => {
    const verdicts: Verdict[] = [];
    for (let seed = first; seed < first + perBatch; seed += 1) {
      verdicts.push(await runBothWays(ground, randomDocument(seed, ground.sources)));
    }
    expect(verdicts.filter(({ differences }) => differences.length > 0)).toEqual([]);
    expect(verdicts.filter(({ unreached }) => unreached).length).toBeLessThan(perBatch * MOST_UNREACHED);
    // Documents that fail both ways prove little.
    expect(verdicts.filter(({ failed }) => failed !== undefined).length).toBeLessThan(perBatch / 10);
  });
};
