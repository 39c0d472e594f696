import type { CatalogueEntry } from './entry.js';

/** MR6xxx: the command line is not understood. */
export const commandErrors = {
  MR6001: { fault: 'user', title: 'unknown command', mend: 'See `millrace --help` for the commands.' },
  MR6002: { fault: 'user', title: 'unknown option', mend: 'See `millrace COMMAND --help` for the options.' },
  MR6003: {
    fault: 'user',
    title: 'missing argument',
    mend: 'See `millrace COMMAND --help` for the arguments.',
  },
  MR6004: {
    fault: 'user',
    title: 'invalid option value',
    mend: 'Give the option a value of the form shown.',
  },
  MR6005: { fault: 'user', title: 'file exists already', mend: 'Choose another folder, or remove the file.' },
  MR6006: {
    fault: 'user',
    title: 'warnings denied',
    mend: 'Mend the warnings, or leave out `--deny-warnings`.',
  },
  MR6010: {
    fault: 'user',
    title: 'no terminal to debug in',
    mend: 'Give the commands in a file, one a line: `--script FILE`, or `--script -` for standard input.',
  },
  MR6011: {
    fault: 'user',
    title: 'unknown command of the debugger',
    mend: '`help` lists the commands.',
  },
  MR6012: {
    fault: 'user',
    title: 'no such node to debug',
    mend: '`list` shows the nodes.',
  },
  MR6013: {
    fault: 'user',
    title: 'node not run yet, or without rows to show',
    mend: '`list` shows which nodes have run; `continue NODE` runs up to one and through it.',
  },
  MR6014: {
    fault: 'user',
    title: 'command of the debugger not understood',
    mend: '`help COMMAND` shows how it is written.',
  },
  MR6015: {
    fault: 'user',
    title: 'no such node to trace',
    mend: 'Name a node of the document, or an output of one as `node.output`.',
  },
  MR6016: {
    fault: 'user',
    title: 'no way between two nodes',
    mend: 'Name with `--to` a node that reads from the one named with `--node`, itself or through others.',
  },
} as const satisfies Record<string, CatalogueEntry>;
