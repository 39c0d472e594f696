import { createHmac } from 'node:crypto';
import { failure } from '../../base/errors/index.js';
import { canonicalJson } from '../../base/hash.js';
import {
  type Binding,
  columnNames,
  identifier,
  joined,
  keyword,
  type Outcome,
  type Schema,
  type Sql,
  sql,
} from '../../kit/index.js';
import { columnIn, namesIn, type OrderBy } from './names.js';
import { type OpenView, ROWS } from './pool.js';
import { questionProblem } from './problems.js';
import { type DatasetView, shownSchema, viewId } from './view.js';

/** What somebody asks of a dataset, as they wrote it. */
export interface Question {
  /** Names between commas; all that may be seen unless given. */
  readonly columns?: string;
  /** An SQL condition. */
  readonly where?: string;
  /** Names between commas, `-` before one for the greatest first. */
  readonly order?: string;
}

/** A question whose names are those of columns that may be seen. */
export interface CheckedQuestion {
  readonly columns: Schema;
  readonly order: readonly OrderBy[];
  readonly where?: string;
}

/** Holds the names of a question against what may be seen. Throws MR2104, MR2114. */
export const checkQuestion = (view: DatasetView, question: Question): CheckedQuestion => {
  const schema = shownSchema(view);
  if (schema.length === 0 || !view.grant.rows.isAllowed)
    throw failure('MR8601', `nothing of "${view.version.pipeline}/${view.version.node}" may be seen`);
  const columns =
    question.columns === undefined
      ? schema
      : namesIn(question.columns).map(({ column }) => columnIn(schema, column, 'columns'));
  if (new Set(columns).size < columns.length)
    throw failure('MR2114', 'a column is asked for twice in `columns`');
  const order = namesIn(question.order ?? '').map((by) => ({
    ...by,
    column: columnIn(schema, by.column, 'order').name,
  }));
  const { where } = question;
  return { columns, order, ...(where === undefined ? {} : { where }) };
};

/** What stands for a question and for all that may be seen: of the same answers alone it is the same. */
export const questionId = (view: DatasetView, ...asked: readonly unknown[]): string =>
  createHmac('sha256', view.hashKey)
    .update(canonicalJson([viewId(view), ...asked]))
    .digest('hex')
    .slice(0, 40);

/** Conditions that are remembered as bound, of each view. */
const REMEMBERED = 200;

const bindWhere = async ({ reader, kept }: OpenView, text: string): Promise<Outcome<Binding>> =>
  reader.bind({
    text,
    form: 'expression',
    allows: 'scalar',
    expects: 'BOOLEAN',
    relations: [await reader.relation(ROWS, kept.table.schema)],
    parameters: {},
  });

/** A condition, bound over what may be seen. */
export const boundWhere = async (open: OpenView, text: string | undefined): Promise<Binding | undefined> => {
  if (text === undefined) return undefined;
  const begun = open.bound.get(text) ?? bindWhere(open, text);
  if (open.bound.size >= REMEMBERED) open.bound.clear();
  open.bound.set(text, begun);
  const outcome = await begun;
  if (!outcome.ok) throw questionProblem('where', text, outcome.fault);
  return outcome.value;
};

/** Names a column that none of these is called. */
export const unused = (wanted: string, schema: Schema): string =>
  columnNames(schema).includes(wanted) ? unused(`${wanted}#`, schema) : wanted;

const ordering = ({ order }: CheckedQuestion, number: string): Sql =>
  joined([
    ...order.map(({ column, isDescending }) =>
      isDescending ? sql`${identifier(column)} desc` : identifier(column),
    ),
    identifier(number),
  ]);

/** The rows that a question asks for, in its order, with all of their columns and the number of each. */
export const askedRows = (
  { reader }: OpenView,
  question: CheckedQuestion,
  where: Binding | undefined,
  number: string,
): Sql => {
  const condition = where ? sql` where (${keyword(where.sql)})` : sql``;
  const order = question.order.length > 0 ? sql` order by ${ordering(question, number)}` : sql``;
  return sql`select * from ${reader.table(ROWS, number)} as ${identifier(ROWS)}${condition}${order}`;
};

/** All columns that a question uses: those that it asks for, sorts by and asks about. */
export const usedColumns = (question: CheckedQuestion, where: Binding | undefined): readonly string[] => [
  ...new Set([
    ...columnNames(question.columns),
    ...question.order.map(({ column }) => column),
    ...(where?.columns.map(({ column }) => column) ?? []),
  ]),
];
