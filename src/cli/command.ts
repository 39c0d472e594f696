import type { Command } from 'commander';
import type { Wiring } from '../app/wiring.js';
import type { Terminal } from './terminal.js';

/** What every command is given. */
export interface CommandContext {
  readonly wiring: Wiring;
  readonly terminal: Terminal;
  /** Aborted by SIGINT and SIGTERM. */
  readonly signal: AbortSignal;
}

/** What a command does; the number is its exit code. */
export type Action = (
  context: CommandContext,
  operands: readonly string[],
  options: Readonly<Record<string, unknown>>,
) => Promise<number>;

/** A command as one value: its words, and its work, which is loaded only when it is called. */
export interface CommandDefinition {
  readonly name: string;
  readonly summary: string;
  readonly configure: (command: Command) => Command;
  readonly load: () => Promise<Action>;
}
