import { sep } from 'node:path';
import { own } from '../../../base/own.js';
import type { ColumnClass, RunRecord } from '../../../kit/index.js';
import { type ByColumn, classNow, type KeptClasses, stronger } from './kept-classes.js';
import type { Places } from './places.js';

/** What is kept of a dataset: where it was written, and what its columns are taken for. */
export interface KeptDataset {
  /** Absolute: all that runs have written, as what lay there may lie there still. */
  readonly places?: readonly string[];
  readonly columns: KeptClasses;
}

/** What the contract of a reading node calls a column that files have under another name. */
export const contractName = (
  { decisions = [] }: RunRecord,
  { node }: Pick<RunRecord['inputs'][number], 'node'>,
  found: string,
): string =>
  decisions.find((decision) => decision.node === node && decision.renamedFrom === found)?.column ?? found;

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

/** What was published under a name; what is read under another may be any of it. */
const classIn = (read: readonly KeptDataset[], name: string, isRenamed: boolean): ColumnClass => {
  const known = isRenamed ? [] : read.flatMap(({ columns }) => own(columns, name) ?? []);
  const all = known.length > 0 ? known : read.flatMap(({ columns }) => Object.values(columns));
  return all.map(classNow).reduce(stronger, 'none');
};

/** Where nobody knows any more what was read, the worst is taken for true. */
const ofUnknown = ({ columns = [] }: RunRecord['inputs'][number]): ByColumn =>
  Object.fromEntries(columns.map(({ name }) => [name, 'sensitive']));

/** What the run knows itself, by a contract on the reading node, it has seen to: it is not inherited as well. */
const beyondContract = (record: RunRecord, input: RunRecord['inputs'][number], found: ByColumn): ByColumn => {
  const { classes = {} } = record.contracts?.find(({ node }) => node === input.node) ?? {};
  return Object.fromEntries(
    Object.entries(found).filter(([name, of]) => {
      const known = own(classes, contractName(record, input, name)) ?? 'none';
      return stronger(known, of) !== known;
    }),
  );
};

/** By reading nodes, the classes that their columns have by what is known of the files, beyond what the run knew itself. */
export const inheritedBy = (
  record: RunRecord,
  places: Places | undefined,
  datasets: readonly KeptDataset[],
): Readonly<Record<string, ByColumn>> =>
  Object.fromEntries(
    record.inputs.map((input) => {
      if (!places) return [input.node, ofUnknown(input)];
      const files = places.ofInput(input);
      const read = datasets.filter(({ places: of = [] }) =>
        of.some((place) => files.some((file) => holds(place, file))),
      );
      const isRenamed = places.isRenamed(input);
      const found = (input.columns ?? []).map(({ name }) => [name, classIn(read, name, isRenamed)] as const);
      const all = strongest([...read.map(classesOf), Object.fromEntries(found)]);
      return [input.node, beyondContract(record, input, all)];
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
