import type { Piece } from './line.js';

/** Rows that a condition asks for. */
export interface Asked {
  readonly node?: string;
  readonly where?: Piece;
  readonly limit?: number;
}

/** A command as it was understood; nodes by their names in the plan. */
export type Command =
  | { readonly name: 'list' }
  | { readonly name: 'next' }
  | { readonly name: 'step'; readonly node?: string; readonly rows: number }
  | { readonly name: 'continue'; readonly node?: string }
  | { readonly name: 'break'; readonly node?: string; readonly where?: Piece }
  | { readonly name: 'delete'; readonly breakpoint: number }
  | ({ readonly name: 'print' } & Asked)
  | { readonly name: 'sample'; readonly node?: string; readonly rows: number }
  | { readonly name: 'schema'; readonly node?: string }
  | { readonly name: 'diff'; readonly node?: string }
  | { readonly name: 'decisions'; readonly node?: string }
  | { readonly name: 'sql'; readonly node?: string }
  | { readonly name: 'quarantine'; readonly node?: string; readonly rows: number }
  | { readonly name: 'help'; readonly about?: CommandName }
  | { readonly name: 'quit' };

export type CommandName = Command['name'];

/** How a command is written, and what it does. */
export interface CommandHelp {
  readonly name: CommandName;
  readonly short: readonly string[];
  readonly usage: string;
  readonly summary: string;
  readonly details: readonly string[];
}

const help = (
  name: CommandName,
  short: string,
  usage: string,
  summary: string,
  ...details: readonly string[]
): CommandHelp => ({
  name,
  short: short.split(' ').filter((word) => word !== ''),
  usage: `${name} ${usage}`.trim(),
  summary,
  details,
});

const LAST = 'Without NODE it is the node that ran last.';

/** The commands, in the order in which help lists them. */
export const commandHelp: readonly CommandHelp[] = [
  help('list', 'l', '', 'shows the nodes, what they have done, and which one is next'),
  help('next', 'n', '', 'runs the next node'),
  help(
    'step',
    's',
    '[NODE] [N]',
    'takes N rows (10) into a node, and shows what becomes of each',
    'Goes on where the last step into the node left off. Without NODE it is the next one; its run is not changed by it.',
    'A node that needs all of its rows, such as an aggregate, is run as by `next`; each step then shows more of its rows.',
  ),
  help(
    'continue',
    'c',
    '[NODE]',
    'runs on to a breakpoint, through NODE, or to the end, where the outputs are published',
  ),
  help(
    'break',
    'b',
    '[NODE [WHERE condition]]',
    'stops before NODE, or after it where rows satisfy a condition; alone, lists the breakpoints',
    'The condition is SQL over the columns of the node, as a document has it: `break late where delay > 2 * $minutes`.',
  ),
  help('delete', 'd', 'N', 'removes breakpoint N'),
  help(
    'print',
    'p',
    '[NODE] [WHERE condition] [LIMIT n]',
    'shows rows of a node, 10 unless LIMIT says more',
    LAST,
  ),
  help('sample', '', '[NODE] [N]', 'shows N rows (10) from all over a node, the same ones each time', LAST),
  help('schema', '', '[NODE]', 'shows the columns of a node', 'Without NODE it is the next one.'),
  help('diff', '', '[NODE]', 'shows what a node changed: columns, rows and why they left, values', LAST),
  help('decisions', '', '[NODE]', 'shows what was decided about the inputs, and why'),
  help('sql', '', '[NODE]', 'shows the statement of a node', 'Without NODE it is the next one.'),
  help('quarantine', '', '[NODE] [N]', 'shows the rows that broke a contract, with the reasons'),
  help('help', 'h ?', '[COMMAND]', 'shows the commands, or how one is written'),
  help('quit', 'q exit', '', 'leaves; what is not published by then is not published'),
];
