import type { ContractRecord, InputMeasures } from '../../kit/index.js';
import { countedOutliers, type MeasuredRun } from '../../preflight/history/index.js';
import { comparingOf, type Judged, judged } from '../check/history.js';
import type { HeldInput, Prepared } from '../check/prepared.js';

const counted = ({ now }: HeldInput, contracts: readonly ContractRecord[], node: string): MeasuredRun => {
  const rows = contracts.find((contract) => contract.node === node && !contract.isPartial)?.in;
  return rows === undefined ? now : { ...now, measures: { ...now.measures, counted: rows } };
};

/** What follows for an input once its contract has counted the rows, where nothing told before the run how many there are. */
export const judgedCount = (
  { history, loaded }: Pick<Prepared, 'history' | 'loaded'>,
  contract: ContractRecord,
): Judged => {
  const held = history.find(({ asked }) => asked.node === contract.node);
  if (!held) return { decisions: [], problems: [] };
  const now = counted(held, [contract], contract.node);
  return judged(loaded.parsed, held, countedOutliers(now, held.past, comparingOf(held)));
};

/** What the runs after this one are held against, with the rows as they were counted. */
export const keptMeasures = (
  { history }: Pick<Prepared, 'history'>,
  node: string,
  contracts: readonly ContractRecord[],
): InputMeasures | undefined => {
  const held = history.find(({ asked }) => asked.node === node);
  if (!held) return undefined;
  const now = counted(held, contracts, node);
  const found = held.accepts ? countedOutliers(now, held.past, comparingOf(held)) : [];
  const accepted = [...(now.measures.accepted ?? []), ...found.map(({ key }) => key)];
  return { ...now.measures, ...(accepted.length > 0 ? { accepted } : {}) };
};
