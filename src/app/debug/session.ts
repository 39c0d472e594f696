import { once } from '../../base/once.js';
import type { RunOutcome } from '../run/options.js';
import { type Command, commandHelp } from './command.js';
import type { Line } from './line.js';
import type { Names } from './names.js';
import { parseCommand } from './parse.js';
import type { Marks, Performing } from './performing.js';
import { breakAt, remove } from './points.js';
import type { Result } from './result.js';
import { list, quit, run } from './running.js';
import { decisions, diff, print, quarantine, schema, spread, statement } from './showing.js';
import type { Session } from './state.js';
import { step } from './stepping.js';

/** A run that is stepped through. */
export interface DebugSession {
  readonly names: Names;
  readonly pipeline: string;
  readonly runId: string;
  /** How the run ended, once it has, well or not. */
  readonly outcome: () => RunOutcome | undefined;
  /** Whether it was left before it ended. */
  readonly wasLeft: () => boolean;
  /**
   * Does what a line says; nothing comes of one that is empty.
   *
   * @param signal ends what the command is at; the session stays
   */
  readonly perform: (line: Line, signal: AbortSignal) => Promise<Result | undefined>;
  /** Ends the run where it stands, unless it has ended, and lets go of everything. Safe to call more than once. */
  readonly close: () => Promise<RunOutcome>;
}

const help = (about: Command['name'] | undefined): Result => {
  const found = commandHelp.find(({ name }) => name === about);
  return { command: 'help', commands: commandHelp, ...(found ? { about: found } : {}) };
};

const perform = (performing: Performing, command: Command): Promise<Result> | Result => {
  switch (command.name) {
    case 'list':
      return list(performing);
    case 'next':
      return run(performing, 'next');
    case 'continue':
      return run(performing, 'continue', command.node);
    case 'step':
      return step(performing, command.node, command.rows);
    case 'break':
      return breakAt(performing, command);
    case 'delete':
      return remove(performing, command.breakpoint);
    case 'print':
      return print(performing, command);
    case 'sample':
      return spread(performing, command.node, command.rows);
    case 'schema':
      return schema(performing, command.node);
    case 'diff':
      return diff(performing, command.node);
    case 'decisions':
      return decisions(performing, command.node);
    case 'sql':
      return statement(performing, command.node);
    case 'quarantine':
      return quarantine(performing, command.node, command.rows);
    case 'help':
      return help(command.about);
    case 'quit':
      return quit(performing);
  }
};

export const createSession = (session: Session): DebugSession => {
  const marks: Marks = { points: [], nextPoint: 1, stepped: new Map() };
  const { conducted, prepared, names, runId } = session;
  return {
    names,
    pipeline: prepared.settings.document.pipeline,
    runId,
    outcome: () => conducted.standing().outcome,
    wasLeft: conducted.wasLeft,
    perform: async (line, signal) => {
      const command = parseCommand(line, names);
      return command && perform({ session, marks, line, signal }, command);
    },
    close: once(async () => {
      try {
        return await conducted.quit();
      } finally {
        await conducted.close();
        await prepared.release();
      }
    }),
  };
};
