import type { Problem } from '../../base/errors/index.js';
import { contradictions, type Facts, ruleProblems, rulesOf, settled } from '../../policies/index.js';
import type { ParsedProject } from '../../spec/index.js';
import type { Wiring } from '../wiring.js';
import { rulesAsWritten } from './origin.js';

/** No pipeline has this name. */
const NO_PIPELINE: Facts = { pipeline: '', tags: [], nodes: [] };

/** What is wrong with the rules of a project whatever pipelines it has: names that cannot be, and rules that contradict themselves. */
export const projectProblems = (
  { registry }: Pick<Wiring, 'registry'>,
  { project: { policies = [] }, hash, source }: ParsedProject,
): readonly Problem[] => {
  const rules = rulesOf(policies);
  const told = rulesAsWritten({ source, project: { file: source.file, hash, rules: rules.length } });
  const kinds = registry.kinds.map(({ kind }) => kind);
  return [
    ...ruleProblems(rules, NO_PIPELINE, kinds, told),
    ...rules.flatMap((rule) => contradictions(settled([rule]), source.file, told)),
  ];
};
