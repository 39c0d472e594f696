import type { BudgetPolicy } from '../resolve/policy.js';

/** What a run may still try again: one for all of its nodes, so that retries cannot storm. */
export interface Budget {
  /** Takes one attempt and its wait, or gives why there is none. */
  readonly take: (waiting: number) => string | undefined;
}

export const createBudget = ({ retries, waiting }: BudgetPolicy): Budget => {
  let [taken, waited] = [0, 0];
  return {
    take: (milliseconds) => {
      if (taken >= retries)
        return `the run has tried again ${retries} times, which is all that its budget has`;
      if (waited + milliseconds > waiting) return `the run has waited for as long as its budget has`;
      taken += 1;
      waited += milliseconds;
      return undefined;
    },
  };
};
