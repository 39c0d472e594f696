import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { didYouMean, listed } from '../../base/diagnostics/suggest.js';
import { failure } from '../../base/errors/index.js';
import { count, plural } from '../../base/number-text.js';
import {
  type DataFile,
  type Engine,
  findColumn,
  identifier,
  isKeptAsJson,
  joined,
  keyword,
  literal,
  ORIGIN_FILE,
  ORIGIN_ROW,
  originalPointer,
  type Schema,
  type Sql,
  sql,
} from '../../kit/index.js';
import { quarantineRows } from '../quarantine/relation.js';
import { readRows, smallEngine, unwatched } from '../read-rows.js';
import type { Wiring } from '../wiring.js';

/** Which rows are replayed, and what is changed in them: SQL over the columns, each as text in plain form. */
export interface Choice {
  readonly where?: string;
  readonly set: Readonly<Record<string, string>>;
}

/** Where the rows are from. */
export interface Origin {
  readonly node: string;
  /** Numbers of rows that went already. */
  readonly taken: readonly number[];
  /** The columns that their node had. */
  readonly schema: Schema;
}

/** What to do about records that no replay can take. */
export const MEND_RECORDS =
  'Mend the file that they are in and run the pipeline again. `millrace quarantine show` prints them, `millrace clean` removes what old runs keep.';

/** Rows that were chosen, in a file of their own. */
export interface Chosen {
  readonly rows: readonly number[];
  /** How many records gave no row, and cannot be chosen. */
  readonly records: number;
  readonly file: DataFile;
  /** Whether the function of their node threw for them. */
  readonly isThrown: boolean;
}

const ROW = 'number of the row';
const WHY = 'whether the function threw';

const isJson = (schema: Schema, name: string): boolean =>
  isKeptAsJson(findColumn(schema, name)?.type ?? 'VARCHAR');

/** The columns of the rows, in the order of the first. */
const namesIn = async (engine: Engine, file: string): Promise<readonly string[]> => {
  const keys = sql`select json_keys(original) from ${quarantineRows(file)} where not is_record group by 1 order by min("row")`;
  const found = await readRows(engine, keys, 100_000);
  return [...new Set(found.flatMap(([names]) => (Array.isArray(names) ? names.map(String) : [])))];
};

/** What the file has in a form of its own (`31.12.2024`) goes on in plain form: the replay reads no such file. */
const plainValue = (name: string): Sql => {
  const pointer = literal(originalPointer(name));
  return sql`case when json_exists(plain, ${pointer}) then plain ->> ${pointer} else original ->> ${pointer} end`;
};

const asText = (file: string, names: readonly string[], taken: readonly number[]): Sql => {
  const values = names.map((name) => sql`${plainValue(name)} as ${identifier(name)}`);
  const left = taken.length === 0 ? keyword('true') : sql`"row" not in (select unnest(${literal(taken)}))`;
  return sql`select "row" as ${identifier(ROW)}, list_contains(list_transform(reasons, lambda reason: reason."rule"), 'code') as ${identifier(WHY)}, file as ${identifier(`${ORIGIN_FILE} of it`)}, record as ${identifier(`${ORIGIN_ROW} of it`)}, ${joined(values)} from ${quarantineRows(file)} where not goes_on and not is_record and ${left}`;
};

/** SQL that a person gave on the command line, held against the columns. */
const bound = async (
  engine: Engine,
  option: string,
  text: string,
  names: readonly string[],
  expects?: string,
): Promise<Sql> => {
  const relation = await engine.relation(
    'rows',
    names.map((name) => ({ name, type: 'VARCHAR' })),
  );
  const request = {
    text,
    form: 'expression',
    allows: 'scalar',
    relations: [relation],
    parameters: {},
  } as const;
  const [outcome] = await engine.bind([{ ...request, ...(expects ? { expects } : {}) }]);
  if (outcome?.ok) return { kind: 'sql', text: outcome.value.sql, parameters: [] };
  const { message = 'it cannot be read', label, notes = [] } = outcome?.fault ?? {};
  throw failure('MR6004', `${option} ${text}: ${message}`, {
    notes: [...(label ? [label] : []), ...notes],
    mend: 'Values are text, dates and numbers in plain form (`2024-12-31`, `1234.5`); cast them where numbers are compared: `amount::integer > 5`.',
  });
};

/** The changes under the names of the columns, which SQL looks up without regard to case. */
const changesOf = (names: readonly string[], set: Choice['set']): Choice['set'] =>
  Object.fromEntries(
    Object.entries(set).map(([name, text]) => {
      const own = names.find((other) => other.toLowerCase() === name.toLowerCase());
      if (own !== undefined) return [own, text];
      const label = didYouMean(name, names);
      throw failure('MR6004', `--set ${name}=…: the rows have no column "${name}"`, {
        notes: [...(label ? [label] : []), `columns: ${listed(names)}`],
      });
    }),
  );

/** Records that gave no row have no columns to choose by, and none to give. */
const recordsIn = async (engine: Engine, file: string): Promise<number> => {
  const query = sql`select count(*) from ${quarantineRows(file)} where is_record`;
  const [row] = await readRows(engine, query, 1);
  return Number(row?.[0] ?? 0);
};

const nothingToChoose = (node: string, records: number) =>
  records === 0
    ? failure('MR6004', `no row of "${node}" is left in quarantine: they were erased`, {
        mend: 'Run the pipeline again; there is nothing to replay.',
      })
    : failure(
        'MR6004',
        `all that "${node}" has in quarantine is ${plural(records, 'record')} that gave no row, which cannot be replayed`,
        { mend: MEND_RECORDS },
      );

/**
 * Whether the function threw for all of these rows, or for none.
 *
 * @throws MR6004 where it threw for some: those go through it, and the others are as it made them
 */
const thrownAmong = (node: string, rows: readonly (readonly unknown[])[]): boolean => {
  const thrown = rows.filter(([, isThrown]) => isThrown === true).length;
  if (thrown === 0 || thrown === rows.length) return thrown > 0;
  throw failure(
    'MR6004',
    `the function of "${node}" threw for ${count(thrown)} of these ${plural(rows.length, 'row')}`,
    {
      notes: ['those are given to the function again; the others go on as it made them'],
      mend: 'Replay them one after the other: `--where "error is not null"`, then `--where "error is null"`.',
    },
  );
};

/** The values that go on. */
const chosenColumns = async (
  engine: Engine,
  names: readonly string[],
  set: Choice['set'],
  schema: Schema,
): Promise<Sql> => {
  const columns: Sql[] = [];
  for (const name of names) {
    const text = set[name];
    const value =
      text === undefined
        ? identifier(name)
        : sql`(${await bound(engine, `--set ${name}=`, text, names)})::varchar`;
    columns.push(
      isJson(schema, name)
        ? sql`${value}::json as ${identifier(name)}`
        : sql`${value} as ${identifier(name)}`,
    );
  }
  const origins = [ORIGIN_FILE, ORIGIN_ROW]
    .filter((name) => !names.includes(name))
    .map((name) => sql`${identifier(`${name} of it`)} as ${identifier(name)}`);
  return joined([...columns, ...origins]);
};

const describedFile = async (path: string): Promise<DataFile> => {
  const { size, mtime } = await stat(path);
  return { path, name: path, bytes: size, modified: mtime.toISOString() };
};

const engineFor = (wiring: Wiring, file: string, target: string): Promise<Engine> =>
  smallEngine(wiring, {
    readable: [file],
    writable: [dirname(target)],
    spillFolder: `${target}.spill`,
  });

/**
 * Puts the rows of a quarantine that are chosen into a file, with what was changed in them.
 *
 * @throws MR6004 for SQL that does not hold, a column that there is not, or where none of them is a row.
 */
export const chooseRows = async (
  wiring: Wiring,
  file: string,
  target: string,
  choice: Choice,
  { node, taken, schema }: Origin,
): Promise<Chosen> => {
  const engine = await engineFor(wiring, file, target);
  try {
    const names = await namesIn(engine, file);
    const records = await recordsIn(engine, file);
    if (names.length === 0) throw nothingToChoose(node, records);
    const set = changesOf(names, choice.set);
    const where =
      choice.where === undefined
        ? keyword('true')
        : await bound(engine, '--where', choice.where, names, 'BOOLEAN');
    const rows = sql`from (${asText(file, names, taken)}) as ${identifier('rows')} where ${where}`;
    const numbers = await readRows(
      engine,
      sql`select ${identifier(ROW)}, ${identifier(WHY)} ${rows}`,
      Number.MAX_SAFE_INTEGER,
    );
    const isThrown = thrownAmong(node, numbers);
    const query = sql`select ${await chosenColumns(engine, names, set, schema)} ${rows}`;
    const sink = { kind: 'file', path: target, format: 'parquet', options: {} } as const;
    await engine.execute({ query, sink }, unwatched());
    const own = numbers.map(([number]) => Number(number));
    return { rows: own, records, file: await describedFile(target), isThrown };
  } finally {
    await engine.close();
  }
};
