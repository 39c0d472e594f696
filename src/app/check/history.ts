import { isError, type Problem, problem } from '../../base/errors/index.js';
import type { DecisionRecord, HistoryRule, RunRecord } from '../../kit/index.js';
import { type Remembering, remembering } from '../../planner/index.js';
import {
  type Comparing,
  type MeasuredRun,
  measuresOf,
  type Outlier,
  outliers,
} from '../../preflight/history/index.js';
import type { ParsedDocument } from '../../spec/index.js';
import { lastGoodRuns } from '../run/last-run.js';
import type { Wiring } from '../wiring.js';
import type { HeldInput, Prepared } from './prepared.js';
import { profileInputs } from './profile-inputs.js';

/** How a run asks for it. */
export interface HistoryIntent {
  readonly runDir: string | undefined;
  /** Whether what is unlike earlier runs is as it should be. */
  readonly accepts: boolean;
  readonly signal?: AbortSignal | undefined;
}

const pastOf = (node: string, records: readonly RunRecord[]): readonly MeasuredRun[] =>
  records.flatMap(({ runTime, inputs }) => {
    const measures = inputs.find((input) => input.node === node)?.measures;
    return measures ? [{ runTime: Date.parse(runTime), measures }] : [];
  });

const ACCEPT = 'it is meant: run once with --accept-history';

const CHOICES: Readonly<
  Record<HistoryRule['on_outlier'] | 'accepted', Pick<DecisionRecord, 'action' | 'chosen' | 'alternatives'>>
> = {
  warn: {
    action: 'proceed',
    chosen: 'goes on, with a warning',
    alternatives: ['the run stops (history: stop)', ACCEPT],
  },
  stop: {
    action: 'stop',
    chosen: 'the run stops before it publishes',
    alternatives: ['a warning (history: warn)', ACCEPT],
  },
  accepted: {
    action: 'proceed',
    chosen: 'accepted: from this run on, this is as it should be',
    alternatives: [],
  },
};

const decisionOf = (
  { asked: { node, rule, reader }, accepts }: HeldInput,
  { column, evidence }: Outlier,
): DecisionRecord => ({
  node,
  files: (reader.source?.files ?? []).map(({ name }) => name),
  about: 'history',
  ...(column === undefined ? {} : { column }),
  ...CHOICES[accepts ? 'accepted' : rule.on_outlier],
  evidence,
  isDeclared: true,
});

const problemOf = (
  { source }: ParsedDocument,
  { asked: { node, rule } }: HeldInput,
  { evidence }: Outlier,
): Problem => {
  const place =
    source.keyPlace(['nodes', node, 'contract', 'history']) ?? source.keyPlace(['nodes', node, 'contract']);
  return problem('MR4039', `"${node}" is unlike the runs before: ${evidence}`, {
    node,
    severity: rule.on_outlier === 'stop' ? 'error' : 'warning',
    ...(place ? { place } : {}),
  });
};

/** What follows from what is unlike earlier runs. */
export interface Judged {
  readonly decisions: readonly DecisionRecord[];
  /** None where it is accepted. */
  readonly problems: readonly Problem[];
}

/** What a contract says of what was found about its input. */
export const judged = (parsed: ParsedDocument, held: HeldInput, found: readonly Outlier[]): Judged => ({
  decisions: found.map((outlier) => decisionOf(held, outlier)),
  problems: held.accepts ? [] : found.map((outlier) => problemOf(parsed, held, outlier)),
});

/** How a contract asks for the comparison. */
export const comparingOf = ({ asked: { rule } }: HeldInput): Comparing => ({
  leastRuns: rule.least_runs,
  ...(rule.columns ? { columns: rule.columns.map(({ name }) => name) } : {}),
});

/** A run that accepts what was found: of that, runs before it count no more. */
const accepting = (held: HeldInput, found: readonly Outlier[]): HeldInput => {
  if (!held.accepts || found.length === 0) return held;
  const measures = { ...held.now.measures, accepted: found.map(({ key }) => key) };
  return { ...held, now: { ...held.now, measures } };
};

const heldInputs = async (
  wiring: Wiring,
  prepared: Prepared,
  all: readonly Remembering[],
  { runDir, accepts, signal }: HistoryIntent,
): Promise<readonly HeldInput[]> => {
  const { pipeline } = prepared.settings.document;
  const most = Math.max(...all.map(({ rule }) => rule.runs));
  const [profiles, records] = await Promise.all([
    profileInputs(wiring, prepared, all, { isLean: true, signal }),
    lastGoodRuns(wiring, pipeline, runDir, most),
  ]);
  const runTime = Date.parse(prepared.settings.runTime);
  return all.flatMap((asked): readonly HeldInput[] => {
    const profile = profiles.find(({ node }) => node === asked.node)?.profile;
    if (!profile) return [];
    const now = { runTime, measures: measuresOf(profile, runTime, asked.dated) };
    return [{ asked, now, past: pastOf(asked.node, records.slice(0, asked.rule.runs)), accepts }];
  });
};

/**
 * Measures the inputs whose contracts ask for `history`, and holds them against the runs before. Where none does,
 * nothing is read.
 */
export const withHistory = async (
  wiring: Wiring,
  prepared: Prepared,
  intent: HistoryIntent,
): Promise<Prepared> => {
  const all = remembering(prepared.logical.nodes);
  if (all.length === 0) return prepared;
  const each = (await heldInputs(wiring, prepared, all, intent)).map((held) => {
    const found = outliers(held.now, held.past, comparingOf(held));
    return { held: accepting(held, found), ...judged(prepared.loaded.parsed, held, found) };
  });
  const problems = each.flatMap((one) => one.problems);
  return {
    ...prepared,
    history: each.map(({ held }) => held),
    decisions: [...prepared.decisions, ...each.flatMap(({ decisions }) => decisions)],
    warnings: [...prepared.warnings, ...problems.filter((item) => !isError(item))],
    stops: problems.filter(isError),
  };
};
