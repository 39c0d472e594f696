import { nearest } from '../base/diagnostics/suggest.js';
import { failure, type MillraceError } from '../base/errors/index.js';
import type { RunIndexEntry } from '../kit/record.js';

/** What is known of every run, in a folder or in a service. */
type Known = Pick<RunIndexEntry, 'runId' | 'pipeline' | 'finishedAt'> & { readonly status: string };

const SHOWN = 10;

const shown = ({ runId, pipeline, status }: Known): string => `${runId}  ${pipeline}  ${status}`;

const shownAll = (entries: readonly Known[]): readonly string[] => {
  const rest = entries.length - SHOWN;
  return [...entries.slice(0, SHOWN).map(shown), ...(rest > 0 ? [`… and ${rest} more`] : [])];
};

const unknownRun = (id: string, entries: readonly Known[]): MillraceError => {
  const near = nearest(
    id,
    entries.map(({ runId }) => runId),
  );
  const hint = near === undefined ? [] : [`did you mean "${near}"?`];
  const latest =
    entries.length === 0 ? ['there are no runs yet'] : ['the newest runs:', ...shownAll(entries)];
  return failure('MR3014', `there is no run "${id}"`, { notes: [...hint, ...(near ? [] : latest)] });
};

const ambiguous = (id: string, entries: readonly Known[]): MillraceError =>
  failure('MR3014', `"${id}" is ambiguous: ${entries.length} runs begin with it`, {
    notes: shownAll(entries),
    mend: 'Write more of the id.',
  });

const latestEnded = <T extends Known>(entries: readonly T[]): T => {
  const found = entries.find(({ finishedAt }) => finishedAt !== undefined);
  if (found !== undefined) return found;
  throw failure('MR3014', 'there is no run that has ended', { notes: shownAll(entries) });
};

/**
 * The run that a person means by an id, the beginning of one, or `latest`.
 *
 * @param entries newest first.
 * @throws MR3014 where none or several fit.
 */
export const findRun = <T extends Known>(id: string, entries: readonly T[]): T => {
  if (id === 'latest') return latestEnded(entries);
  const exact = entries.find(({ runId }) => runId === id);
  if (exact !== undefined) return exact;
  const fitting = id === '' ? [] : entries.filter(({ runId }) => runId.startsWith(id));
  const [only, ...others] = fitting;
  if (only === undefined) throw unknownRun(id, entries);
  if (others.length > 0) throw ambiguous(id, fitting);
  return only;
};
