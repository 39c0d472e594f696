import { aboutBytes, count } from '../../base/number-text.js';
import type { TransformDeclaration } from '../../kit/index.js';
import type { Parted } from './plan.js';

/** How rows are shared out among processes. */
export interface Sharing {
  /** Bytes of a partition, about. */
  readonly partition: number;
  /** Rows of a partition that are read from Parquet, about: of these many may be in few bytes. */
  readonly rows: number;
  /** Partitions by the hash of a key. */
  readonly buckets: number;
  /**
   * Rows of a key above which it is kept apart from others. Whether a key is, and where it is cut, follows from its rows
   * alone: sums of floating point would differ else from run to run.
   */
  readonly giant: number;
  /** Rows of a range that such a key is cut into. */
  readonly range: number;
}

/** How the rows of a stage, by its id, are shared out. */
export type SharingOf = (stage: string) => Sharing;

/** What becomes of keys of more rows than `rows`: cut into ranges whose states are merged, or one partition each. */
export interface Giant {
  readonly rows: number;
  readonly exchange: 'range' | 'one';
}

/** How the rows that a function is given are shared out among its processes. */
export type Partitioning =
  /** Read by the processes from the files, each some of them; `whole` is given to each. */
  | {
      readonly exchange: 'reading';
      readonly leaves: readonly string[];
      readonly whole: readonly string[];
      readonly bytes: number;
    }
  /** As they come, in files of about one size. */
  | { readonly exchange: 'size'; readonly bytes: number }
  /** Those of a key in the same partition. */
  | {
      readonly exchange: 'hash';
      readonly by: readonly string[];
      readonly partitions: number;
      readonly giant: Giant;
    }
  /** All in one partition, or by range where they are many. */
  | { readonly exchange: 'one'; readonly giant?: Giant };

/** A way of sharing rows out. `range`: by the total order of all columns, in parts of so many rows. */
export type Exchange = Partitioning['exchange'] | Giant['exchange'];

/** How the rows of a function are shared out. */
export const partitioningOf = (
  { shape, by }: Pick<TransformDeclaration, 'shape' | 'by'>,
  { partition, buckets, giant: rows }: Sharing,
  parted?: Parted,
): Partitioning => {
  if (parted) return { exchange: 'reading', ...parted, bytes: partition };
  if (shape !== 'aggregate' && shape !== 'partitioned') return { exchange: 'size', bytes: partition };
  const giant = { rows, exchange: shape === 'aggregate' ? 'range' : 'one' } as const;
  if (by.length > 0) return { exchange: 'hash', by, partitions: buckets, giant };
  return shape === 'aggregate' ? { exchange: 'one', giant } : { exchange: 'one' };
};

const names = (nodes: readonly string[]): string => nodes.map((name) => `"${name}"`).join(', ');

const giantText = ({ rows, exchange }: Giant): string =>
  exchange === 'range'
    ? `keys of more than ${count(rows)} rows by range, merged`
    : `keys of more than ${count(rows)} rows in one each, which are begun first: a state in order cannot be cut`;

/** The same in words: `by hash of "country" into 16 partitions`. */
export const partitioningText = (partitioning: Partitioning): string => {
  switch (partitioning.exchange) {
    case 'reading': {
      const { leaves, whole, bytes } = partitioning;
      const others = whole.length > 0 ? `, ${names(whole)} whole to each` : '';
      return `read by the processes: ${names(leaves)} by files, row groups or slices of about ${aboutBytes(bytes)}${others}`;
    }
    case 'size':
      return `as they come, in files of about ${aboutBytes(partitioning.bytes)}`;
    case 'hash': {
      const { by, partitions, giant } = partitioning;
      const columns = by.map((name) => `"${name}"`).join(', ');
      const into = partitions === 1 ? '1 partition' : `${count(partitions)} partitions`;
      return `by hash of ${columns} into ${into}; ${giantText(giant)}`;
    }
    case 'one': {
      const { giant } = partitioning;
      return giant
        ? `in one partition; more than ${count(giant.rows)} rows by range, merged`
        : 'in one partition: a state in order over all rows cannot be cut';
    }
  }
};
