import {
  catalogue,
  type ErrorCode,
  failure,
  MillraceError,
  type Problem,
  problem,
} from '../base/errors/index.js';

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null;

const isKnown = (code: unknown): code is ErrorCode =>
  typeof code === 'string' && Object.hasOwn(catalogue, code);

/** A service is believed, but its texts cannot move the cursor of a terminal. */
const text = (value: unknown): string | undefined =>
  typeof value === 'string' ? value.replace(/(?!\n)\p{Cc}/gu, '\uFFFD') : undefined;

const texts = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.flatMap((each) => text(each) ?? []) : [];

const given = (name: string, value: unknown): Fields => (value === undefined ? {} : { [name]: value });

const placeOf = (value: unknown): Pick<Problem, 'place'> => {
  if (!isFields(value)) return {};
  const { line, column, length } = value;
  const [file, lineText] = [text(value['file']), text(value['lineText'])];
  if (file === undefined || lineText === undefined) return {};
  return { place: { file, lineText, line: Number(line), column: Number(column), length: Number(length) } };
};

/** A problem as a service sends it; a code of a newer service is told within one that is known here. */
export const problemFrom = (sent: unknown): Problem | undefined => {
  if (!isFields(sent)) return undefined;
  const { code, severity, dataLine } = sent;
  const [message, mend] = [text(sent['message']), text(sent['mend'])];
  if (message === undefined) return undefined;
  const isKnownCode = isKnown(code);
  const details = {
    severity: severity === 'warning' ? 'warning' : 'error',
    notes: texts(sent['notes']),
    ...given('mend', mend),
    ...given('node', text(sent['node'])),
    ...given('dataFile', text(sent['dataFile'])),
    ...given('dataLine', typeof dataLine === 'number' ? dataLine : undefined),
    ...given('label', text(sent['label'])),
    ...placeOf(sent['place']),
  } as const;
  return isKnownCode
    ? problem(code, message, details)
    : problem('MR8507', `${text(code)}: ${message}`, details);
};

/** Problems as a service sends them; what is none is left out. */
export const problemsFrom = (sent: unknown): readonly Problem[] =>
  Array.isArray(sent) ? sent.flatMap((each) => problemFrom(each) ?? []) : [];

const bodyOf = async (response: Response): Promise<unknown> => {
  try {
    return JSON.parse(await response.text());
  } catch {
    return undefined;
  }
};

/** What a request was refused with: the problems of the answer, or MR8507 where it has none. */
export const refusalOf = async (response: Response, url: string): Promise<MillraceError> => {
  const body = await bodyOf(response);
  const problems = isFields(body) ? problemsFrom(body['problems']) : [];
  if (problems.length > 0) return new MillraceError(problems);
  return failure('MR8507', `${url} answered ${response.status} without saying why`);
};
