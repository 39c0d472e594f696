import {
  type Binder,
  type Binding,
  type BindRequest,
  literal,
  type Outcome,
  quoted,
  type Relation,
  type Schema,
  type SqlFault,
} from '../../kit/index.js';
import type { Session } from './session.js';
import { findForbidden, type TreeFault } from './sql/allow.js';
import { bindFault } from './sql/bind-faults.js';
import { columnsOf, unknownColumn } from './sql/columns.js';
import { parametersOf, typedParameters, undeclaredParameter } from './sql/parameters.js';
import { type Parsed, PREFIX, parseAll, renderAll, statementOf, unitsOf } from './sql/parse.js';
import { mayRunLong, probesOf } from './sql/probes.js';
import { isFault, singleExpression } from './sql/shape.js';
import { isTree, locationOf, queryOf, type Tree } from './sql/tree.js';

interface Prepared {
  readonly request: BindRequest;
  /** The expression, or the whole query. */
  readonly tree: Tree;
  readonly statement: Tree;
}

const failed = (fault: SqlFault): Outcome<never> => ({ ok: false, fault });

const placed = ({ node, ...fault }: TreeFault, { text, prefix }: Parsed): SqlFault => {
  const location = node ? locationOf(node) : undefined;
  return location === undefined ? fault : { ...fault, offset: unitsOf(text, location - prefix) };
};

const judge = (request: BindRequest, parsed: Parsed): Outcome<Prepared> => {
  const { form, allows, relations, parameters } = request;
  const shape = form === 'expression' ? singleExpression(parsed.query) : parsed.query;
  if (isFault(shape)) return failed(shape);
  const names = new Set(form === 'query' ? relations.map(({ alias }) => alias.toLowerCase()) : []);
  const fault =
    findForbidden(parsed.query, { form, allows, relations: names }) ??
    undeclaredParameter(parsed.query, parameters) ??
    (form === 'expression' ? unknownColumn(shape, relations) : undefined);
  if (fault) return failed(placed(fault, parsed));
  const typed = typedParameters(parsed.statement, parameters);
  const statement = isTree(typed) ? typed : parsed.statement;
  const query = queryOf(statement) ?? parsed.query;
  const typedShape = form === 'expression' ? singleExpression(query) : query;
  if (isFault(typedShape)) return failed(typedShape);
  return { ok: true, value: { request, tree: typedShape, statement } };
};

const from = (relations: readonly Relation[]): string =>
  relations.length === 0
    ? ''
    : ` from ${relations.map(({ name, alias }) => `${quoted(name)} AS ${quoted(alias)}`).join(', ')}`;

/** Null for each parameter: only types matter while nothing is run on data. */
const nulls = (tree: unknown): Record<string, null> =>
  Object.fromEntries(parametersOf(tree).map((name) => [name, null]));

const typeOf = async (session: Session, sql: string, { tree, request }: Prepared): Promise<string> => {
  const text = `select ${sql}${from(request.relations)} ${request.after?.text ?? ''}`;
  if (mayRunLong(tree)) return (await session.describe(text)).types[0] ?? '';
  return (await session.query(text, nulls([tree, afterTree(request)]))).types[0] ?? '';
};

/** A GROUP BY may hold parameters too; they are named in its SQL. */
const afterTree = ({ after }: BindRequest): readonly Tree[] =>
  (after?.parameters ?? []).map((identifier) => ({ class: 'PARAMETER', identifier }));

const tryProbes = async (session: Session, probes: readonly string[], prepared: Prepared): Promise<void> => {
  for (const probe of probes) {
    await session.query(`select ${probe}${from(prepared.request.relations)}`, nulls(prepared.tree));
  }
};

const inputSchema = (relations: readonly Relation[]): string =>
  relations.map(({ name, alias }) => `${quoted(alias)} as (select * from ${quoted(name)})`).join(', ');

/** A query with each input as a common table under its alias. */
const scoped = (sql: string, relations: readonly Relation[]): string =>
  relations.length === 0 ? sql : `with ${inputSchema(relations)} select * from (${sql})`;

const wrongType = (type: string, expects: string): SqlFault => ({
  code: 'MR2108',
  message: `the expression gives ${type}, where ${expects} is needed`,
});

const bindOne = async (session: Session, prepared: Prepared, sql: string): Promise<Outcome<Binding>> => {
  const { request, tree } = prepared;
  try {
    const isQuery = request.form === 'query';
    const type = isQuery ? '' : await typeOf(session, sql, prepared);
    if (isQuery) await session.describe(scoped(sql, request.relations));
    else if (!mayRunLong(tree))
      await tryProbes(session, await renderParts(session, probesOf(tree)), prepared);
    if (request.expects && type !== request.expects && type !== '"NULL"')
      return failed(wrongType(type, request.expects));
    return {
      ok: true,
      value: { sql, type, columns: columnsOf(tree, request.relations), parameters: parametersOf(tree) },
    };
  } catch (thrown) {
    return failed(bindFault(thrown, request.relations));
  }
};

const renderParts = async (session: Session, parts: readonly Tree[]): Promise<readonly string[]> =>
  (await renderAll(session, parts.map(statementOf))).map((text) => text.slice(PREFIX.length));

/** The rendered expression without the SELECT in front and without an alias, which SQL would keep. */
const bare = (rendered: string, form: BindRequest['form']): string =>
  form === 'expression' ? rendered.slice(PREFIX.length) : rendered;

const withoutAlias = ({ alias: _, ...tree }: Tree): Tree => tree;

const bindAll = async (
  session: Session,
  requests: readonly BindRequest[],
): Promise<readonly Outcome<Binding>[]> => {
  const parsed = await parseAll(session, requests);
  const judged = requests.map((request, index): Outcome<Prepared> => {
    const outcome = parsed[index];
    if (!outcome) return failed({ code: 'MR2101', message: 'nothing was parsed' });
    return outcome.ok ? judge(request, outcome.value) : outcome;
  });
  const good = judged.flatMap((outcome) => (outcome.ok ? [outcome.value] : []));
  const trees = good.map(({ request, tree, statement }) =>
    request.form === 'expression' ? statementOf(withoutAlias(tree)) : statement,
  );
  const rendered = await renderAll(session, trees);
  const sqlOf = new Map(good.map((item, index) => [item, bare(rendered[index] ?? '', item.request.form)]));
  const results: Outcome<Binding>[] = [];
  for (const outcome of judged) {
    results.push(
      outcome.ok ? await bindOne(session, outcome.value, sqlOf.get(outcome.value) ?? '') : outcome,
    );
  }
  return results;
};

const createRelation = async (
  session: Session,
  name: string,
  alias: string,
  schema: Schema,
): Promise<Relation> => {
  const columns = schema.map(({ name: column, type }) => `null::${type} as ${quoted(column)}`);
  await session.rows(`create temp table ${quoted(name)} as select ${columns.join(', ')}`);
  return { kind: 'relation', alias, name, schema };
};

const resolveType = async (session: Session, text: string): Promise<Outcome<string>> => {
  const [parsed] = await parseAll(session, [{ form: 'expression', text: `CAST(NULL AS ${text})` }]);
  const unknown: Outcome<string> = failed({ code: 'MR2115', message: `unknown type ${literal(text).text}` });
  if (!parsed?.ok) return unknown;
  const tree = singleExpression(parsed.value.query);
  if (isFault(tree) || tree['type'] !== 'OPERATOR_CAST' || !isTree(tree['child'])) return unknown;
  if (tree['child']['class'] !== 'CONSTANT') return unknown;
  try {
    const [sql = ''] = await renderParts(session, [tree]);
    return { ok: true, value: (await session.describe(`select ${sql}`)).types[0] ?? text };
  } catch {
    return unknown;
  }
};

/** Binds SQL against typed relations of one row of nulls each; no data is read. */
export const createBinder = (session: Session): Binder => {
  let count = 0;
  return {
    bind: (requests) => bindAll(session, requests),
    relation: (alias, schema) => {
      count += 1;
      return createRelation(session, `__bind_${count}`, alias, schema);
    },
    describe: async ({ text }) => {
      try {
        const { names, types } = await session.describe(text);
        return { ok: true, value: names.map((name, index) => ({ name, type: types[index] ?? '' })) };
      } catch (thrown) {
        return failed(bindFault(thrown, []));
      }
    },
    typeName: (text) => resolveType(session, text),
  };
};
