import type { ValidationError } from '@cedar-policy/cedar-wasm/nodejs';
import { type Problem, problem } from '../../base/errors/index.js';
import type { SourceText } from '../../spec/lines.js';
import type { Cedar } from '../cedar/cedar.js';
import { cedarSchema } from '../cedar/schema.js';
import { detailsOf } from './cedar-problem.js';
import type { Policy } from './policy.js';

/** A policy, and where it begins in the text of its file. */
export interface Located {
  readonly policy: Policy;
  readonly lines: SourceText;
  readonly start: number;
}

type Level = Pick<Problem, 'code' | 'severity'>;

const unfit: Level = { code: 'MR8603', severity: 'error' };
const idle: Level = { code: 'MR8608', severity: 'warning' };

/** Cedar begins each message with the id; the place says which policy it is. */
const withoutId = (message: string): string => message.replace(/^for policy `[^`]*`[,:] /, '');

const told = (located: readonly Located[], { code, severity }: Level, errors: readonly ValidationError[]) =>
  errors.flatMap(({ policyId, error }) => {
    const of = located.find(({ policy }) => policy.id === policyId);
    if (!of) return [];
    const message = `policy "${policyId}": ${withoutId(error.message)}`;
    return [problem(code, message, { severity, ...detailsOf(of.lines, error, of.start) })];
  });

/** What is wrong with policies that are Cedar: names, types and attributes that the schema does not have. */
export const validationProblems = (cedar: Cedar, located: readonly Located[]): readonly Problem[] => {
  const staticPolicies = Object.fromEntries(located.map(({ policy }) => [policy.id, policy.text]));
  const answer = cedar.validate({ schema: cedarSchema, policies: { staticPolicies } });
  if (answer.type === 'failure')
    return answer.errors.map(({ message }) =>
      problem('MR8603', `policies cannot be held against the schema: ${message}`),
    );
  const wrong = new Set(answer.validationErrors.map(({ policyId }) => policyId));
  // A policy that is wrong is impossible as well, which says nothing more.
  const warnings = answer.validationWarnings.filter(({ policyId }) => !wrong.has(policyId));
  return [...told(located, unfit, answer.validationErrors), ...told(located, idle, warnings)];
};
