import { type Problem, problem } from '../../base/errors/index.js';
import type { DecisionRecord, HistoryRule, InputMeasures, RunRecord } from '../../kit/index.js';
import { type Remembering, remembering } from '../../planner/index.js';
import { type MeasuredRun, measuresOf, type Outlier, outliers } from '../../preflight/history/index.js';
import type { ParsedDocument } from '../../spec/index.js';
import { lastGoodRuns } from '../run/last-run.js';
import type { Wiring } from '../wiring.js';
import type { Prepared } from './prepared.js';
import { profileInputs } from './profile-inputs.js';

/** What history adds to what was prepared. */
type Remembered = Pick<Prepared, 'measures' | 'decisions' | 'warnings' | 'stops'>;

/** How a run asks for it. */
export interface HistoryIntent {
  readonly runDir: string | undefined;
  /** Whether what is unlike earlier runs is as it should be. */
  readonly accepts: boolean;
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
  { node, rule, reader }: Remembering,
  { column, evidence }: Outlier,
  accepts: boolean,
): DecisionRecord => ({
  node,
  files: (reader.source?.files ?? []).map(({ name }) => name),
  about: 'history',
  ...(column === undefined ? {} : { column }),
  ...CHOICES[accepts ? 'accepted' : rule.on_outlier],
  evidence,
  isDeclared: true,
});

const problemOf = ({ source }: ParsedDocument, { node, rule }: Remembering, outlier: Outlier): Problem => {
  const place =
    source.keyPlace(['nodes', node, 'contract', 'history']) ?? source.keyPlace(['nodes', node, 'contract']);
  return problem('MR4037', `"${node}" is unlike the runs before: ${outlier.evidence}`, {
    node,
    severity: rule.on_outlier === 'stop' ? 'error' : 'warning',
    ...(place ? { place } : {}),
  });
};

const withAccepted = (measures: InputMeasures, found: readonly Outlier[], accepts: boolean): InputMeasures =>
  accepts && found.length > 0 ? { ...measures, accepted: found.map(({ key }) => key) } : measures;

const comparing = ({ least_runs, columns }: HistoryRule) => ({
  leastRuns: least_runs,
  ...(columns ? { columns: columns.map(({ name }) => name) } : {}),
});

/**
 * Measures the inputs whose contracts ask for `history`, and holds them against the runs before. Where none does,
 * nothing is read.
 */
export const withHistory = async (
  wiring: Wiring,
  prepared: Prepared,
  { runDir, accepts }: HistoryIntent,
): Promise<Prepared> => {
  const all = remembering(prepared.logical.nodes);
  if (all.length === 0) return prepared;
  const { settings, loaded } = prepared;
  const most = Math.max(...all.map(({ rule }) => rule.runs));
  const [profiles, records] = await Promise.all([
    profileInputs(wiring, prepared, all),
    lastGoodRuns(wiring, settings.document.pipeline, runDir, most),
  ]);
  const runTime = Date.parse(settings.runTime);
  const each = all.flatMap((one) => {
    const profile = profiles.find(({ node }) => node === one.node)?.profile;
    if (!profile) return [];
    const measures = measuresOf(profile, runTime, one.dated);
    const past = pastOf(one.node, records.slice(0, one.rule.runs));
    const found = outliers({ runTime, measures }, past, comparing(one.rule));
    return [{ one, found, measures: withAccepted(measures, found, accepts) }];
  });
  const problems = accepts
    ? []
    : each.flatMap(({ one, found }) => found.map((outlier) => problemOf(loaded.parsed, one, outlier)));
  const added: Remembered = {
    measures: new Map(each.map(({ one, measures }) => [one.node, measures])),
    decisions: [
      ...prepared.decisions,
      ...each.flatMap(({ one, found }) => found.map((outlier) => decisionOf(one, outlier, accepts))),
    ],
    warnings: [...prepared.warnings, ...problems.filter(({ severity }) => severity === 'warning')],
    stops: problems.filter(({ severity }) => severity === 'error'),
  };
  return { ...prepared, ...added };
};
