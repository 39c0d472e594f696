import { own } from '../../../base/own.js';
import type { ColumnClass, RunRecord } from '../../../kit/index.js';

/** What a steward has said of a column, on record. */
export interface Declared {
  readonly class: ColumnClass;
  readonly by: string;
  /** ISO 8601 UTC. */
  readonly at: string;
  readonly reason: string;
}

/** What the values of a column of a dataset are taken for. */
export interface KeptClass {
  /** The one that asks for the most care of all that runs have found. */
  readonly class: ColumnClass;
  /** The semantic type by whose mask values are shown. */
  readonly mask?: string;
  /** The columns of sources that it was made of at last, `node.column` each, sorted. */
  readonly sources: readonly string[];
  /** Holds as long as the column is made of the same. */
  readonly declared?: Declared;
}

/** Classes by the names of columns. */
export type ByColumn = Readonly<Record<string, ColumnClass>>;

/** By the columns of a dataset. */
export type KeptClasses = Readonly<Record<string, KeptClass>>;

const order: readonly ColumnClass[] = ['none', 'personal', 'sensitive'];

/** Of two classes, the one that asks for more care. */
export const stronger = (a: ColumnClass, b: ColumnClass): ColumnClass =>
  order.indexOf(a) >= order.indexOf(b) ? a : b;

/** What holds of a column by now. */
export const classNow = ({ class: found, declared }: KeptClass): ColumnClass => declared?.class ?? found;

const isSame = (a: readonly string[], b: readonly string[]): boolean => a.join('\n') === b.join('\n');

const merged = (before: KeptClass | undefined, now: Omit<KeptClass, 'declared'>): KeptClass => {
  const found = stronger(before?.class ?? 'none', now.class);
  const mask = now.mask ?? before?.mask;
  const declared = before?.declared && isSame(before.sources, now.sources) ? before.declared : undefined;
  return {
    class: found,
    ...(mask === undefined ? {} : { mask }),
    sources: now.sources,
    ...(declared ? { declared } : {}),
  };
};

/**
 * The classes of an output after a run. They grow and never fall by themselves, whatever a document says by now: a column
 * that was personal once is so until a steward declares otherwise.
 */
export const afterRun = (
  kept: KeptClasses,
  record: RunRecord,
  node: string,
  inherited: Readonly<Record<string, ColumnClass>> = {},
): KeptClasses => {
  const { classes = {}, masks = {} } = own(record.classes ?? {}, node) ?? {};
  const lineage = own(record.lineage, node) ?? {};
  const schema = record.nodes.find(({ name }) => name === node)?.schema ?? [];
  const now = schema.map(({ name }): readonly [string, KeptClass] => {
    const mask = own(masks, name);
    const sources = (own(lineage, name) ?? []).map((source) => `${source.node}.${source.column}`).toSorted();
    const found = {
      class: stronger(own(classes, name) ?? 'none', own(inherited, name) ?? 'none'),
      ...(mask === undefined ? {} : { mask }),
      sources,
    } as const;
    return [name, merged(own(kept, name), found)];
  });
  return { ...kept, ...Object.fromEntries(now) };
};
