import {
  type Cell,
  type ContractRecord,
  type Engine,
  type ExecuteOptions,
  type Loss,
  type MergeRecord,
  mergeCounts,
  type PortRecord,
  type StatementResult,
} from '../../kit/index.js';
import type { Ports, Stage } from '../../planner/index.js';

/** The inputs of a node as they were counted. */
export interface PortCounts {
  readonly node: string;
  readonly ports: readonly PortRecord[];
  /** What became of the rows that did not come out, where the node as a whole tells. */
  readonly loss?: Loss;
}

const lost = (loss: Loss | undefined, rows: number): Partial<Record<Loss, number>> =>
  loss === undefined || rows === 0 ? {} : { [loss]: rows };

const partnered = ({ node, ports, partners }: Ports, row: readonly Cell[]): PortCounts => ({
  node,
  ports: ports.map(({ port }, index) => {
    const [all, found] = [Number(row[2 * index]), Number(row[2 * index + 1])];
    const { partnered: whenFound, alone } = partners?.pairs[index] ?? {};
    return { port, in: all, ...lost(whenFound, found), ...lost(alone, all - found) };
  }),
});

/** What the inputs of a stage's nodes with contracts held: as counted on the way, or of kept rows now. */
export const portCounts = async (
  engine: Engine,
  { ports: all }: Stage,
  counts: Readonly<Record<string, number>>,
  options: ExecuteOptions,
): Promise<readonly PortCounts[]> => {
  const found: PortCounts[] = [];
  for (const node of all) {
    if (node.partners) {
      const statement = { query: node.partners.query, sink: { kind: 'rows', limit: 1 } } as const;
      const { values } = await engine.execute(statement, options);
      found.push(partnered(node, values[0] ?? []));
      continue;
    }
    const ports = node.ports.map(({ port, label }) => ({ port, in: counts[label] ?? 0 }));
    found.push({ node: node.node, ports, ...(node.loss ? { loss: node.loss } : {}) });
  }
  return found;
};

const LOSSES = ['filtered', 'unmatched', 'merged'] as const;

const sum = (ports: readonly PortRecord[], key: 'in' | Loss): number =>
  ports.reduce((all, port) => all + (port[key] ?? 0), 0);

/** A contract's record with what the node itself did with its input, before the contract saw its rows. */
export const balanced = (record: ContractRecord, all: readonly PortCounts[]): ContractRecord => {
  const own = all.find(({ node }) => node === record.node);
  if (!own || record.passed === undefined) return record;
  const produced = record.passed + record.quarantined;
  const read = sum(own.ports, 'in');
  const given = LOSSES.reduce((left, key) => left - sum(own.ports, key), read);
  const rest = lost(own.loss, Math.max(0, given - produced));
  const [only, ...others] = own.ports;
  const ports = only && others.length === 0 ? [{ ...only, ...rest }] : own.ports;
  const totals = LOSSES.map((key) => [key, sum(own.ports, key) + (rest[key] ?? 0)] as const);
  return {
    ...record,
    in: read,
    ...(produced > given ? { made: produced - given } : {}),
    ...Object.fromEntries(totals.filter(([, rows]) => rows > 0)),
    ports,
  };
};

/** What a stage that merges by a key did with the rows of both sides. */
export const mergeRecord = (
  { sink, counts: labels }: Stage,
  { rows, counts = {} }: StatementResult,
): MergeRecord | undefined => {
  if (sink.kind !== 'file' || !labels.includes(mergeCounts.in)) return undefined;
  const [all = 0, kept = 0, added = 0] = [
    counts[mergeCounts.in],
    counts[mergeCounts.kept],
    counts[mergeCounts.added],
  ];
  const taken = rows - kept;
  const gone = (counts[mergeCounts.before] ?? 0) - kept;
  return { node: sink.node, in: all, added, replaced: taken - added, gone, merged: all - taken, kept };
};
