import type { PGlite, Results } from '@electric-sql/pglite';

/** More different statements than any part of the store has; past it they run as they come. */
const MOST = 200;

/**
 * A value as SQL, quoted, whatever its type: the prepared statement knows which it must be. A text of quotes and
 * backslashes stays one text, as the strings of this connection conform to the standard.
 *
 * @returns undefined for what has no such form.
 */
const literal = (value: unknown): string | undefined => {
  if (value === null) return 'null';
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint')
    return `'${value}'`;
  // Characters of code 0 would end the statement.
  if (typeof value === 'string' && !value.includes('\0')) return `'${value.replaceAll("'", "''")}'`;
  return undefined;
};

const literals = (parameters: readonly unknown[]): readonly string[] | undefined => {
  const found = parameters.map(literal).filter((text) => text !== undefined);
  return found.length === parameters.length ? found : undefined;
};

type Run = <Row>(sql: string, parameters: readonly unknown[]) => Promise<Results<Row>>;

/**
 * Runs statements that are prepared the first time: to parse and plan one takes three times as long as to run it.
 * PGlite itself prepares each anew, in five messages.
 */
export const preparedStatements = (database: PGlite): Run => {
  const names = new Map<string, string>();
  const prepare = async (sql: string): Promise<string> => {
    const known = names.get(sql);
    if (known !== undefined) return known;
    const name = `millrace_${names.size}`;
    await database.exec(`prepare ${name} as ${sql}`);
    names.set(sql, name);
    return name;
  };
  return async <Row>(sql: string, parameters: readonly unknown[]): Promise<Results<Row>> => {
    const values = literals(parameters);
    const isPreparable = /^(select|insert|update|delete) /.test(sql) && (names.has(sql) || names.size < MOST);
    if (values === undefined || !isPreparable) return database.query<Row>(sql, [...parameters]);
    const name = await prepare(sql);
    const given = values.length === 0 ? '' : `(${values.join(', ')})`;
    const [result] = await database.exec(`execute ${name}${given}`);
    return (result ?? { rows: [], fields: [] }) as Results<Row>;
  };
};
