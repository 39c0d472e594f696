import * as z from 'zod';
import { type ErrorCode, entryOf, type Problem } from '../base/errors/index.js';

/** A problem of the catalogue, as it stands in problem details. */
export const problemSchema = z
  .object({
    code: z.string().describe('A code of the catalogue; `/v1/errors/{code}` says what it means.'),
    severity: z.enum(['error', 'warning']),
    message: z.string(),
    mend: z.string().describe('What to do.'),
    notes: z.array(z.string()),
    node: z.string().optional(),
    dataFile: z.string().optional(),
    dataLine: z.number().optional(),
    place: z
      .object({
        file: z.string(),
        line: z.number(),
        column: z.number(),
        length: z.number(),
        lineText: z.string(),
      })
      .optional(),
    label: z.string().optional(),
  })
  .meta({ id: 'Problem' });

/** RFC 9457, with all problems and not the first alone. */
export const problemDetailsSchema = z
  .object({
    type: z.string().describe('Where the kind of error is explained.'),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.string(),
    mend: z.string(),
    instance: z.string().describe('The id of the request, as in the log of the service.'),
    problems: z.array(problemSchema),
  })
  .meta({ id: 'ProblemDetails' });

export type ProblemDetails = z.output<typeof problemDetailsSchema>;

export const PROBLEM_JSON = 'application/problem+json';

const byCode: Readonly<Partial<Record<ErrorCode, number>>> = {
  MR8001: 401,
  MR8004: 404,
  MR8005: 409,
  MR8006: 404,
  MR8007: 412,
  MR8009: 409,
  MR8011: 404,
  MR8012: 404,
  MR8013: 409,
  MR8014: 429,
  MR8015: 413,
  MR8016: 415,
  MR8017: 422,
  MR8018: 409,
  MR8019: 404,
  MR8020: 408,
  MR8021: 409,
  MR8025: 409,
  MR8102: 404,
  MR8103: 404,
  MR8104: 409,
  MR8105: 409,
  MR8106: 423,
  MR8107: 413,
  MR8113: 429,
  MR8701: 401,
  MR8702: 429,
  MR8703: 403,
  MR8705: 403,
  MR8706: 403,
  MR8707: 403,
  MR8709: 422,
  MR8710: 403,
  MR8711: 404,
  MR8713: 421,
  MR8715: 403,
  MR8717: 404,
  MR8722: 403,
  MR8601: 403,
  MR8612: 503,
  MR8901: 410,
  MR8903: 409,
  MR8907: 403,
  MR8908: 429,
  MR8909: 413,
  MR3014: 404,
  MR3015: 404,
};

const byFault = { user: 400, data: 422, resource: 503, unsupported: 501, bug: 500 } as const;

/** Of a document or other content that does not hold, as opposed to a request that does not. */
const isContent = (code: ErrorCode): boolean => /^MR[1-4]/.test(code) || code === 'MR8010';

/** The status that an error is answered with. */
export const statusOf = (code: ErrorCode): number => {
  const { fault } = entryOf(code);
  return byCode[code] ?? (fault === 'user' && isContent(code) ? 422 : byFault[fault]);
};

/** Of a fault of ours, what it was stands in the log only. */
const told = (each: Problem): Problem =>
  each.code === 'MR9999' ? { ...each, message: 'something went wrong in the service', notes: [] } : each;

const plain = ({ code, severity, message, mend, notes, ...rest }: Problem) => ({
  code,
  severity,
  message,
  mend,
  notes: [...notes],
  ...(rest.node === undefined ? {} : { node: rest.node }),
  ...(rest.dataFile === undefined ? {} : { dataFile: rest.dataFile }),
  ...(rest.dataLine === undefined ? {} : { dataLine: rest.dataLine }),
  ...(rest.place === undefined ? {} : { place: { ...rest.place } }),
  ...(rest.label === undefined ? {} : { label: rest.label }),
});

export const problemJson = (problems: readonly Problem[]): readonly z.output<typeof problemSchema>[] =>
  problems.map((each) => plain(told(each)));

/** What a client is told. */
export const problemDetails = (problems: readonly Problem[], instance: string): ProblemDetails => {
  const all = problems.map(told);
  const [first] = all;
  if (!first) throw new Error('an error without a problem');
  return {
    type: `/v1/errors/${first.code}`,
    title: entryOf(first.code).title,
    status: statusOf(first.code),
    detail: first.message,
    code: first.code,
    mend: first.mend,
    instance,
    problems: all.map(plain),
  };
};
