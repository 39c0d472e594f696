import { dirname, join, resolve } from 'node:path';
import { failure } from '../../../base/errors/index.js';
import { isThere } from '../../../base/is-there.js';
import type { KnownDocument } from './read.js';

/** The file of a new pipeline: in the folder that the first pattern looks into. */
export const newFileIn = (patterns: readonly string[], cwd: string, name: string): string => {
  const [first = '*.yaml'] = patterns;
  const folder = dirname(`${first.slice(0, Math.max(first.search(/[*?[{]/), 0))}x`);
  return join(resolve(cwd, folder), `${name}.yaml`);
};

/** MR8025, of a file that no pattern names. */
export const noPlace = (name: string): Error =>
  failure('MR8025', `no pattern of the service names a file for the new pipeline "${name}"`);

/**
 * A new pipeline takes the place of no other file, but of a document that does not hold: so it is mended.
 *
 * @throws MR8025 where another pipeline lies there, or it is no file of the service
 */
export const refuseTaken = async (
  known: readonly KnownDocument[],
  file: string,
  name: string,
): Promise<void> => {
  const holder = known.find((each) => each.file === file);
  if (holder?.document)
    throw failure(
      'MR8025',
      `"${holder.shown}" has the pipeline "${holder.document.pipeline}", not "${name}"`,
    );
  if (!holder && (await isThere(file))) throw noPlace(name);
};
