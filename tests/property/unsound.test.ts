import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LogicalNode } from '../../src/planner/index.js';
import { declaredPasses, pruneNodes, pushFiltersWith, type Rule } from '../../src/planner/index.js';
import { DOCUMENTS } from './batch.js';
import { randomDocument } from './documents.js';
import { openGround } from './ground.js';
import { runBothWays } from './run.js';

let ground: Awaited<ReturnType<typeof openGround>>;
beforeAll(async () => {
  ground = await openGround();
});
afterAll(() => ground.close());

const everyColumn = ({ schema, inputs }: LogicalNode) =>
  Object.fromEntries(schema.map(({ name }) => [name, { input: inputs[0]?.alias ?? '', column: name }]));

/** Lets filters pass over a kind that they must not pass: as if it changed nothing. */
const pushedOver = (kind: string): Rule =>
  pushFiltersWith((plan, node) => (node.kind.kind === kind ? everyColumn(node) : declaredPasses(plan, node)));

/** The first document with both a filter and the kind that differs, once fused by the rule and once node by node. */
const firstDifference = async (kind: string): Promise<number | undefined> => {
  for (let seed = 1; seed <= DOCUMENTS; seed += 1) {
    const document = randomDocument(seed, ground.sources);
    if (!document.kinds.has('filter') || !document.kinds.has(kind)) continue;
    const { differences } = await runBothWays(ground, document, [pruneNodes, pushedOver(kind)]);
    if (differences.length > 0) return seed;
  }
  return undefined;
};

describe('a filter that is pushed where it must not go is found', () => {
  test.each(['limit', 'sample', 'deduplicate'])('below a %s', async (kind) => {
    expect(await firstDifference(kind)).toBeTypeOf('number');
  });
});
