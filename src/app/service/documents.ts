import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { glob, isDynamicPattern } from 'tinyglobby';
import { type Problem, problem } from '../../base/errors/index.js';
import type { ParsedService } from '../../spec/service/index.js';

/** Where documents usually lie. */
const USUAL = ['pipelines/*.{yaml,yml,json}'];

/** Lists of tests lie beside documents, and are none. */
const TESTS = '**/*.test.{yaml,yml,json}';

const missing = (path: string, index: number, { source }: ParsedService): Problem => {
  const place = source.valuePlace(['pipelines', index]);
  return problem('MR8407', `there is no document "${path}"`, place ? { place } : {});
};

const isFile = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isFile(),
    () => false,
  );

const found = async (pattern: string, folder: string): Promise<readonly string[]> => {
  if (isDynamicPattern(pattern)) {
    return glob(pattern, { cwd: folder, absolute: true, ignore: [TESTS], expandDirectories: false });
  }
  const path = resolve(folder, pattern);
  return (await isFile(path)) ? [path] : [];
};

/** The documents that a configuration names, absolute and sorted; a path without `*` must be there. */
export const documentsOf = async (
  parsed: ParsedService,
  folder: string,
): Promise<{ readonly paths: readonly string[]; readonly problems: readonly Problem[] }> => {
  const patterns = parsed.document.pipelines ?? USUAL;
  const all = await Promise.all(patterns.map((pattern) => found(pattern, folder)));
  const problems = patterns.flatMap((pattern, index) =>
    all[index]?.length === 0 && !isDynamicPattern(pattern) ? [missing(pattern, index, parsed)] : [],
  );
  return { paths: [...new Set(all.flat())].toSorted(), problems };
};
