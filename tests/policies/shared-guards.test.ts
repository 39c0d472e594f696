import { describe, expect, it } from 'vitest';
import { factsOf, govern, ruledBy } from '../../src/app/policy/govern.js';
import { createPolicyTools } from '../../src/app/policy/tools.js';
import { parseDocument, parseProject, withProject } from '../../src/spec/index.js';

const RULE = 'policies:\n  - bulkhead: { max_concurrent: 1, max_queued: 0 }\n';

const never = new AbortController().signal;

const asIs = (path: string): string => path;

/** Whether a second pipeline is kept waiting by the first one, in the same process. */
const holdsBack = async (own: string, project: string): Promise<boolean> => {
  const shared = parseProject(`millrace: 1\nproject: shop\n${project}`, 'millrace.yaml');
  const tools = createPolicyTools();
  const guardOf = async (name: string) => {
    const alone = parseDocument(`millrace: 1\npipeline: ${name}\nnodes: {}\n${own}`, `${name}.yaml`);
    const parsed = shared ? withProject(alone, shared, asIs) : alone;
    const ruled = ruledBy(parsed.document, parsed.document, parsed.project);
    return (await govern(tools, ruled, factsOf(ruled, []))).guard;
  };
  const [one, other] = [await guardOf('one'), await guardOf('other')];
  return one(async () => {
    try {
      await other(async () => undefined, never);
      return false;
    } catch (thrown) {
      expect(String(thrown)).toContain('MR7012');
      return true;
    }
  }, never);
};

describe('a bulkhead', () => {
  it('of a shared rule holds back all pipelines of the project together', async () => {
    expect(await holdsBack('', RULE)).toBe(true);
  });

  it('of rules of their own holds back each pipeline alone', async () => {
    expect(await holdsBack(RULE, '')).toBe(false);
    expect(await holdsBack(RULE, RULE)).toBe(false);
  });
});
