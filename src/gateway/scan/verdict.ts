import type { ScanVerdict } from '../scanner.js';
import type { Answer } from './connection.js';

const MOST_SHOWN = 200;

/** What a scanner says in a message or a record: one line of visible characters, not too long. */
export const shown = (text: string): string => {
  const line = text.replaceAll(/[^\x20-\x7E]+/g, ' ').trim();
  return line.length > MOST_SHOWN ? `${line.slice(0, MOST_SHOWN)}…` : line;
};

export const unscanned = (why: string): ScanVerdict => ({ kind: 'unscanned', why });

/** clamd reports what it did not look at as if it were malware, where it was told to report it. */
const LIMIT = /^Heuristics\.Limits\.Exceeded/;

const FOUND = /^stream: (.+) FOUND$/;

const found = (signature: string): ScanVerdict =>
  LIMIT.test(signature)
    ? unscanned(`the scanner did not look at all of it: ${signature}`)
    : { kind: 'infected', signature: shown(signature) };

/** Each line of an answer: there is one, but a warning must not get lost because something stands before it. */
const linesOf = ({ text }: Answer): readonly string[] => text.split(/[\0\r\n]+/);

const verdictOfWhole = (text: string): ScanVerdict => {
  if (text === 'stream: OK') return { kind: 'clean' };
  if (/size limit exceeded/i.test(text)) {
    return unscanned(
      'it is longer than the scanner takes: raise `StreamMaxLength` and `MaxFileSize` of clamd above the largest `max` of a channel',
    );
  }
  if (/ ERROR$/.test(text)) return unscanned(`the scanner says: ${shown(text)}`);
  return unscanned(`the scanner's answer cannot be understood: "${shown(text)}"`);
};

const broken = ({ text, fault }: Answer): ScanVerdict => {
  if (text !== '') return unscanned(`the scanner's answer cannot be understood: "${shown(text)}"`);
  return unscanned(
    fault === undefined
      ? 'the scanner ended the connection without an answer'
      : `the connection to the scanner broke (${fault})`,
  );
};

/** What an answer to INSTREAM says, given that it came after all bytes. */
export const verdictOf = (answer: Answer): ScanVerdict => {
  const signature = linesOf(answer).flatMap((line) => FOUND.exec(line)?.[1] ?? [])[0];
  if (signature !== undefined) return found(signature);
  return answer.isWhole ? verdictOfWhole(answer.text) : broken(answer);
};

const CUT =
  'the scanner ended the connection before it had all bytes, as clamd does with what is longer than its `StreamMaxLength`';

/** Faults of a connection whose other end has closed it. */
const CUTS: ReadonlySet<string> = new Set(['EPIPE', 'ECONNRESET']);

/** What an answer says that came before all bytes were sent: a good one was given too soon to be true. */
export const earlyVerdictOf = (answer: Answer): ScanVerdict => {
  const isCut = answer.fault === undefined || CUTS.has(answer.fault);
  if (answer.text === '' && isCut) return unscanned(CUT);
  const verdict = verdictOf(answer);
  return verdict.kind === 'clean' ? unscanned('the scanner answered before it had all bytes') : verdict;
};
