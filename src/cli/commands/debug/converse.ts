import { createInterface, type Interface } from 'node:readline';
import { commandHelp, type DebugSession } from '../../../app/debug/index.js';
import { exitCodes, problemsOf } from '../../../base/errors/index.js';
import type { CommandContext } from '../../command.js';
import { printProblems } from '../../failure.js';
import type { Progress } from '../../progress.js';
import type { Conversation, Terminal } from '../../terminal.js';
import { printable } from '../../text.js';
import { drawResult, problemsIn } from './draw.js';

const PROMPT = 'debug> ';

/** What a line can go on with: a command, then a node. */
export const completions = (text: string, nodes: readonly string[]): readonly [string[], string] => {
  const [, command, rest] = /^\s*(\S+)\s+(.*)$/.exec(text) ?? [];
  const words =
    command === undefined
      ? commandHelp.map(({ name }) => name)
      : command.toLowerCase() === 'help'
        ? commandHelp.map(({ name }) => name)
        : nodes;
  const begun = rest ?? text.trimStart();
  return [words.filter((word) => word.startsWith(begun)).map((word) => `${word} `), begun];
};

/** Lines in the order in which they are typed, also those that come while a command is at work. */
const lineQueue = (reader: Interface) => {
  const lines: string[] = [];
  let isClosed = false;
  let isBusy = false;
  let wake: () => void = () => undefined;
  reader.on('line', (line) => {
    lines.push(line);
    isBusy = true;
    wake();
  });
  reader.on('close', () => {
    isClosed = true;
    wake();
  });
  /** The next line; until it is there, nobody is at work. */
  const next = async (): Promise<string | undefined> => {
    isBusy = lines.length > 0;
    while (lines.length === 0 && !isClosed)
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    return lines.shift();
  };
  return { next, clear: () => lines.splice(0), isBusy: () => isBusy };
};

const greeting = ({ paint }: Terminal, { pipeline, runId }: DebugSession): string =>
  `${paint.bold(printable(pipeline))}, run ${runId}. Nothing is published before the last node has run. ${paint.dim('`help` lists the commands.')}\n`;

/** Talks with a person until they leave. */
export const converse = async (
  { terminal, signal }: CommandContext,
  session: DebugSession,
  { keyboard, screen }: Conversation,
  progress: Pick<Progress, 'end'>,
): Promise<number> => {
  const reader = createInterface({
    input: keyboard,
    output: screen,
    terminal: true,
    historySize: 500,
    removeHistoryDuplicates: true,
    completer: (text: string) => completions(text, session.names.shown),
  });
  const queue = lineQueue(reader);
  let statement = new AbortController();
  let isAsking = false;
  reader.on('SIGINT', () => {
    if (queue.isBusy()) {
      queue.clear();
      statement.abort();
      return;
    }
    if (isAsking) {
      reader.close();
      return;
    }
    isAsking = true;
    reader.setPrompt(
      session.outcome() ? 'leave? [y/n] ' : 'leave? the run has published nothing, and will not [y/n] ',
    );
    terminal.out('\n');
    reader.prompt();
  });
  const onSignal = (): void => {
    statement.abort();
    reader.close();
  };
  signal.addEventListener('abort', onSignal, { once: true });
  terminal.out(greeting(terminal, session));
  try {
    for (let number = 1; ; number += 1) {
      reader.setPrompt(PROMPT);
      reader.prompt();
      statement = new AbortController();
      const text = await queue.next();
      if (text === undefined || signal.aborted) {
        terminal.out('\n');
        break;
      }
      if (isAsking) {
        isAsking = false;
        if (/^\s*y/i.test(text)) break;
        continue;
      }
      try {
        const line = { file: 'debug', number, text };
        const result = await session.perform(line, statement.signal).finally(progress.end);
        if (!result) continue;
        terminal.out(drawResult(result, terminal));
        printProblems(terminal, problemsIn(result));
        if (result.command === 'quit') break;
      } catch (thrown) {
        if (statement.signal.aborted) terminal.err('interrupted\n');
        else printProblems(terminal, problemsOf(thrown));
      }
    }
  } finally {
    signal.removeEventListener('abort', onSignal);
    reader.close();
  }
  return signal.aborted ? exitCodes.interrupted : exitCodes.done;
};
