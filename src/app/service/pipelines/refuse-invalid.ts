import { randomBytes } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { isError, MillraceError, type Problem } from '../../../base/errors/index.js';
import { validate } from '../../validate.js';
import type { ServiceParts } from '../parts.js';

/** The problem as it would be of the file that the text is for. */
const placedIn = (file: string, item: Problem): Problem =>
  item.place ? { ...item, place: { ...item.place, file } } : item;

/**
 * Checks a text before it takes the place of a document: kinds, options and graph, without a look at any source. It is
 * checked where it will stand, as paths in it are taken from there.
 *
 * @throws MillraceError with all that is wrong
 */
export const refuseInvalid = async (
  { wiring, runDir }: ServiceParts,
  text: string,
  file: string,
): Promise<void> => {
  const staged = join(dirname(file), `.${randomBytes(6).toString('hex')}-${basename(file)}`);
  try {
    await writeFile(staged, text, { flag: 'wx' });
    const { problems } = await validate(wiring, staged, { offline: true, runDir });
    const wrong = problems.filter(isError).map((item) => placedIn(relative(wiring.cwd, file), item));
    if (wrong.length > 0) throw new MillraceError(wrong);
  } finally {
    await rm(staged, { force: true });
  }
};
