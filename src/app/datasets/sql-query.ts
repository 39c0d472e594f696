import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { failure } from '../../base/errors/index.js';
import {
  type Binding,
  type Cell,
  identifier,
  joined,
  keyword,
  literal,
  type Reader,
  type Schema,
  type Sql,
  sql,
} from '../../kit/index.js';
import type { ReadingParts } from './parts.js';
import type { OpenView } from './pool.js';
import { questionProblem } from './problems.js';

/** A query over datasets, each under a name of its own. */
export interface SqlQuestion {
  readonly query: string;
  /** Rows at most; whether there are more is said. */
  readonly limit: number;
}

export interface SqlAnswer {
  readonly columns: Schema;
  readonly rows: readonly (readonly Cell[])[];
  /** Whether there are rows beyond these. */
  readonly isCut: boolean;
  /** By alias, the columns that the query uses. */
  readonly uses: ReadonlyMap<string, readonly string[]>;
}

type OpenViews = Readonly<Record<string, OpenView>>;

const openReader = ({ wiring, folder, limits }: ReadingParts, views: OpenViews): Promise<Reader> =>
  wiring.createReader({
    tables: Object.fromEntries(Object.entries(views).map(([alias, { kept }]) => [alias, kept.table])),
    limits: { memory: limits.memory, threads: limits.threads },
    spillFolder: join(folder, 'queries', randomUUID()),
    writable: [],
    sessions: 1,
  });

const bound = async (reader: Reader, views: OpenViews, query: string): Promise<Binding> => {
  const relations = [];
  for (const [alias, { kept }] of Object.entries(views))
    relations.push(await reader.relation(alias, kept.table.schema));
  const outcome = await reader.bind({
    text: query,
    form: 'query',
    allows: 'aggregate',
    relations,
    parameters: {},
  });
  if (!outcome.ok) throw questionProblem('query', query, outcome.fault);
  return outcome.value;
};

const scoped = (reader: Reader, views: OpenViews, query: string, count: number): Sql => {
  const tables = Object.keys(views).map(
    (alias) => sql`${identifier(alias)} as (select * from ${reader.table(alias)})`,
  );
  return sql`with ${joined(tables)} select * from (${keyword(query)}) limit ${literal(count)}`;
};

const usesOf = ({ columns }: Binding): SqlAnswer['uses'] => {
  const uses = new Map<string, string[]>();
  for (const { input, column } of columns) uses.set(input, [...(uses.get(input) ?? []), column]);
  return uses;
};

/**
 * Answers one SELECT over views that are open, in an engine that has nothing else and ends with it.
 *
 * @throws MR21xx at their places for a query that does not hold, MR8904 and MR8905 for one that fails
 */
export const answerSql = async (
  parts: ReadingParts,
  views: OpenViews,
  { query, limit }: SqlQuestion,
  signal: AbortSignal,
): Promise<SqlAnswer> => {
  if (Object.keys(views).length === 0) throw failure('MR8002', 'body datasets: at least one is needed');
  const reader = await openReader(parts, views);
  try {
    const binding = await bound(reader, views, query);
    const { schema, values } = await reader.rows(scoped(reader, views, binding.sql, limit + 1), signal);
    return {
      columns: schema,
      rows: values.slice(0, limit),
      isCut: values.length > limit,
      uses: usesOf(binding),
    };
  } finally {
    await reader.close();
  }
};
