import type { DebugSession } from '../../../app/debug/index.js';
import { openDebugSession } from '../../../app/debug/index.js';
import { exitCodeFor, exitCodes, failure } from '../../../base/errors/index.js';
import type { Action, CommandContext } from '../../command.js';
import { printProblems } from '../../failure.js';
import { overridesOf } from '../../options.js';
import { createProgress, type Progress } from '../../progress.js';
import { converse } from './converse.js';
import { runScript } from './script.js';

type Talk = (session: DebugSession, progress: Progress) => Promise<number>;

/** How the commands come: from a script, or from the keyboard. */
const talkFor = (context: CommandContext, options: Readonly<Record<string, unknown>>): Talk => {
  const { script } = options as { readonly script?: string };
  const isJson = options['json'] === true;
  if (script !== undefined) return (session) => runScript(context, session, { file: script, isJson });
  if (isJson) {
    throw failure('MR6004', '--json prints what the commands of a script give', {
      mend: 'Give the commands: `--script FILE`, or `--script -` for standard input.',
    });
  }
  const conversation = context.terminal.conversation?.();
  if (!conversation) throw failure('MR6010', 'there is no terminal to debug in');
  return (session, progress) => converse(context, session, conversation, progress);
};

/** `millrace debug FILE`. */
export const action: Action = async (context, [file = ''], options) => {
  const { wiring, terminal, signal } = context;
  const talk = talkFor(context, options);
  const progress = createProgress(terminal);
  const session = await openDebugSession(wiring, file, {
    ...overridesOf(options),
    runDir: String(options['runDir']),
    reveal: options['reveal'] === true,
    asPlanned: options['asPlanned'] === true,
    signal,
    ...(options['script'] === undefined ? { onEvent: progress.onEvent } : {}),
  });
  // A run may be stopped before its first node: by what its inputs are like, or by a failing store.
  printProblems(terminal, session.outcome()?.record.problems ?? []);
  try {
    const code = await talk(session, progress);
    const { record } = await session.close();
    if (session.wasLeft())
      terminal.err(`run ${session.runId} was left before its end: nothing was published\n`);
    if (signal.aborted) {
      printProblems(terminal, record.problems);
      return exitCodes.interrupted;
    }
    if (code !== exitCodes.done) return code;
    // To leave is no fault.
    return session.wasLeft() ? exitCodes.done : exitCodeFor(record.problems);
  } finally {
    progress.end();
    await session.close();
  }
};
