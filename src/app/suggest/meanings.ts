import {
  type Engine,
  identifier,
  isOfEngine,
  isRepaired,
  joined,
  keyword,
  literal,
  type Schema,
  type SemanticType,
  type Sql,
  sql,
} from '../../kit/index.js';
import { type Detector, meaningSql, meaningsOf } from '../../preflight/profile/index.js';
import { readRows } from '../read-rows.js';

/** A semantic type that a column seems to have, and how its values are of it; all of them were looked at. */
export interface Meant {
  readonly type: SemanticType;
  readonly values: number;
  /** Values that are not of the type. */
  readonly broken: number;
  /** Values that normalising by the type would change. */
  readonly changed: number;
  /** Whether the contract can name the type: it checks text, and a column of numbers is to stay one. */
  readonly isText: boolean;
}

/** Rows in which types are looked for; how many values are of them is told by all. */
const LOOKED = 20_000;
const TOP = 5;

/** Types whose form says so much that no name has to speak for them. */
const PLAIN = 80;

const textOf = (name: string): Sql => sql`${identifier(name)}::varchar`;

const frequent = async (
  engine: Engine,
  rows: Sql,
  schema: Schema,
): Promise<readonly (readonly string[])[]> => {
  const tops = schema.map(
    ({ name }) => sql`to_json(approx_top_k(${textOf(name)}, ${literal(TOP)}))::varchar`,
  );
  const [found = []] = await readRows(engine, sql`select ${joined(tops)} from ${rows}`, 1);
  return found.map((text) => (text === null ? [] : (JSON.parse(String(text)) as readonly string[])));
};

interface Likely {
  readonly column: Schema[number];
  readonly type: SemanticType;
}

/** What columns seem to be, by their names and some of their values. */
const likely = async (
  engine: Engine,
  detector: Detector,
  all: Sql,
  schema: Schema,
): Promise<readonly Likely[]> => {
  const asked = schema.filter((column) => detector.candidates(column).length > 0);
  if (asked.length === 0) return [];
  const rows = sql`(select * from (${all}) limit ${literal(LOOKED)})`;
  const tops = await frequent(engine, rows, asked);
  const shown = asked.map((column, index) => ({ column, values: tops[index] ?? [] }));
  const query = meaningSql(shown, rows, detector);
  const meanings = meaningsOf(shown, query ? await readRows(engine, query, asked.length) : [], detector);
  return asked.flatMap((column) => {
    const type = detector.types.find(({ name }) => name === meanings.get(column.name)?.type);
    const speaks = type && (type.names.test(column.name) || type.specificity >= PLAIN);
    return speaks && !isOfEngine(type.name) ? [{ column, type }] : [];
  });
};

const counts = ({ column: { name }, type }: Likely): readonly Sql[] => {
  const text = textOf(name);
  return [
    sql`count(${text})`,
    sql`count(*) filter (where not coalesce(${type.check(text)}, true))`,
    sql`count(*) filter (where ${isRepaired(text, sql`(${type.normalise(text)})::${keyword(type.valueType)}`, type.valueType)})`,
  ];
};

/** The semantic types that columns of a query seem to have, by their names; every row is looked at for how far they do. */
export const meaningsIn = async (
  engine: Engine,
  detector: Detector,
  rows: Sql,
  schema: Schema,
): Promise<ReadonlyMap<string, Meant>> => {
  const found = await likely(engine, detector, rows, schema);
  if (found.length === 0) return new Map();
  const [row = []] = await readRows(engine, sql`select ${joined(found.flatMap(counts))} from (${rows})`, 1);
  return new Map(
    found.map(({ column, type }, index) => {
      const [values = 0, broken = 0, changed = 0] = row.slice(index * 3, index * 3 + 3).map(Number);
      return [column.name, { type, values, broken, changed, isText: column.type === 'VARCHAR' }];
    }),
  );
};
