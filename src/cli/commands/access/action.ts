import { dirname } from 'node:path';
import { checkAccess } from '../../../app/access/check.js';
import { type AccessQuestion, explainAccess } from '../../../app/access/explain.js';
import { shippedFiles, writeShipped } from '../../../app/access/shipped.js';
import { exitCodeFor, failure } from '../../../base/errors/index.js';
import type { Action, CommandContext } from '../../command.js';
import { printProblems, problemCounts } from '../../failure.js';
import { printable } from '../../text.js';
import { explanationText } from './draw.js';

type Options = Readonly<Record<string, unknown>>;

/** The options of a question, under their names in the use case. */
const asked = (options: Options): Omit<AccessQuestion, 'who' | 'action' | 'what'> => {
  const { role, group, attribute, method, address, owner, tag, runDir } = options;
  const named = {
    roles: role,
    groups: group,
    attributes: attribute,
    method,
    address,
    owner,
    tags: tag,
    runDir,
  };
  const given = { ...named, class: options['class'] };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
};

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

type Task = (context: CommandContext, words: readonly string[], options: Options) => Promise<number>;

const explain: Task = async ({ wiring, terminal }, [who, action, ...what], options) => {
  if (who === undefined || action === undefined || what.length === 0)
    throw failure('MR8610', 'a question is who, an action, and what');
  const { warnings, ...answer } = await explainAccess(wiring, { ...asked(options), who, action, what });
  printProblems(terminal, warnings);
  terminal.out(options['json'] === true ? json(answer) : explanationText(terminal.paint, answer));
  return 0;
};

const check: Task = async ({ wiring, terminal }, _, options) => {
  const found = await checkAccess(wiring);
  if (options['json'] === true) terminal.out(json(found));
  else printProblems(terminal, found.problems);
  const counts = problemCounts(found.problems);
  const rules = found.isDeclared ? (found.file ?? 'the rules') : 'no `access` in a project file';
  const what =
    found.policies > 0
      ? `${found.policies} ${found.policies === 1 ? 'policy' : 'policies'}, ${found.people} people`
      : '';
  terminal.err(
    `${[printable(rules), what, counts || 'no problems'].filter((part) => part !== '').join(', ')}\n`,
  );
  return exitCodeFor(found.problems);
};

const policies: Task = async ({ wiring, terminal }, _, { write, json: isJson }) => {
  if (typeof write === 'string') {
    const files = await writeShipped(wiring, write);
    for (const file of files) terminal.err(`wrote ${printable(file)}\n`);
    const named = `${dirname(files[0] ?? '.')}/*.cedar`;
    terminal.err(
      `They hold in place of the shipped ones once millrace.yaml says \`access: { policies: "${printable(named)}", shipped: false }\`.\n`,
    );
    return 0;
  }
  const text = shippedFiles.map((each) => `// ${each.file}\n\n${each.text}`).join('\n');
  terminal.out(isJson === true ? json(shippedFiles) : text);
  return 0;
};

const tasks: Readonly<Record<string, Task>> = { explain, check, policies };

/** `millrace access explain WHO ACTION WHAT`, `access check`, `access policies [--write FOLDER]`. */
export const action: Action = async (context, [task = '', ...words], options) =>
  (tasks[task] ?? explain)(context, words, options);
