import { entryOf, type Problem } from '../../../base/errors/index.js';
import { MASK, type PublishedOutput, type RunEvent, type RunRecord } from '../../../kit/index.js';
import type { Clearance } from './clearance.js';

/** Whether a sentence may quote what stands in rows. */
const quotesRows = ({ code }: Problem): boolean => entryOf(code).fault === 'data' || code === 'MR9999';

/** Where something is wrong and what, and nothing of what it was found in. */
export const withoutQuote = (problem: Problem): Problem => {
  const { label: _, ...rest } = problem;
  const { title, mend } = entryOf(problem.code);
  const notes = ['the values are not shown: you may not see all rows and columns of this pipeline'];
  return { ...rest, message: `${title}: ${MASK}`, mend, notes };
};

const withoutValues = (problem: Problem): Problem => (quotesRows(problem) ? withoutQuote(problem) : problem);

/** A problem shows the line of the document that it is about: for those who may read that. */
export const withoutText = (problem: Problem): Problem =>
  problem.place ? { ...problem, place: { ...problem.place, lineText: '' } } : problem;

/** Problems as somebody may be told of them. */
export const toldProblems = (problems: readonly Problem[], clearance: Clearance): readonly Problem[] =>
  clearance === 'none' ? problems.map(withoutValues) : problems;

/** A checksum tells whoever guesses the content whether the guess is right: it is for those who may see all of it. */
export const withoutHashes = ({ rowHash: _, ...output }: PublishedOutput): PublishedOutput => ({
  ...output,
  sha256: '',
});

/** An event as somebody may be told of it. */
export const toldEvent = (told: RunEvent, clearance: Clearance, seesDocument: boolean): RunEvent => {
  const event =
    told.type === 'problem' && !seesDocument ? { ...told, problem: withoutText(told.problem) } : told;
  if (clearance === 'all') return event;
  if (event.type === 'output_published') return { ...event, output: withoutHashes(event.output) };
  if (event.type !== 'problem' || clearance === 'classed') return event;
  return { ...event, problem: withoutValues(event.problem) };
};

type Decisions = NonNullable<RunRecord['decisions']>;

const toldDecision = ({ pin: _, contractPin: __, ...decision }: Decisions[number]): Decisions[number] => ({
  ...decision,
  chosen: MASK,
  evidence: MASK,
  alternatives: [],
});

/** Without samples, measures, evidence and results, which quote rows, and without what people gave who may see more. */
const withoutQuotes = (record: RunRecord): RunRecord => {
  const { decisions, trigger, ...rest } = record;
  return {
    ...rest,
    params: Object.fromEntries(Object.keys(record.params).map((name) => [name, MASK])),
    samples: [],
    problems: record.problems.map(withoutValues),
    inputs: record.inputs.map(({ measures: _, ...input }) => input),
    checks: record.checks.map((check) => ({
      ...check,
      results: check.results.map(({ examples: _, ...result }) => ({ ...result, message: MASK })),
    })),
    ...(decisions ? { decisions: decisions.map(toldDecision) } : {}),
    ...(trigger
      ? { trigger: { ...trigger, uploads: trigger.uploads.map((each) => ({ ...each, clientName: MASK })) } }
      : {}),
  };
};

/** Which rows were chosen, and what was changed in them, is said by their values. */
const withoutChoice = ({
  runId,
  node,
  rows,
}: NonNullable<RunRecord['replays']>): RunRecord['replays'] & object => ({
  runId,
  node,
  rows,
});

/** The record of a run as somebody may be told of it. */
export const toldRecord = (record: RunRecord, clearance: Clearance): RunRecord => {
  // Where stores lie on the machine is nobody's matter.
  const { written: _, ...told } = record;
  if (clearance === 'all') return told;
  return {
    ...(clearance === 'none' ? withoutQuotes(told) : told),
    outputs: told.outputs.map(withoutHashes),
    ...(told.replays ? { replays: withoutChoice(told.replays) } : {}),
  };
};
