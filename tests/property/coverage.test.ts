import { expect, test } from 'vitest';
import { builtInKinds } from '../../src/nodes/index.js';
import { DOCUMENTS } from './batch.js';
import { randomDocument } from './documents.js';
import { openGround } from './ground.js';

/** Files that are turned into CSV or JSON before an engine reads them: documents over those stand for them. */
const CONVERTED = ['read_xlsx', 'read_fixed_width', 'read_xml'];

/** Functions start processes: `code-coverage.test.ts` has documents with these. */
const FUNCTIONS = ['code'];
const ELSEWHERE = new Set([...CONVERTED, ...FUNCTIONS]);

test('every kind stands in at least one of twenty documents', async () => {
  const { sources, close } = await openGround();
  await close();
  const documents = Array.from({ length: DOCUMENTS }, (_, index) => randomDocument(index + 1, sources));
  const shares = builtInKinds
    .filter(({ kind }) => !ELSEWHERE.has(kind))
    .map(({ kind }) => {
      const share = documents.filter(({ kinds }) => kinds.has(kind)).length / DOCUMENTS;
      return { kind, share };
    });
  const lines = shares.map(({ kind, share }) => `  ${kind.padEnd(14)} ${(share * 100).toFixed(1)} %`);
  process.stdout.write(`seeds 1 to ${DOCUMENTS}, share of documents by kind:\n${lines.join('\n')}\n`);
  expect(shares.filter(({ share }) => share < 0.05)).toEqual([]);
});

test('documents have 3 to 15 nodes', async () => {
  const { sources, close } = await openGround();
  await close();
  for (let seed = 1; seed <= DOCUMENTS; seed += 1) {
    const { nodes } = JSON.parse(randomDocument(seed, sources).text) as { nodes: object };
    expect(Object.keys(nodes).length).toBeGreaterThanOrEqual(3);
    expect(Object.keys(nodes).length).toBeLessThanOrEqual(15);
  }
});
