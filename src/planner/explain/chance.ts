import { type Chance, chances } from '../logical/chance.js';
import type { LogicalPlan } from '../logical/plan.js';

const why = ({ node, reason }: Chance): string => `${reason} in "${node}"`;

const verdict = (reasons: readonly Chance[]): string => {
  const grave = reasons.filter(({ isSlight }) => !isSlight);
  if (grave.length > 0) return `no: ${grave.map(why).join('; ')}`;
  return reasons.length > 0 ? `but for last digits: ${reasons.map(why).join('; ')}` : 'yes';
};

/** For each output and check whether a run on the same files gives the same rows again. */
export const chanceLines = (plan: LogicalPlan): readonly string[] => {
  const known = chances(plan);
  return plan.nodes
    .filter(({ kind }) => kind.family === 'write' || kind.family === 'check')
    .map(({ name }) => `  ${name}: ${verdict(known.get(name) ?? [])}`);
};
