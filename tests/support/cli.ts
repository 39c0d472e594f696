import { wire } from '../../src/app/wire.js';
import type { Wiring } from '../../src/app/wiring.js';
import { plain } from '../../src/base/diagnostics/render.js';
import { main } from '../../src/cli/program.js';
import type { Terminal } from '../../src/cli/terminal.js';
import type { Project } from './project.js';

/** What a person sees of a command. */
export interface Seen {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface CommandOptions {
  readonly environment?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  /** Parts of the wiring that a test puts something else in place of. */
  readonly wiring?: Partial<Wiring>;
  /** A keyboard, or what is piped in. */
  readonly terminal?: Partial<Terminal>;
}

const never = new AbortController().signal;

/** Runs a command in this process, in the folder of a project, and keeps what it prints. */
export const millrace = async (
  { folder }: Pick<Project, 'folder'>,
  words: readonly string[],
  { environment = {}, signal = never, wiring = {}, terminal: seated = {} }: CommandOptions = {},
): Promise<Seen> => {
  const printed = { out: '', err: '' };
  const terminal = {
    out: (text: string) => {
      printed.out += text;
    },
    err: (text: string) => {
      printed.err += text;
    },
    paint: plain,
    isInteractive: false,
    isUnicode: false,
    width: 100,
    ...seated,
  };
  const context = { wiring: wire({ cwd: folder, environment, ...wiring }), terminal, signal };
  const code = await main(context, words);
  return { code, ...printed };
};
