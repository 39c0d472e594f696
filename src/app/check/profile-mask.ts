import { own } from '../../base/own.js';
import type { ColumnLineage, Engine } from '../../kit/index.js';
import { columnLineage } from '../../planner/index.js';
import {
  type ColumnProfile,
  classifiedIn,
  type InputProfile,
  maskProfile,
} from '../../preflight/profile/index.js';

import { type MaskedColumn, showMasked } from '../masked-texts.js';
import type { Wiring } from '../wiring.js';
import type { Prepared } from './prepared.js';

/** What is needed of a document that was checked. */
type Checked = Pick<Prepared, 'physical' | 'plan'>;

/** Columns that a contract classifies, with the semantic type by whose mask their values are shown, where there is one. */
type Classes = Readonly<Record<string, string | undefined>>;

const sourcesOf = (columns: ColumnLineage[string], column: string): ColumnLineage[string][string] =>
  own(columns, column) ?? [];

/** Columns of a reading node that a contract classifies: its own, or one of a node that they go into. */
const classesOf = ({ physical, plan }: Checked, reader: string): Classes => {
  const lineage = columnLineage(plan);
  const guards = physical.stages.flatMap((stage) => stage.guards);
  const goInto = guards.flatMap(({ node, classes }) =>
    Object.keys(classes).flatMap((column) =>
      sourcesOf(lineage[node] ?? {}, column)
        .filter((source) => source.node === reader)
        .map((source) => [source.column, undefined] as const),
    ),
  );
  const classified = guards
    .filter(({ node }) => node === reader)
    .flatMap((guard) =>
      Object.keys(guard.classes).map((column) => [column, own(guard.masks, column)] as const),
    );
  return Object.fromEntries([...goInto, ...classified]);
};

const maskedColumn = (column: ColumnProfile, classes: Classes): readonly MaskedColumn[] => {
  const { name, semantic, least, greatest, heavy } = column;
  const type = Object.hasOwn(classes, name) ? classes[name] : semantic?.type;
  const values = [least, greatest, ...heavy.map(({ value }) => value)].filter((value) => value !== null);
  return type === undefined ? [] : [{ column: name, type, values }];
};

/** The columns of a reading node whose values are shown only where that is asked for. */
export const classifiedNames = (
  prepared: Checked,
  reader: string,
  profile: InputProfile,
): readonly string[] => classifiedIn(profile, classesOf(prepared, reader)).map(({ name }) => name);

/** The profile of a reading node as it may be shown: classified values by the masks of their types, or not at all. */
export const maskedProfile = async (
  engine: Engine,
  { types }: Wiring,
  prepared: Checked,
  reader: string,
  profile: InputProfile,
): Promise<InputProfile> => {
  const classes = classesOf(prepared, reader);
  const columns = classifiedIn(profile, classes);
  const masked = columns.flatMap((column) => maskedColumn(column, classes));
  return maskProfile(profile, columns, await showMasked(engine, types, masked));
};
