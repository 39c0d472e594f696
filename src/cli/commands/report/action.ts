import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { reportRun } from '../../../app/report.js';
import { failure } from '../../../base/errors/index.js';
import type { Action } from '../../command.js';

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such folder',
  EISDIR: 'it is a folder',
  EACCES: 'permission denied',
  EROFS: 'the disk is read-only',
  ENOSPC: 'the disk is full',
};

const reasonOf = (thrown: unknown): string => {
  if (!(thrown instanceof Error)) return String(thrown);
  return ('code' in thrown ? reasons[String(thrown.code)] : undefined) ?? thrown.message;
};

/** `millrace report RUN`. */
export const action: Action = async ({ wiring, terminal }, [id = ''], options) => {
  const { record, html } = await reportRun(wiring, id, String(options['runDir']));
  const output =
    typeof options['output'] === 'string'
      ? options['output']
      : `millrace-${record.pipeline}-${record.runId}.html`;
  if (output === '-') {
    terminal.out(html);
    return 0;
  }
  const path = resolve(wiring.cwd, output);
  await writeFile(path, html).catch((thrown: unknown) => {
    throw failure('MR3016', `the report cannot be written to "${output}": ${reasonOf(thrown)}`, {}, thrown);
  });
  terminal.err(`wrote ${path}\n`);
  return 0;
};
