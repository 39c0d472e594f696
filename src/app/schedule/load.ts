import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { didYouMean } from '../../base/diagnostics/suggest.js';
import { failure, MillraceError, type Problem, problem, problemsOf } from '../../base/errors/index.js';
import { circleOf } from '../../schedules/index.js';
import type { Document, ParsedDocument, Schedule } from '../../spec/index.js';
import { loadDocument } from '../load/load-document.js';
import { isNamedAsProject } from '../load/load-project.js';
import type { Wiring } from '../wiring.js';

/** A document that says when it runs. */
export interface Scheduled {
  readonly file: string;
  readonly document: Document;
  readonly schedule: Schedule;
  readonly parsed: ParsedDocument;
}

const isDocumentName = (name: string): boolean =>
  /\.(ya?ml|json)$/.test(name) &&
  !/\.test\.ya?ml$/.test(name) &&
  !name.split(/[\\/]/).some((part) => part.startsWith('.') || part === 'node_modules');

/** Other files of a folder are not meant: contracts, lists of tests, the project's file, settings of other tools. */
const isPipeline = async (path: string): Promise<boolean> => {
  const text = await readFile(path, 'utf8').catch(() => '');
  const isProject = isNamedAsProject(path) && /^["']?project["']?\s*:/m.test(text);
  return !isProject && /^\s*(?:\{\s*)?["']?millrace["']?\s*:/m.test(text);
};

/** The documents of pipelines in a folder and below it, by their names and first keys. */
export const documentsIn = async (folder: string): Promise<readonly string[]> => {
  const names = (await readdir(folder, { recursive: true })).filter(isDocumentName).toSorted();
  const paths = names.map((name) => join(folder, name));
  const kept = await Promise.all(paths.map(isPipeline));
  return paths.filter((_, index) => kept[index]);
};

interface Named {
  readonly file: string;
  /** Whether it was found in a folder: it need not have a schedule then. */
  readonly isFound: boolean;
}

const named = async ({ cwd }: Wiring, given: string): Promise<readonly Named[]> => {
  const path = resolve(cwd, given);
  const found = await stat(path).catch(() => undefined);
  if (!found?.isDirectory()) return [{ file: given, isFound: false }];
  return (await documentsIn(path)).map((file) => ({ file: relative(cwd, file), isFound: true }));
};

const loadOne = async (wiring: Wiring, { file, isFound }: Named): Promise<readonly Scheduled[]> => {
  const { parsed } = await loadDocument(file, wiring.cwd);
  const { document, source } = parsed;
  const { schedule } = document;
  const place = source.keyPlace(['pipeline']);
  const isTimed = schedule && (schedule.cron ?? schedule.on_files ?? schedule.after) !== undefined;
  if (schedule && isTimed) return [{ file, document, schedule, parsed }];
  if (isFound) return [];
  throw failure('MR7306', `the pipeline "${document.pipeline}" does not say when it runs`, {
    ...(place ? { place } : {}),
  });
};

const nameProblems = (all: readonly Scheduled[]): readonly Problem[] =>
  all.flatMap(({ document, parsed, file }, index) => {
    const first = all.slice(0, index).find((each) => each.document.pipeline === document.pipeline);
    if (!first) return [];
    const place = parsed.source.valuePlace(['pipeline']);
    const message = `"${first.file}" and "${file}" are both the pipeline "${document.pipeline}"`;
    return [problem('MR7308', message, place ? { place } : {})];
  });

const poolOf = ({ schedule }: Scheduled): string | undefined => {
  const scope = schedule.concurrency?.scope;
  return typeof scope === 'object' && 'pool' in scope ? scope.pool : undefined;
};

const limitOf = ({ schedule }: Scheduled): number => schedule.concurrency?.limit ?? 1;

const poolProblems = (all: readonly Scheduled[]): readonly Problem[] =>
  all.flatMap((each, index) => {
    const pool = poolOf(each);
    const first = all.slice(0, index).find((other) => pool !== undefined && poolOf(other) === pool);
    if (!first || limitOf(first) === limitOf(each)) return [];
    const place = each.parsed.source.valuePlace(['schedule', 'concurrency']);
    const message = `the pool "${pool}" has the limit ${limitOf(first)} in "${first.file}" and ${limitOf(each)} in "${each.file}"`;
    return [problem('MR7308', message, place ? { place } : {})];
  });

export const waitsFor = ({ schedule }: Scheduled): readonly string[] =>
  schedule.after === undefined ? [] : [schedule.after].flat();

/** Pipelines that are waited for and that nobody knows: neither a document nor a run of theirs is here. */
export const unknownOthers = (all: readonly Scheduled[], seen: ReadonlySet<string>): readonly Problem[] => {
  const names = [...new Set([...all.map(({ document }) => document.pipeline), ...seen])];
  return all.flatMap((each) =>
    waitsFor(each)
      .filter((name) => !names.includes(name))
      .map((name) => {
        const place = each.parsed.source.valuePlace(['schedule', 'after']);
        const label = didYouMean(name, names);
        const message = `"${each.document.pipeline}" waits for "${name}", of which there is neither a document nor a run here`;
        return problem('MR7312', message, {
          severity: 'warning',
          ...(place ? { place } : {}),
          ...(label === undefined ? {} : { label }),
        });
      }),
  );
};

const circleProblems = (all: readonly Scheduled[]): readonly Problem[] => {
  const circle = circleOf(new Map(all.toReversed().map((each) => [each.document.pipeline, waitsFor(each)])));
  if (!circle) return [];
  const first = all.find(({ document }) => document.pipeline === circle[0]);
  const place = first?.parsed.source.valuePlace(['schedule', 'after']);
  const way = circle.map((name) => `"${name}"`).join(' after ');
  return [problem('MR7305', `pipelines wait for each other: ${way}`, place ? { place } : {})];
};

/**
 * The documents with a schedule among files and folders.
 *
 * @throws MR7305, MR7306 and MR7308, and what the documents themselves have wrong, all at once.
 */
export const loadScheduled = async (
  wiring: Wiring,
  given: readonly string[],
): Promise<readonly Scheduled[]> => {
  const files = (await Promise.all(given.map((each) => named(wiring, each)))).flat();
  const unique = [...new Map(files.map((each) => [resolve(wiring.cwd, each.file), each])).values()];
  const problems: Problem[] = [];
  const all: Scheduled[] = [];
  for (const each of unique) {
    try {
      all.push(...(await loadOne(wiring, each)));
    } catch (thrown) {
      problems.push(...problemsOf(thrown));
    }
  }
  problems.push(...nameProblems(all), ...poolProblems(all), ...circleProblems(all));
  if (problems.length > 0) throw new MillraceError(problems);
  if (all.length === 0) throw failure('MR7306', `no document in ${given.join(', ')} has a schedule`);
  return all;
};
