import { suggestContract } from '../../../app/suggest/index.js';
import { type Validation, validate } from '../../../app/validate.js';
import { exitCodeFor, exitCodes, isError, problem } from '../../../base/errors/index.js';
import { plural } from '../../../base/number-text.js';
import type { Action, CommandContext } from '../../command.js';
import { printProblems, problemCounts } from '../../failure.js';
import { overridesOf } from '../../options.js';
import type { Terminal } from '../../terminal.js';

const contentText = ({ pipeline, project, rules = 0, nodes }: Validation): string =>
  project === undefined
    ? `${pipeline}, ${plural(nodes, 'node')}`
    : `project ${project}, ${plural(rules, 'rule')}`;

const summary = ({ paint }: Terminal, validation: Validation): string => {
  const { file, problems } = validation;
  if (problems.some(isError)) return `${paint.red('✗')} ${file}: ${problemCounts(problems)}`;
  const warnings = problems.length > 0 ? `, ${problemCounts(problems)}` : '';
  return `${paint.green('✓')} ${file}: ${contentText(validation)}${warnings}`;
};

/** Warnings fail where they are denied, and say so where nothing else does. */
const codeOf = (terminal: Terminal, results: readonly Validation[], denyWarnings: boolean): number => {
  const problems = results.flatMap((result) => result.problems);
  const code = exitCodeFor(problems);
  if (code !== exitCodes.done || !denyWarnings || problems.length === 0) return code;
  const denied = [problem('MR6006', `${problemCounts(problems)}, and warnings are denied`)];
  printProblems(terminal, denied);
  return exitCodeFor(denied);
};

/** `--suggest-contract NODE`: what was written, or what could be. */
const suggest = async (
  { wiring, terminal, signal }: CommandContext,
  files: readonly string[],
  node: string,
  options: Readonly<Record<string, unknown>>,
): Promise<number> => {
  for (const file of files) {
    const suggestion = await suggestContract(wiring, file, node, overridesOf(options), signal);
    const { rows, lines, notes, isWritten } = suggestion;
    const text = ['contract:', ...lines.map((line) => `  ${line}`)].join('\n');
    terminal.out(`${text}\n`);
    const where = isWritten
      ? `written into ${file}`
      : `not written: put it into node "${node}" of ${file} yourself, which is not YAML in block style`;
    terminal.err(`a contract that all ${plural(rows, 'row')} of "${node}" keep, ${where}\n`);
    for (const note of notes) terminal.err(`  ${note}\n`);
  }
  return exitCodes.done;
};

/** `millrace validate FILE...`. */
export const action: Action = async (context, files, options) => {
  const { wiring, terminal, signal } = context;
  const node = options['suggestContract'];
  if (typeof node === 'string') return suggest(context, files, node, options);
  const results: Validation[] = [];
  for (const file of files) {
    const result = await validate(wiring, file, {
      ...overridesOf(options),
      offline: options['offline'] === true,
      runDir: String(options['runDir']),
      signal,
    });
    results.push(result);
    if (options['json'] === true) continue;
    printProblems(terminal, result.problems);
    terminal.err(`${summary(terminal, result)}\n`);
    if (signal.aborted) break;
  }
  if (options['json'] === true) terminal.out(`${JSON.stringify(results, null, 2)}\n`);
  return codeOf(terminal, results, options['denyWarnings'] === true);
};
