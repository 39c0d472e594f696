import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { Actor, DatasetResource } from '../kit/access.js';
import { createAccess, type PolicyAccess } from './create-access.js';
import { shippedPolicies } from './shipped/index.js';
import { filtersBy, judged, shownBy, type World } from './testing/oracle.js';
import {
  columnNames,
  type Dice,
  diceFrom,
  randomAction,
  randomActor,
  randomClass,
  randomDataset,
  randomResource,
  randomWorld,
} from './testing/random.js';

const isThorough = process.env['MILLRACE_THOROUGH'] === '1';
const WORLDS = isThorough ? 100 : 20;
const QUESTIONS = isThorough ? 1_000 : 500;

const accessOf = ({ shipped, rules }: World): Promise<PolicyAccess> =>
  createAccess({
    files: [
      ...(shipped ? shippedPolicies : []),
      { file: 'access/own.cedar', text: rules.map(({ text }) => text).join('\n\n') },
    ],
  });

/** The policies that decided which are a project's own. */
const own = (policies: readonly string[]): readonly string[] =>
  policies.filter((id) => !/^(viewer|operator|author|steward|admin)-/.test(id)).toSorted();

/** Held together only where they differ: printing each question takes longer than answering it. */
const same = (given: unknown, expected: unknown, question: unknown): void => {
  if (!isDeepStrictEqual(given, expected)) expect(given, JSON.stringify(question)).toEqual(expected);
};

const askDecision = (access: PolicyAccess, world: World, dice: Dice, actor: Actor) => {
  const resource = randomResource(dice);
  const action = randomAction(dice, resource);
  const expected = judged(world, actor, action, resource);
  const decision = access.decide(actor, action, resource);
  const rules = own(decision.policies);
  const byRole = decision.policies.length > rules.length;
  const ids = expected.byScope ? ['scope'] : expected.rules.map(({ id }) => id).toSorted();
  same(
    { isAllowed: decision.isAllowed, rules, byRole },
    { isAllowed: expected.isAllowed, rules: ids, byRole: expected.byRole },
    { world, actor, action, resource },
  );
  return expected.isAllowed;
};

const inBrackets = (filters: readonly string[]): string =>
  filters.length > 1 ? filters.map((filter) => `(${filter})`).join(' OR ') : (filters[0] ?? 'false');

const askGrant = (access: PolicyAccess, world: World, dice: Dice, actor: Actor, dataset: DatasetResource) => {
  const action = dice.one(['dataset.read', 'quarantine.read'] as const);
  const columns = columnNames.map((name) => ({ name, class: randomClass(dice) }));
  const { isAllowed } = judged(world, actor, action, dataset);
  const filters = isAllowed ? filtersBy(world, actor, action, dataset) : undefined;
  const grant = access.grant(actor, action, dataset, columns);
  const shown = columns.map((column) => (isAllowed ? shownBy(world, actor, dataset, column) : 'absent'));
  same(
    { ...grant.rows, policies: [], columns: grant.columns.map((column) => column.shown) },
    { isAllowed, policies: [], ...(filters ? { filter: inBrackets(filters) } : {}), columns: shown },
    { world, actor, action, dataset, columns },
  );
  return shown;
};

describe('decisions by policies', () => {
  it(`are those of an independent oracle, ${WORLDS * QUESTIONS} at random`, {
    timeout: 300_000,
  }, async () => {
    const seen = { allowed: 0, refused: 0, shown: new Set<string>() };
    for (let seed = 0; seed < WORLDS; seed += 1) {
      const dice = diceFrom(seed);
      const world = randomWorld(dice);
      const access = await accessOf(world);
      for (let question = 0; question < QUESTIONS; question += 1) {
        const isAllowed = askDecision(access, world, dice, randomActor(dice));
        seen[isAllowed ? 'allowed' : 'refused'] += 1;
        if (question % 10 > 0) continue;
        for (const shown of askGrant(access, world, dice, randomActor(dice), randomDataset(dice)))
          seen.shown.add(shown);
      }
    }
    // Questions that are all answered alike would prove nothing.
    expect(seen.allowed).toBeGreaterThan((WORLDS * QUESTIONS) / 10);
    expect(seen.refused).toBeGreaterThan((WORLDS * QUESTIONS) / 10);
    expect([...seen.shown].toSorted()).toEqual(['absent', 'clear', 'hash', 'mask', 'null']);
  });
});
