import { createHmac } from 'node:crypto';
import { canonicalJson, hashOf } from '../../base/hash.js';
import { own } from '../../base/own.js';
import {
  type AuditEntry,
  type ColumnGrant,
  type DatasetGrant,
  findColumn,
  type Masks,
  type Schema,
} from '../../kit/index.js';
import type { PublishedVersion } from './version.js';

/** A version of a dataset as somebody may see it. */
export interface DatasetView {
  readonly version: PublishedVersion;
  readonly grant: DatasetGrant;
  /** Of who asks: what `$name` stands for in a row filter. */
  readonly attributes: Readonly<Record<string, string>>;
  /** The semantic types by whose masks columns are shown. */
  readonly masks: Masks;
  /** The key of hashes that stand for values. */
  readonly hashKey: Uint8Array;
}

/** A column as it is shown, with its type in the dataset. */
export interface ShownColumn {
  readonly name: string;
  readonly type: string;
  readonly shown: Exclude<ColumnGrant['shown'], 'absent'>;
}

/** The columns that are shown: one that the grant does not name is not. */
export const shownColumns = ({ version, grant }: DatasetView): readonly ShownColumn[] => {
  const granted = new Map(grant.columns.map(({ name, shown }) => [name, shown]));
  return version.schema.flatMap(({ name, type }) => {
    const shown = granted.get(name) ?? 'absent';
    return shown === 'absent' ? [] : [{ name, type, shown }];
  });
};

/** The types that columns have for who asks: what stands for a value is text, a null keeps its type. */
export const shownSchema = (view: DatasetView): Schema =>
  shownColumns(view).map(({ name, type, shown }) => ({
    name,
    type: shown === 'mask' || shown === 'hash' ? 'VARCHAR' : type,
  }));

/** The attributes that a filter can ask for: those whose names stand in it. */
export const attributesIn = (
  filter: string,
  attributes: DatasetView['attributes'],
): DatasetView['attributes'] =>
  Object.fromEntries(
    Object.entries(attributes).filter(([name]) => filter.toLowerCase().includes(name.toLowerCase())),
  );

const versionIds = new WeakMap<PublishedVersion, string>();

/** A version may have thousands of files, and is the same value for all who read it. */
const versionId = (version: PublishedVersion): string => {
  const { pipeline, node, runId, schema, files } = version;
  const known = versionIds.get(version);
  if (known !== undefined) return known;
  const sums = files.map(({ sha256 }) => sha256);
  const made = hashOf([pipeline, node, runId, schema.map(({ name, type }) => [name, type]), sums]);
  versionIds.set(version, made);
  return made;
};

const viewIds = new WeakMap<DatasetView, string>();

const makeId = (view: DatasetView): string => {
  const { version, grant, attributes, masks, hashKey } = view;
  const { filter } = grant.rows;
  const columns = shownColumns(view).map(({ name, shown }) => [
    name,
    shown,
    shown === 'mask' ? (own(masks, name) ?? null) : null,
  ]);
  const rows = filter === undefined ? null : [filter, attributesIn(filter, attributes)];
  return createHmac('sha256', hashKey)
    .update(canonicalJson([versionId(version), grant.rows.isAllowed, columns, rows]))
    .digest('hex');
};

/**
 * What a view shows, as a text that says nothing: the same for two people only where both see the same of the same
 * version, in columns and in rows.
 */
export const viewId = (view: DatasetView): string => {
  const made = viewIds.get(view) ?? makeId(view);
  viewIds.set(view, made);
  return made;
};

/** What the record of an audit says of columns. */
export type ColumnsRecord = NonNullable<AuditEntry['columns']>;

/** What was asked for, and how each of it is shown; a name is written as the dataset has it. */
export const columnsRecord = (view: DatasetView, asked: readonly string[]): ColumnsRecord => {
  const wanted = new Set(asked.map((name) => findColumn(view.version.schema, name)?.name ?? name));
  const shown = shownColumns(view).filter(({ name }) => wanted.has(name));
  return {
    asked: [...wanted],
    granted: shown.flatMap(({ name, shown: how }) => (how === 'clear' ? [name] : [])),
    masked: Object.fromEntries(
      [...wanted].flatMap((name) => {
        const how = shown.find((column) => column.name === name)?.shown ?? 'absent';
        return how === 'clear' ? [] : [[name, how]];
      }),
    ),
  };
};
