import { type Formats, type HistoryRule, isNested } from '../../kit/index.js';
import type { LogicalNode } from '../logical/plan.js';
import type { GuardConfig } from './config.js';
import { contractGuard } from './guard.js';
import { rawName } from './names.js';

/** A reading node whose contract has its input held against earlier runs. */
export interface Remembering {
  /** The document's node. */
  readonly node: string;
  readonly reader: LogicalNode;
  readonly rule: HistoryRule;
  /** The column that tells how fresh rows are, where the contract names one. */
  readonly dated?: string;
  /** Types that the contract gives to columns, under the engine's names. */
  readonly types: Readonly<Record<string, string>>;
  readonly formats: Formats;
}

/** Semantic types read text in their own way: of what they do not repair nothing is cast. */
const typesOf = ({ contract }: GuardConfig, { schema }: LogicalNode): Remembering['types'] => {
  const cast = Object.entries(contract.columns).flatMap(([name, { type, meaning }]) =>
    type && !meaning && !isNested(type.text) ? [name.toLowerCase()] : [],
  );
  return Object.fromEntries(
    schema.filter(({ name }) => cast.includes(name.toLowerCase())).map(({ name, type }) => [name, type]),
  );
};

/** The reading nodes whose contracts ask for `history`. */
export const remembering = (nodes: readonly LogicalNode[]): readonly Remembering[] =>
  nodes.flatMap((guard): readonly Remembering[] => {
    if (guard.kind.kind !== contractGuard.kind) return [];
    const config = guard.config as GuardConfig;
    const { history, freshness } = config.contract;
    const reader = nodes.find(({ name }) => name === rawName(guard.name));
    if (!history || reader?.kind.family !== 'read' || !reader.source) return [];
    const { node, formats } = config;
    const dated = freshness && { dated: freshness.column.name };
    return [{ node, reader, rule: history, ...dated, types: typesOf(config, guard), formats }];
  });
