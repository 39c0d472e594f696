import { MillraceError } from '../../base/errors/index.js';
import { refusalOf } from '../refusal.js';

/** What may go away by itself: it is tried again. */
export class Trouble extends Error {
  /** Milliseconds that the service asks for. */
  readonly atLeast: number;

  constructor(why: string, atLeast = 0) {
    super(why);
    this.atLeast = atLeast;
  }
}

/** The upload is not there any more. */
export class Gone extends Error {}

const GONE = 410;
const [CONFLICT, TIMEOUT, LOCKED, TOO_MANY, CHECKSUM_MISMATCH] = [409, 408, 423, 429, 460];
const passing = new Set([CONFLICT, TIMEOUT, LOCKED, TOO_MANY, CHECKSUM_MISMATCH]);

/** Wrong offset, another request that writes, a broken part, a service that stops: where to go on is asked anew. */
const passingCodes = new Set(['MR8101', 'MR8105', 'MR8106', 'MR8109', 'MR8115', 'MR8008']);

const retryAfter = ({ headers }: Response): number => {
  const seconds = Number(headers.get('retry-after') ?? 0);
  return Number.isFinite(seconds) ? seconds * 1000 : 0;
};

const isPassing = (status: number, { problems }: MillraceError): boolean =>
  status >= 500 || passing.has(status) || problems.some(({ code }) => passingCodes.has(code));

const isGone = (status: number, { problems }: MillraceError): boolean =>
  status === GONE || problems.some(({ code }) => code === 'MR8103');

const textOf = ({ problems: [first] }: MillraceError): string => first?.message ?? 'no reason given';

/** Throws for an answer that is none of those that go on. */
export const accepted = async (response: Response, url: string): Promise<Response> => {
  if (response.status < 300) return response;
  const refusal = await refusalOf(response, url);
  if (isGone(response.status, refusal)) throw new Gone(textOf(refusal));
  throw isPassing(response.status, refusal) ? new Trouble(textOf(refusal), retryAfter(response)) : refusal;
};

/** Connections that break are trouble that passes. */
export const asTrouble = (thrown: unknown): unknown =>
  thrown instanceof MillraceError && thrown.problems[0]?.code === 'MR8501'
    ? new Trouble(textOf(thrown))
    : thrown;
