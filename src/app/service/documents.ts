import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { isDynamicPattern } from 'tinyglobby';
import { type Problem, problem } from '../../base/errors/index.js';
import type { ParsedService } from '../../spec/service/index.js';

/** Where documents usually lie. */
const USUAL = ['pipelines/*.{yaml,yml,json}'];

const missing = (path: string, index: number, { source }: ParsedService): Problem => {
  const place = source.valuePlace(['pipelines', index]);
  return problem('MR8407', `there is no document "${path}"`, place ? { place } : {});
};

const isFile = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isFile(),
    () => false,
  );

/** The patterns of documents that a configuration names; a path without `*` must be there. */
export const patternsOf = async (
  parsed: ParsedService,
  folder: string,
): Promise<{ readonly patterns: readonly string[]; readonly problems: readonly Problem[] }> => {
  const patterns = parsed.document.pipelines ?? USUAL;
  const problems = await Promise.all(
    patterns.map(async (pattern, index) => {
      if (isDynamicPattern(pattern) || (await isFile(resolve(folder, pattern)))) return [];
      return [missing(pattern, index, parsed)];
    }),
  );
  return { patterns, problems: problems.flat() };
};
