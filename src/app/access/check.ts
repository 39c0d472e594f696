import { type Problem, problemsOf } from '../../base/errors/index.js';
import type { Wiring } from '../wiring.js';
import { type AccessRules, loadRules } from './rules.js';

/** What was found in the access rules of a project. */
export interface AccessCheck {
  readonly file?: string;
  readonly isDeclared: boolean;
  readonly policies: number;
  readonly people: number;
  readonly problems: readonly Problem[];
}

const summary = ({ file, isDeclared, access, people, problems }: AccessRules): AccessCheck => ({
  ...(file === undefined ? {} : { file }),
  isDeclared,
  policies: access.policies.length,
  people: people.length,
  problems,
});

/** All that is wrong with the rules of the current folder's project; nothing is thrown for it. */
export const checkAccess = async ({ cwd }: Wiring): Promise<AccessCheck> => {
  try {
    return summary(await loadRules({ folder: cwd, cwd }));
  } catch (thrown) {
    return { isDeclared: true, policies: 0, people: 0, problems: problemsOf(thrown) };
  }
};
