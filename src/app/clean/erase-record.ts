import type { Cell, OutputSample, RunEvent, RunRecord } from '../../kit/index.js';
import { measuresWithoutValue } from './erase-measures.js';
import { hiddenIn, hiding } from './hide.js';

const isIn = (cell: Cell, values: ReadonlySet<string>): boolean => {
  if (typeof cell === 'object' && cell !== null)
    return Object.values(cell).some((inner: Cell) => isIn(inner, values));
  return values.has(String(cell));
};

/** Under whatever name a column went on, a sample's row that shows the value goes. */
const withoutRows = (sample: OutputSample, values: ReadonlySet<string>): OutputSample => ({
  ...sample,
  rows: sample.rows.filter((row) => !row.some((cell) => isIn(cell, values))),
});

const withoutChoice = (
  { where, set }: NonNullable<RunRecord['replays']>,
  hide: (text: string) => string,
): Pick<NonNullable<RunRecord['replays']>, 'where' | 'set'> => ({
  ...(where === undefined ? {} : { where: hide(where) }),
  ...(set === undefined ? {} : { set: hiddenIn(set, hide, false) }),
});

/** What clients said of files; ids, names of ours and digests tell a file. */
const triggerWithout = (
  trigger: NonNullable<RunRecord['trigger']>,
  hide: (text: string) => string,
): NonNullable<RunRecord['trigger']> => ({
  ...trigger,
  uploads: trigger.uploads.map((upload) => ({
    ...upload,
    clientName: hide(upload.clientName),
    principal: hide(upload.principal),
  })),
});

/** The ids of runs that the texts of a record may tell. */
const idsOf = ({ runId, replays, drift }: RunRecord): readonly string[] =>
  [runId, replays?.runId, drift?.since].flatMap((id) => id ?? []);

/**
 * The record of a run without a value: rows of samples that show it go, and in what it tells of the data the mask stands
 * in its place. What the run is told by stays: ids, and the names of nodes, columns and files.
 */
export const withoutValue = (record: RunRecord, values: readonly string[]): RunRecord => {
  const hide = hiding(values, idsOf(record));
  const { decisions, replays, trigger } = record;
  const known = new Set(values);
  return {
    ...record,
    inputs: record.inputs.map((input) => measuresWithoutValue(input, values)),
    params: hiddenIn(record.params, hide, false),
    checks: hiddenIn(record.checks, hide),
    problems: hiddenIn(record.problems, hide),
    samples: record.samples.map((sample) => {
      const { rows } = withoutRows(sample, known);
      return { ...sample, rows: hiddenIn(rows, hide, false) };
    }),
    ...(record.description === undefined ? {} : { description: hide(record.description) }),
    ...(decisions ? { decisions: hiddenIn(decisions, hide) } : {}),
    ...(trigger ? { trigger: triggerWithout(trigger, hide) } : {}),
    ...(replays ? { replays: { ...replays, ...withoutChoice(replays, hide) } } : {}),
  };
};

/** An event of a run without a value: those that tell of problems may have it. */
export const eventWithoutValue =
  (record: RunRecord, values: readonly string[]) =>
  (event: RunEvent): RunEvent =>
    event.type === 'problem'
      ? { ...event, problem: hiddenIn(event.problem, hiding(values, idsOf(record))) }
      : event;
