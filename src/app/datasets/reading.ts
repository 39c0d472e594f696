import { readFile, rm } from 'node:fs/promises';
import { failure } from '../../base/errors/index.js';
import { identifier, joined, sql } from '../../kit/index.js';
import { type Answers, createAnswers } from './answers.js';
import { type AnswerFile, writeAnswer } from './files.js';
import type { FileFormat } from './formats.js';
import { nextCursor, type PageRows, pageJson, pageRelation, readPage, startOf } from './page.js';
import type { ReadingParts } from './parts.js';
import { createPersons } from './persons.js';
import { createViewPool, type OpenView } from './pool.js';
import { type DatasetProfile, profileView } from './profile.js';
import {
  askedRows,
  boundWhere,
  type CheckedQuestion,
  checkQuestion,
  type Question,
  questionId,
  unused,
  usedColumns,
} from './question.js';
import { answerSql, type SqlAnswer, type SqlQuestion } from './sql-query.js';
import { createVerify } from './verify.js';
import { type ColumnsRecord, columnsRecord, type DatasetView } from './view.js';

/** What stands in the record of an audit, known before a byte is sent. */
export interface Told {
  readonly rows: number;
  readonly columns: ColumnsRecord;
}

/** A page, ready to be sent. */
export interface Page extends Told {
  readonly body: Buffer;
  /** The cursor of the next page; absent on the last one. */
  readonly next?: string;
}

export interface PageRequest extends Question {
  readonly limit: number;
  readonly cursor?: string;
  readonly format: 'json' | Exclude<FileFormat, 'jsonl'>;
}

export interface ExportRequest extends Question {
  readonly format: FileFormat;
}

/** Reads what pipelines published, as somebody may see it. Who may is decided before, and is on record then. */
export interface DatasetReading {
  /** What a page would be marked by: of the same bytes alone it is the same. Throws as `page` for names. */
  readonly pageTag: (view: DatasetView, request: PageRequest) => string;
  readonly page: (view: DatasetView, request: PageRequest) => Promise<Page>;
  readonly exportTag: (view: DatasetView, request: ExportRequest) => string;
  /** A file with all rows that are asked for: to be removed once it is sent. */
  readonly exportRows: (
    person: string,
    view: DatasetView,
    request: ExportRequest,
    signal: AbortSignal,
  ) => Promise<AnswerFile & Told>;
  readonly profile: (
    view: DatasetView,
  ) => Promise<Told & { readonly tag: string; readonly profile: DatasetProfile }>;
  readonly query: (
    person: string,
    views: Readonly<Record<string, DatasetView>>,
    question: SqlQuestion,
    signal: AbortSignal,
  ) => Promise<SqlAnswer & { readonly told: ReadonlyMap<string, ColumnsRecord> }>;
  /** Views that are open. */
  readonly open: () => number;
  /** How many of them have all pages written beforehand, once those that can have. */
  readonly prepared: () => Promise<number>;
  readonly close: () => Promise<void>;
}

const sizeOf = ({ body }: Page): number => body.length + 1_000;

const filePage = async (
  parts: ReadingParts,
  open: OpenView,
  view: DatasetView,
  question: CheckedQuestion,
  { from, limit, format }: { readonly from: number; readonly limit: number; readonly format: FileFormat },
  signal: AbortSignal,
): Promise<{ readonly file: AnswerFile; readonly page: PageRows }> => {
  // Which page follows is told by the numbers of the rows, which do not stand in the file.
  const page = await readPage(open, view, { ...question, columns: [] }, { from, limit }, signal);
  const { rows, number } = await pageRelation(open, question, { from, count: limit });
  const columns = joined(question.columns.map(({ name }) => identifier(name)));
  // What is sorted already stays so; else rows are in the order of their numbers.
  const order = question.order.length > 0 ? sql`` : sql` order by ${identifier(number)}`;
  const file = await writeAnswer(
    parts,
    open,
    sql`select ${columns} from (${rows})${order}`,
    question.columns,
    format,
    signal,
  );
  return { file, page };
};

/** All of a page but where it is kept. */
const makePage = async (
  parts: ReadingParts,
  open: OpenView,
  view: DatasetView,
  { limit, cursor, format, ...asked }: PageRequest,
): Promise<Page> => {
  const question = checkQuestion(view, asked);
  const id = placeId(view, asked);
  const from = startOf(view, id, cursor);
  const signal = AbortSignal.timeout(parts.limits.question);
  const nextOf = (next: number | undefined) =>
    next === undefined ? {} : { next: nextCursor(view, id, next) };
  if (format === 'json') {
    const page = await readPage(open, view, question, { from, limit }, signal);
    const body = pageJson(view, question, page, id);
    return { body, rows: page.rows, columns: page.columns, ...nextOf(page.next) };
  }
  const { file, page } = await filePage(parts, open, view, question, { from, limit, format }, signal);
  try {
    const used = columnsRecord(view, [...page.columns.asked, ...usedColumns(question, undefined)]);
    return { body: await readFile(file.path), rows: file.rows, columns: used, ...nextOf(page.next) };
  } finally {
    await file.remove();
  }
};

/** A cursor means a place among the same rows in the same order, whatever columns of them are shown. */
const placeId = (view: DatasetView, { where, order }: Question): string =>
  questionId(view, 'rows', where ?? null, order ?? null);

const pageTag: DatasetReading['pageTag'] = (view, { limit, cursor, format, columns, where, order }) => {
  const asked = { limit, cursor, format, columns, where, order };
  checkQuestion(view, asked.columns === undefined ? {} : { columns: asked.columns });
  return questionId(view, 'page', ...Object.values(asked).map((value) => value ?? null));
};

const exportTag: DatasetReading['exportTag'] = (view, { format, columns, where, order }) =>
  questionId(view, 'export', ...[format, columns, where, order].map((value) => value ?? null));

const exportWith = async (
  parts: ReadingParts,
  open: OpenView,
  view: DatasetView,
  { format, ...asked }: ExportRequest,
  signal: AbortSignal,
): Promise<AnswerFile & Told> => {
  const question = checkQuestion(view, asked);
  const where = await boundWhere(open, question.where);
  const { rows, schema } = open.kept.table;
  const { exportRows } = parts.limits;
  if (rows > exportRows)
    throw failure(
      'MR8909',
      `${rows.toLocaleString('en')} rows, and an export has ${exportRows.toLocaleString('en')} at most`,
    );
  const query = askedRows(open, question, where, unused('#', schema));
  const file = await writeAnswer(parts, open, query, question.columns, format, signal);
  return { ...file, columns: columnsRecord(view, usedColumns(question, where)) };
};

type Use = <T>(view: DatasetView, work: (open: OpenView) => Promise<T>) => Promise<T>;

/** Lends several views at once. */
const useAll = async <T>(
  use: Use,
  views: readonly (readonly [string, DatasetView])[],
  opened: Readonly<Record<string, OpenView>>,
  work: (open: Readonly<Record<string, OpenView>>) => Promise<T>,
): Promise<T> => {
  const [first, ...others] = views;
  if (!first) return work(opened);
  const [alias, view] = first;
  return use(view, (open) => useAll(use, others, { ...opened, [alias]: open }, work));
};

type Profiled = Awaited<ReturnType<DatasetReading['profile']>>;

/** Opens reading of datasets over a folder of its own. */
export const createDatasetReading = (parts: ReadingParts): DatasetReading => {
  const { limits, wiring, folder } = parts;
  const verify = createVerify(wiring.createStorage({}).fingerprint);
  const pool = createViewPool(parts, verify);
  const pages: Answers<Page> = createAnswers(limits.cache, sizeOf);
  const profiles: Answers<Profiled> = createAnswers(limits.cache / 8, () => 50_000);
  const alone = createPersons(limits.perPerson);
  const within = (signal: AbortSignal, most: number): AbortSignal =>
    AbortSignal.any([signal, AbortSignal.timeout(most)]);
  return {
    pageTag,
    exportTag,
    page: (view, request) =>
      pages.get(pageTag(view, request), () => pool.use(view, (open) => makePage(parts, open, view, request))),
    exportRows: (person, view, request, signal) =>
      alone(person, async () => {
        checkQuestion(view, request);
        return pool.use(view, (open) =>
          exportWith(parts, open, view, request, within(signal, limits.opening)),
        );
      }),
    profile: (view) => {
      checkQuestion(view, {});
      const tag = questionId(view, 'profile');
      return profiles.get(tag, () =>
        pool.use(view, async (open) => {
          const signal = AbortSignal.timeout(limits.question);
          return { tag, rows: open.kept.table.rows, ...(await profileView(open, view, signal)) };
        }),
      );
    },
    query: (person, views, question, signal) =>
      alone(person, async () => {
        const all = Object.entries(views);
        for (const [, view] of all) checkQuestion(view, {});
        const answer = await useAll(pool.use, all, {}, (open) =>
          answerSql(parts, open, question, within(signal, limits.question)),
        );
        const told = new Map(
          all.map(([alias, view]) => [alias, columnsRecord(view, answer.uses.get(alias) ?? [])] as const),
        );
        return { ...answer, told };
      }),
    open: pool.size,
    prepared: pool.prepared,
    close: async () => {
      pages.clear();
      await pool.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
};
