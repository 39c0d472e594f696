import {
  type Binder,
  type Binding,
  type BindRequest,
  BOUND_WINDOW,
  type Outcome,
  quoted,
  type Relation,
  type SqlFault,
} from '../../kit/index.js';
import { checkPattern } from './patterns.js';
import { createRelations } from './relations.js';
import type { Session } from './session.js';
import { findForbidden, type TreeFault } from './sql/allow.js';
import { bindFault } from './sql/bind-faults.js';
import { callFault, callOf, parsedCall, withoutWindow } from './sql/call.js';
import { marksIn } from './sql/chance.js';
import { columnsOf, unknownColumn } from './sql/columns.js';
import { createMemo, renderParts, type SqlMemo } from './sql/memo.js';
import { parametersOf, typedParameters, undeclaredParameter } from './sql/parameters.js';
import { OVER, type Parsed, PREFIX, statementOf, unitsOf } from './sql/parse.js';
import { mayRunLong, probesOf } from './sql/probes.js';
import { isFault, singleExpression } from './sql/shape.js';
import { sourcesOf } from './sql/sources.js';
import { isTree, locationOf, queryOf, type Tree } from './sql/tree.js';
import { resolveType } from './type-names.js';

/** What binding works with: a session, and what it has parsed and rendered so far. */
interface Desk {
  readonly session: Session;
  readonly memo: SqlMemo;
}

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
    (allows === 'windowed' ? callFault(shape) : undefined) ??
    findForbidden(parsed.query, { form, allows, relations: names }) ??
    undeclaredParameter(parsed.query, parameters) ??
    (form === 'expression' ? unknownColumn(shape, relations) : undefined);
  if (fault) return failed(placed(fault, parsed));
  const typed = typedTree(parsed, form, parameters);
  return 'code' in typed ? failed(typed) : { ok: true, value: { request, ...typed } };
};

const from = (relations: readonly Relation[]): string =>
  relations.length === 0
    ? ''
    : ` from ${relations.map(({ name, alias }) => `${quoted(name)} AS ${quoted(alias)}`).join(', ')}`;

/** Null for each parameter: only types matter while nothing is run on data. */
const nulls = (tree: unknown): Record<string, null> =>
  Object.fromEntries(parametersOf(tree).map((name) => [name, null]));

/** The expression as it stands in a SELECT of its own: a call needs its window. */
const standing = (sql: string, { allows, after }: BindRequest): string => {
  if (allows !== 'windowed') return sql;
  return after ? `${sql} over ${quoted(BOUND_WINDOW)}` : `${sql}${OVER}`;
};

/** The expression's type, from a run over one row of nulls; probes that need no groups go along. */
const typeOf = async (
  session: Session,
  parts: readonly string[],
  { tree, request }: Prepared,
): Promise<string> => {
  const text = `select ${parts.join(', ')}${from(request.relations)} ${request.after?.text ?? ''}`;
  if (mayRunLong(tree)) return (await session.describe(text))[0]?.type ?? '';
  return (await session.query(text, nulls([tree, afterTree(request)]))).schema[0]?.type ?? '';
};

/** A GROUP BY may hold parameters too; they are named in its SQL. */
const afterTree = ({ after }: BindRequest): readonly Tree[] =>
  (after?.parameters ?? []).map((identifier) => ({ class: 'PARAMETER', identifier }));

const runProbes = async (
  { session, memo }: Desk,
  probes: readonly Tree[],
  { request }: Prepared,
): Promise<void> => {
  const texts = await renderParts(memo, probes);
  for (const [index, text] of texts.entries()) {
    await session.query(`select ${text}${from(request.relations)}`, nulls(probes[index]));
  }
};

/** Aggregates and rows cannot stand in one SELECT, so the probes of an aggregate are run on their own. */
const bindExpression = async (desk: Desk, prepared: Prepared, text: string): Promise<string> => {
  const sql = standing(text, prepared.request);
  const probes = mayRunLong(prepared.tree) ? [] : probesOf(prepared.tree);
  if (prepared.request.allows !== 'aggregate') {
    return typeOf(desk.session, [sql, ...(await renderParts(desk.memo, probes))], prepared);
  }
  const type = await typeOf(desk.session, [sql], prepared);
  await runProbes(desk, probes, prepared);
  return type;
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

const bindOne = async (desk: Desk, prepared: Prepared, sql: string): Promise<Outcome<Binding>> => {
  const { request, tree } = prepared;
  try {
    const isQuery = request.form === 'query';
    const type = isQuery ? '' : await bindExpression(desk, prepared, sql);
    const given = isQuery ? await desk.session.describe(scoped(sql, request.relations)) : [];
    if (request.expects && type !== request.expects && type !== '"NULL"') {
      return failed(wrongType(type, request.expects));
    }
    const columns = columnsOf(tree, request.relations, request.form);
    const names = given.map(({ name }) => name);
    const sources = isQuery ? { sources: sourcesOf(tree, names, request.relations) } : {};
    const call = request.allows === 'windowed' ? { call: callOf(tree) } : {};
    const marks = marksIn(tree, columns, request.relations);
    return {
      ok: true,
      value: { sql, type, columns, parameters: parametersOf(tree), ...call, ...sources, ...marks },
    };
  } catch (thrown) {
    return failed(bindFault(thrown, request.relations));
  }
};

/** The rendered expression without the SELECT in front and without an alias, which SQL would keep. */
const bare = (rendered: string, { form, allows }: BindRequest): string => {
  if (form === 'query') return rendered;
  const expression = rendered.slice(PREFIX.length);
  return allows === 'windowed' ? withoutWindow(expression) : expression;
};

const withoutAlias = ({ alias: _, ...tree }: Tree): Tree => tree;

const toRender = (form: BindRequest['form'], tree: Tree, statement: Tree): Tree =>
  form === 'expression' ? statementOf(withoutAlias(tree)) : statement;

/** The tree with typed parameters: of the one expression, or of the whole query. */
const typedTree = (
  { statement, query }: Parsed,
  form: BindRequest['form'],
  parameters: BindRequest['parameters'],
): { readonly tree: Tree; readonly statement: Tree } | SqlFault => {
  const typed = typedParameters(statement, parameters);
  const whole = isTree(typed) ? typed : statement;
  const typedQuery = queryOf(whole) ?? query;
  const tree = form === 'expression' ? singleExpression(typedQuery) : typedQuery;
  return isFault(tree) ? tree : { tree, statement: whole };
};

/** Each request parsed; a call with an OVER behind it. */
const parseRequests = async (
  { memo }: Desk,
  requests: readonly BindRequest[],
): Promise<readonly Outcome<Parsed>[]> => {
  const plain = await memo.parse(requests);
  const windowed = requests.filter(({ allows }) => allows === 'windowed');
  const calls = await memo.parse(windowed.map(({ text }) => ({ form: 'call', text })));
  const callFor = new Map(windowed.map((request, index) => [request, calls[index]]));
  return plain.map((outcome, index) => {
    const request = requests[index];
    const call = request && callFor.get(request);
    return call ? parsedCall(call, outcome) : outcome;
  });
};

const bindAll = async (
  desk: Desk,
  requests: readonly BindRequest[],
): Promise<readonly Outcome<Binding>[]> => {
  const parsed = await parseRequests(desk, requests);
  const judged = requests.map((request, index): Outcome<Prepared> => {
    const outcome = parsed[index];
    if (!outcome) return failed({ code: 'MR2101', message: 'nothing was parsed' });
    return outcome.ok ? judge(request, outcome.value) : outcome;
  });
  const good = judged.flatMap((outcome) => (outcome.ok ? [outcome.value] : []));
  const rendered = await desk.memo.render(
    good.map(({ request, tree, statement }) => toRender(request.form, tree, statement)),
  );
  const sqlOf = new Map(good.map((item, index) => [item, bare(rendered[index] ?? '', item.request)]));
  const results: Outcome<Binding>[] = [];
  for (const outcome of judged) {
    results.push(outcome.ok ? await bindOne(desk, outcome.value, sqlOf.get(outcome.value) ?? '') : outcome);
  }
  return results;
};

/** Parses and renders everything at once; what is wrong with a piece is said when it is bound. */
const prepareAll = async (
  { memo }: Desk,
  pieces: Parameters<Binder['prepare']>[0],
  parameters: BindRequest['parameters'],
): Promise<void> => {
  const parsed = await memo.parse(pieces);
  const trees = parsed.flatMap((outcome, index) => {
    const form = pieces[index]?.form ?? 'query';
    const typed = outcome.ok ? typedTree(outcome.value, form, parameters) : undefined;
    if (!typed || 'code' in typed) return [];
    const probes = form === 'expression' ? probesOf(typed.tree).map(statementOf) : [];
    return [toRender(form, typed.tree, typed.statement), ...probes];
  });
  await memo.render(trees).catch(() => undefined);
};

/** Binds SQL against typed relations of one row of nulls each; no data is read. */
export const createBinder = (session: Session): Binder => {
  const desk: Desk = { session, memo: createMemo(session) };
  return {
    prepare: (pieces, parameters) => prepareAll(desk, pieces, parameters),
    bind: (requests) => bindAll(desk, requests),
    relation: createRelations(session),
    describe: async ({ text }) => {
      try {
        return { ok: true, value: await session.describe(text) };
      } catch (thrown) {
        return failed(bindFault(thrown, []));
      }
    },
    typeName: (text, others) => resolveType(session, desk.memo, text, others),
    pattern: (text) => checkPattern(session, text),
  };
};
