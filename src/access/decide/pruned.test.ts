import { isAuthorized } from '@cedar-policy/cedar-wasm/nodejs';
import { describe, expect, it } from 'vitest';
import { cedarRequest } from '../cedar/request.js';
import { resourceTypeOf } from '../cedar/schema.js';
import { createAccess } from '../create-access.js';
import { shippedPolicies } from '../shipped/index.js';
import { customRules } from '../testing/custom-rules.js';
import { diceFrom, randomAction, randomActor, randomResource } from '../testing/random.js';

describe('what is left out of a question', () => {
  it('changes no answer: Cedar says the same of all policies and all attributes', async () => {
    const text = customRules.map((rule) => rule.text).join('\n');
    const access = await createAccess({ files: [...shippedPolicies, { file: 'own.cedar', text }] });
    const staticPolicies = Object.fromEntries(access.policies.map((policy) => [policy.id, policy.text]));
    const dice = diceFrom(7);
    let allowed = 0;
    for (let question = 0; question < 150; question += 1) {
      const { scope: _, ...actor } = randomActor(dice);
      const resource = randomResource(dice);
      const action = randomAction(dice, resource);
      if (resource.type !== resourceTypeOf(action)) continue;
      const request = cedarRequest(actor, action, resource);
      const whole = isAuthorized({ ...request, policies: { staticPolicies } });
      if (whole.type === 'failure') throw new Error(JSON.stringify(whole.errors));
      const { decision, diagnostics } = whole.response;
      const pruned = access.decide(actor, action, resource);
      expect(pruned.isAllowed, JSON.stringify(request)).toBe(decision === 'allow');
      expect(pruned.policies.toSorted()).toEqual(diagnostics.reason.toSorted());
      allowed += pruned.isAllowed ? 1 : 0;
    }
    expect(allowed).toBeGreaterThan(15);
    expect(allowed).toBeLessThan(135);
  });
});
