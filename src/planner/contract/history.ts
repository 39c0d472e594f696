import {
  type ColumnContract,
  type ColumnReading,
  type ColumnReadings,
  castSql,
  type Formats,
  type HistoryRule,
  isNested,
  keyword,
  namedIn,
  sql,
} from '../../kit/index.js';
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
  /** How the contract reads the columns that it gives types to. */
  readonly readings: ColumnReadings;
}

const readingOf = (
  { type, meaning }: ColumnContract,
  known: string,
  formats: Formats,
): ColumnReading | undefined => {
  if (!type || isNested(type.text)) return undefined;
  const { normalise } = meaning ?? {};
  if (normalise) return { type: known, of: (text) => sql`(${normalise(text)})::${keyword(known)}` };
  // A semantic type that repairs nothing leaves text as it is.
  return meaning
    ? undefined
    : { type: known, of: (text, isPlain) => castSql(text, 'VARCHAR', known, isPlain ? {} : formats) };
};

const readingsOf = ({ contract, formats }: GuardConfig, { schema }: LogicalNode): ColumnReadings =>
  Object.fromEntries(
    namedIn(contract.columns, schema).flatMap(([{ name, type }, spec]) => {
      const reading = readingOf(spec, type, formats);
      return reading ? [[name, reading] as const] : [];
    }),
  );

/** The reading nodes whose contracts ask for `history`. */
export const remembering = (nodes: readonly LogicalNode[]): readonly Remembering[] =>
  nodes.flatMap((guard): readonly Remembering[] => {
    if (guard.kind.kind !== contractGuard.kind) return [];
    const config = guard.config as GuardConfig;
    const { history, freshness } = config.contract;
    const reader = nodes.find(({ name }) => name === rawName(guard.name));
    if (!history || reader?.kind.family !== 'read' || !reader.source) return [];
    const dated = freshness && { dated: freshness.column.name };
    return [{ node: config.node, reader, rule: history, ...dated, readings: readingsOf(config, guard) }];
  });
