import { relative } from 'node:path';
import { initProject } from '../../../app/init/init-project.js';
import type { Action } from '../../command.js';

/** `millrace init [DIR]`. */
export const action: Action = async ({ wiring, terminal, signal }, [dir = '.'], options) => {
  const from = typeof options['from'] === 'string' ? options['from'] : undefined;
  const { document, files, notes } = await initProject(wiring, dir, from, signal);
  const shown = (path: string): string => relative(wiring.cwd, path) || path;
  for (const file of files) terminal.err(`wrote ${shown(file)}\n`);
  for (const note of notes) terminal.err(`  ${note}\n`);
  terminal.err(`next: millrace run ${shown(document)}\n`);
  return 0;
};
