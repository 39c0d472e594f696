import { createReadStream } from 'node:fs';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import type { DebugSession, Line, Result } from '../../../app/debug/index.js';
import { plain } from '../../../base/diagnostics/render.js';
import { exitCodes, failure, type Problem, problemsOf } from '../../../base/errors/index.js';
import type { CommandContext } from '../../command.js';
import { printProblems } from '../../failure.js';
import { drawResult, problemsIn } from './draw.js';

/** Where commands come from, and what is printed for them. */
export interface Script {
  /** `-` is standard input. */
  readonly file: string;
  readonly isJson: boolean;
}

/** Text for machines has one width. */
const WIDTH = 80;

async function* linesOf({ wiring, terminal }: CommandContext, file: string): AsyncGenerator<string> {
  if (file === '-' && !terminal.input)
    throw failure('MR6010', 'there is no standard input to read commands from');
  const stream: NodeJS.ReadableStream | undefined =
    file === '-' ? terminal.input?.() : createReadStream(resolve(wiring.cwd, file));
  if (!stream) return;
  const reading = new Promise<never>((_, reject) => stream.once('error', reject));
  reading.catch(() => undefined);
  const lines = createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY })[
    Symbol.asyncIterator
  ]();
  try {
    for (;;) {
      const { value, done } = await Promise.race([lines.next(), reading]);
      if (done) return;
      yield value as string;
    }
  } catch (thrown) {
    const { message } = thrown as Error;
    throw failure('MR6004', `--script ${file} cannot be read: ${message}`, {
      mend: 'Name a file that is there, or "-".',
    });
  } finally {
    await lines.return?.();
  }
}

/** What is wrong with a command tells its line, also where it did not show before it ran. */
const placed = (problems: readonly Problem[], { file, number, text }: Line): readonly Problem[] =>
  problems.map((item) =>
    item.place
      ? item
      : {
          ...item,
          place: { file, line: number, column: 1, length: Math.max(1, text.length), lineText: text },
        },
  );

const print = ({ terminal }: CommandContext, line: Line, result: Result, isJson: boolean): void => {
  if (isJson) {
    terminal.out(`${JSON.stringify({ line: line.number, ...result })}\n`);
    return;
  }
  const canvas = { ...terminal, width: WIDTH, paint: plain, isUnicode: false };
  terminal.out(`> ${line.text.trim()}\n${drawResult(result, canvas)}`);
  printProblems(terminal, problemsIn(result));
};

const refuse = ({ terminal }: CommandContext, line: Line, thrown: unknown, isJson: boolean): void => {
  const problems = placed(problemsOf(thrown), line);
  if (isJson) terminal.out(`${JSON.stringify({ line: line.number, text: line.text, problems })}\n`);
  printProblems(terminal, problems);
};

/** Performs the commands of a script until one of them fails, or leaves. */
export const runScript = async (
  context: CommandContext,
  session: DebugSession,
  { file, isJson }: Script,
): Promise<number> => {
  let number = 0;
  for await (const text of linesOf(context, file)) {
    number += 1;
    const line = { file: file === '-' ? 'standard input' : file, number, text };
    try {
      const result = await session.perform(line, context.signal);
      if (!result) continue;
      if (context.signal.aborted) return exitCodes.interrupted;
      print(context, line, result, isJson);
      if (result.command === 'quit') break;
    } catch (thrown) {
      if (context.signal.aborted) return exitCodes.interrupted;
      refuse(context, line, thrown, isJson);
      return exitCodes.wrong;
    }
  }
  return exitCodes.done;
};
