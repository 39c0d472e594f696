import { didYouMean, listed } from '../../../base/diagnostics/suggest.js';
import { type Column, type Finding, findColumn, type Input, sql } from '../../../kit/index.js';
import type { OutputColumn } from '../../shared/columns.js';
import { duplicates, type GivenName, unknownColumn } from '../../shared/findings.js';
import { isFiltering, type Join, type JoinConfig } from './config.js';
import { columnSql, keyPairs, keyValueSql } from './keys.js';

interface Selection {
  readonly text: string;
  readonly path: readonly (string | number)[];
  readonly name?: string;
}

const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

const isList = (columns: NonNullable<JoinConfig['columns']>): columns is string[] => Array.isArray(columns);

const selections = (columns: NonNullable<JoinConfig['columns']>): readonly Selection[] =>
  isList(columns)
    ? columns.map((text, index) => ({ text, path: ['columns', index] }))
    : Object.entries(columns).map(([name, text]) => ({ name, text, path: ['columns', name] }));

const columnFrom = (input: Input, { name }: Column): OutputColumn => ({
  name,
  value: columnSql(input, name),
  uses: [{ input: input.alias, column: name }],
  copyOf: { input: input.alias, column: name },
});

const parts = ({ text }: Selection): readonly [string, string] => {
  const dot = text.indexOf('.');
  return [text.slice(0, dot), text.slice(dot + 1)];
};

const visible = ({ config, left, right }: Join): readonly Input[] =>
  isFiltering(config) ? [left] : [left, right];

const resolved = (selection: Selection, join: Join): readonly OutputColumn[] => {
  const [alias, written] = parts(selection);
  const input = visible(join).find((candidate) => same(candidate.alias, alias));
  if (!input) return [];
  if (written === '*') return input.schema.map((column) => columnFrom(input, column));
  const column = findColumn(input.schema, written);
  return column ? [{ ...columnFrom(input, column), name: selection.name ?? column.name }] : [];
};

const unknownAlias = (alias: string, { path }: Selection, join: Join): Finding => {
  const known = visible(join).map((input) => input.alias);
  const isRight = isFiltering(join.config) && same(alias, join.right.alias);
  const label = didYouMean(alias, known);
  return {
    code: 'MR2104',
    message: isRight
      ? `a ${join.config.type} join gives columns of "${join.left.alias}" only`
      : `unknown input "${alias}"`,
    path,
    notes: [`inputs: ${known.join(', ')}`],
    ...(label ? { label } : {}),
  };
};

const selectionFaults = (selection: Selection, join: Join): readonly Finding[] => {
  const [alias, written] = parts(selection);
  const input = visible(join).find((candidate) => same(candidate.alias, alias));
  if (!input) return [unknownAlias(alias, selection, join)];
  const isKnown = written === '*' || findColumn(input.schema, written);
  return isKnown ? [] : [unknownColumn({ name: written, path: selection.path }, input)];
};

/** A key that the right side may have alone: its value is taken from the side that has one. */
const sharedKey = (join: Join, column: Column): OutputColumn | undefined => {
  const { config, left, right } = join;
  const pair = keyPairs(join).find((candidate) => candidate.left.name === column.name);
  if (!pair || (config.type !== 'right' && config.type !== 'full')) return undefined;
  return {
    name: column.name,
    value: sql`coalesce(${keyValueSql(join, 'left', pair)}, ${keyValueSql(join, 'right', pair)})`,
    uses: [
      { input: left.alias, column: pair.left.name },
      { input: right.alias, column: pair.right.name },
    ],
  };
};

const defaults = (join: Join): readonly OutputColumn[] => {
  const { config, left, right } = join;
  const first = left.schema.map((column) => sharedKey(join, column) ?? columnFrom(left, column));
  if (isFiltering(config)) return first;
  const keys = new Set(keyPairs(join).map((pair) => pair.right.name));
  const others = right.schema.filter(({ name }) => !keys.has(name));
  return [...first, ...others.map((column) => columnFrom(right, column))];
};

/** The columns that the join gives. */
export const outputsOf = (join: Join): readonly OutputColumn[] => {
  const { columns } = join.config;
  return columns === undefined
    ? defaults(join)
    : selections(columns).flatMap((selection) => resolved(selection, join));
};

const collidingDefaults = (join: Join): readonly Finding[] => {
  const collisions = duplicates(outputsOf(join).map(({ name }) => ({ name, path: [] })));
  if (collisions.length === 0) return [];
  const names = join.right.schema
    .map(({ name }) => name)
    .filter(
      (name) =>
        findColumn(join.left.schema, name) && outputsOf(join).some((column) => same(column.name, name)),
    );
  return [
    {
      code: 'MR2114',
      message: `both inputs have the columns: ${listed(names)}`,
      notes: ['say which to give, and under which names, with `columns`'],
    },
  ];
};

const givenNames = (join: Join): readonly GivenName[] =>
  selections(join.config.columns ?? []).flatMap((selection) =>
    resolved(selection, join).map(({ name }) => ({ name, path: selection.path })),
  );

/** Columns and inputs that are not there, and names that come twice. */
export const columnFaults = (join: Join): readonly Finding[] => {
  const { columns } = join.config;
  if (columns === undefined) return collidingDefaults(join);
  const unknown = selections(columns).flatMap((selection) => selectionFaults(selection, join));
  return unknown.length > 0 ? unknown : duplicates(givenNames(join));
};
