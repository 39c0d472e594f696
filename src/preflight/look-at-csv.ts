import type { Encoding } from '../base/encoding.js';
import { failure, MillraceError, problemsOf } from '../base/errors/index.js';
import {
  asList,
  type DataFile,
  type Decision,
  type FileDecision,
  type FormatOptions,
  foldedName,
  gathered,
  type TextFormat,
  type TextPins,
} from '../kit/index.js';
import { flowText } from '../spec/index.js';
import { copyAsPlainCsv } from './copy.js';
import { verifyGzip } from './gzip.js';
import { maskedDecision } from './masked-decision.js';
import { askedType, matchNames } from './match-names.js';
import { readSamples } from './sample.js';
import { lookAtText, type TextLook, type TextSamples } from './text/look.js';
import { plainDialect } from './text/plain-csv.js';
import type { PinnedText } from './text/seen.js';
import type { UnfitRecord } from './text/unfit.js';

/** Files as an engine can read them, with what was found of how they are written. */
export interface LookedFiles {
  /** The files themselves, or copies of them. */
  readonly files: readonly DataFile[];
  readonly texts: ReadonlyMap<string, TextPins>;
  readonly decisions: readonly FileDecision[];
}

const text = (options: FormatOptions, key: string): string | undefined => {
  const value = options[key];
  return typeof value === 'string' ? value : undefined;
};

const pinnedBy = (options: FormatOptions): PinnedText => {
  const { header, skip, names } = options;
  const encoding = text(options, 'encoding');
  const [delimiter, quote, escapeMark] = ['delim', 'quote', 'escape'].map((key) => text(options, key));
  return {
    ...(delimiter === undefined ? {} : { delimiter }),
    ...(quote === undefined ? {} : { quote }),
    ...(escapeMark === undefined ? {} : { escapeMark }),
    ...(typeof header === 'boolean' || typeof header === 'number' ? { header } : {}),
    ...(typeof options['skip_footer'] === 'number' ? { skipFooter: options['skip_footer'] } : {}),
    ...(encoding === undefined ? {} : { encoding: encoding as Encoding }),
    isPlain: options['plain'] === true,
    dropsNullBytes: options['null_bytes'] === 'drop',
    keepsStrayQuotes: options['stray_quotes'] === 'keep',
    ...(typeof skip === 'number' ? { skip } : {}),
    ...(Array.isArray(names) ? { names: names as readonly string[] } : {}),
    ...(options['decimal'] === '.' || options['decimal'] === ',' ? { decimal: options['decimal'] } : {}),
    hasDates: options['dateformat'] !== undefined || options['timestampformat'] !== undefined,
    nulls: asList((options['nullstr'] ?? []) as string | readonly string[]),
    types: (options['types'] ?? {}) as Readonly<Record<string, string>>,
  };
};

const pinsOf = (look: TextLook, isCopy: boolean, options: FormatOptions): TextPins => {
  const { delimiter, quote, escapeMark } = isCopy ? plainDialect(look.dialect) : look.dialect;
  const { preamble, headers } = look.layout;
  const names = isCopy ? undefined : look.renamed ? look.names : options['names'];
  return {
    options: {
      delim: delimiter,
      quote,
      escape: escapeMark,
      skip: isCopy ? 0 : preamble,
      header: isCopy || headers > 0,
      ...(names === undefined ? {} : { names }),
    },
    formats: look.formats as Readonly<Record<string, TextFormat>>,
  };
};

const pinNote = (pin: Decision['pin']): string =>
  Object.entries(pin ?? {})
    .map(([key, value]) => `\`${key}: ${flowText(value)}\``)
    .join(', ');

const stopped = (file: DataFile, { about, column, evidence, alternatives, chosen, pin }: Decision): Error =>
  failure(
    'MR4030',
    `"${file.name}" leaves open how ${column === undefined ? `its ${about}` : `column "${column}"`} is to be read: ${evidence}`,
    {
      dataFile: file.path,
      ...(column === undefined ? {} : { column }),
      notes: [
        `it can be: ${[...(chosen === 'nothing' ? [] : [chosen]), ...alternatives].join('; ')}`,
        ...(pin ? [`for the first, pin ${pinNote(pin)}`] : []),
      ],
    },
  );

const checkDecisions = (file: DataFile, { decisions }: TextLook): void => {
  const stops = decisions.filter(({ action }) => action === 'stop');
  if (stops.length > 0) throw new MillraceError(stops.flatMap((stop) => problemsOf(stopped(file, stop))));
};

interface Looked {
  readonly file: DataFile;
  readonly pins?: TextPins;
  readonly decisions: readonly Decision[];
}

/** What a contract behind the files makes of what does not fit. */
export interface Expectations {
  /** Whether there is one. Without it nobody takes broken records out, and names must be as they are. */
  readonly isGuarded: boolean;
  /** Columns that it names. */
  readonly columns: readonly string[];
  /** What else files may call its columns. */
  readonly aliases: Readonly<Record<string, readonly string[]>>;
  /** The types that it asks for, by column. */
  readonly types: Readonly<Record<string, string>>;
  /** Columns whose values are not to be shown. */
  readonly classified: readonly string[];
  /** Whether the text was made of another format, so that its delimiter tells nothing of who wrote it. */
  readonly isForeign?: boolean;
  /** How the document says that values are written, by column. */
  readonly formats?: Readonly<Record<string, TextFormat>>;
}

/** A name that stands twice is told apart only where nothing speaks of the column. */
const checkNames = (file: DataFile, look: TextLook, { isGuarded, columns, aliases }: Expectations): void => {
  const lower = look.given.map((name) => name.toLowerCase());
  const named = new Set([...columns, ...Object.values(aliases).flat()].map(foldedName));
  const twice = lower.findIndex(
    (name, at) => name !== '' && lower.indexOf(name) < at && (!isGuarded || named.has(foldedName(name))),
  );
  if (twice < 0) return;
  const [first, second] = [look.given[lower.indexOf(lower[twice] ?? '')], look.given[twice]];
  const message =
    first === second
      ? `"${file.name}" has two columns named "${first}"`
      : `"${file.name}" has columns "${first}" and "${second}", which differ only in case`;
  throw failure('MR4007', message, { dataFile: file.path });
};

const unfitMessage = (
  { name }: DataFile,
  { number, line, fields, isBroken }: UnfitRecord,
  width: number,
): string => {
  const record = `record ${number} of "${name}" (line ${line})`;
  if (isBroken) return `${record} has a quote that is opened and never closed`;
  return `${record} has ${fields} ${fields === 1 ? 'field' : 'fields'}, most have ${width}`;
};

/** Without a contract nobody takes a record out that is no row. */
const checkRecords = (file: DataFile, look: TextLook, { isGuarded }: Expectations): void => {
  const { unfit } = look;
  if (isGuarded || !unfit) return;
  throw failure('MR4005', unfitMessage(file, unfit, look.layout.width), {
    dataFile: file.path,
    notes: [
      `the record is: ${unfit.raw.slice(0, 120)}`,
      'with a `contract` such records go to quarantine, and the others through',
    ],
  });
};

const lookedAt = (samples: TextSamples, options: FormatOptions, expected: Expectations): TextLook => {
  const { classified } = expected;
  const { formats = {}, isForeign = false } = expected;
  const pinned = { ...pinnedBy(options), formats, isForeign };
  const seen = lookAtText(samples, { ...pinned, asked: (name) => askedType(name, expected) });
  const look = pinned.names === undefined ? matchNames(seen, expected) : seen;
  return { ...look, decisions: look.decisions.map((decision) => maskedDecision(decision, classified)) };
};

const lookAt = async (
  file: DataFile,
  options: FormatOptions,
  expected: Expectations,
  folder: string,
  number: number,
): Promise<Looked> => {
  if (/\.zst$/i.test(file.path) || file.bytes === 0) return { file, decisions: [] };
  // A file that cannot be opened is the engine's to report, as for every format.
  const samples = await readSamples(file).catch(() => undefined);
  if (!samples) return { file, decisions: [] };
  const look = lookedAt(samples, options, expected);
  if (look.isEmpty) {
    if (/\.gz$/i.test(file.path)) {
      // Of a damaged archive nothing may come out: what the engine makes of such bytes says nothing of the fault.
      await verifyGzip(file, new AbortController().signal);
      return { file, decisions: [] };
    }
    throw failure('MR4001', `"${file.name}" has neither a header nor a row`, { dataFile: file.path });
  }
  if (!look.isText) return { file, decisions: [] };
  checkNames(file, look, expected);
  checkDecisions(file, look);
  // Of a packed file that was cut short the last record is short too, and the file as a whole is at fault.
  if (!/\.gz$/i.test(file.path)) checkRecords(file, look, expected);
  const read = look.isPlain ? file : await copyAsPlainCsv(file, look, folder, number);
  return { file: read, pins: pinsOf(look, !look.isPlain, options), decisions: look.decisions };
};

/**
 * Looks at how CSV files are written before an engine opens them. Those that engines cannot read are copied, as plain
 * CSV, into the folder. Throws MR4030 where a file can be read in several ways and nothing in it tells which.
 */
export const lookAtCsv = async (
  files: readonly DataFile[],
  options: FormatOptions,
  expected: Expectations,
  folder: string,
): Promise<LookedFiles> => {
  const looked: Looked[] = [];
  for (const [number, file] of files.entries())
    looked.push(await lookAt(file, options, expected, folder, number));
  return {
    files: looked.map(({ file }) => file),
    texts: new Map(looked.flatMap(({ file, pins }) => (pins ? [[file.path, pins] as const] : []))),
    decisions: gathered(looked.map(({ file, decisions }) => ({ file: file.name, decisions }))),
  };
};
