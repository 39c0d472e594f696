import { sep } from 'node:path';
import { own } from '../../../base/own.js';
import type { ColumnClass, RunRecord } from '../../../kit/index.js';
import { classNow, type KeptClasses, stronger } from './kept-classes.js';
import type { Places } from './places.js';

/** What is kept of a dataset: where it lies, and what its columns are taken for. */
export interface KeptDataset {
  /** Absolute; undefined where it is not known. */
  readonly place?: string;
  readonly columns: KeptClasses;
}

/** Classes by the names of columns. */
export type ByColumn = Readonly<Record<string, ColumnClass>>;

const holds = (place: string, file: string): boolean => file === place || file.startsWith(place + sep);

/** Of several, for each column the class that asks for the most care. */
export const strongest = (all: readonly ByColumn[]): ByColumn => {
  const found = new Map<string, ColumnClass>();
  for (const each of all)
    for (const [name, of] of Object.entries(each)) found.set(name, stronger(found.get(name) ?? 'none', of));
  return Object.fromEntries([...found].filter(([, of]) => of !== 'none'));
};

const classesOf = ({ columns }: KeptDataset): ByColumn =>
  Object.fromEntries(Object.entries(columns).map(([name, kept]) => [name, classNow(kept)]));

/** By reading nodes, the classes that their columns have where another pipeline published them. */
export const inheritedBy = (
  { inputs }: RunRecord,
  places: Places,
  datasets: readonly KeptDataset[],
): Readonly<Record<string, ByColumn>> =>
  Object.fromEntries(
    inputs.map((input) => {
      const files = places.ofInput(input);
      const read = datasets.filter(({ place }) => place && files.some((file) => holds(place, file)));
      return [input.node, strongest(read.map(classesOf))];
    }),
  );

/** For the columns of an output, what they have from the columns of other pipelines that they are made of. */
export const inheritedOf = (
  record: RunRecord,
  node: string,
  inherited: Readonly<Record<string, ByColumn>>,
): ByColumn =>
  strongest(
    Object.entries(own(record.lineage, node) ?? {}).flatMap(([name, sources]) =>
      sources.map((source) => ({ [name]: own(own(inherited, source.node) ?? {}, source.column) ?? 'none' })),
    ),
  );
