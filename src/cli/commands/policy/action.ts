import { explainPolicies } from '../../../app/policy/explain.js';
import type { Action } from '../../command.js';
import { printProblems } from '../../failure.js';
import { policyText } from './draw.js';

/** `millrace policy explain FILE [NODE]`. */
export const action: Action = async ({ wiring, terminal }, [, file = '', node], options) => {
  const explanation = await explainPolicies(wiring, file, node, String(options['runDir']));
  printProblems(terminal, explanation.warnings);
  const { warnings: _, ...value } = explanation;
  terminal.out(
    options['format'] === 'json' ? `${JSON.stringify(value, null, 2)}\n` : policyText(explanation),
  );
  return 0;
};
