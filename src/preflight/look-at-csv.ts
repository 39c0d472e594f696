import { failure, MillraceError, problemsOf } from '../base/errors/index.js';
import {
  asList,
  type DataFile,
  type Decision,
  type FormatOptions,
  type TextFormat,
  type TextPins,
} from '../kit/index.js';
import { copyAsPlainCsv } from './copy.js';
import { readSamples } from './sample.js';
import { lookAtText, type PinnedText, type TextLook } from './text/look.js';
import { plainDialect } from './text/plain-csv.js';

/** Files as an engine can read them, with what was found of how they are written. */
export interface LookedFiles {
  /** The files themselves, or copies of them. */
  readonly files: readonly DataFile[];
  readonly texts: ReadonlyMap<string, TextPins>;
  readonly decisions: readonly { readonly decision: Decision; readonly files: readonly string[] }[];
}

const text = (options: FormatOptions, key: string): string | undefined => {
  const value = options[key];
  return typeof value === 'string' ? value : undefined;
};

const pinnedBy = (options: FormatOptions): PinnedText => {
  const { header, skip, names } = options;
  const [delimiter, quote, escapeMark] = ['delim', 'quote', 'escape'].map((key) => text(options, key));
  return {
    ...(delimiter === undefined ? {} : { delimiter }),
    ...(quote === undefined ? {} : { quote }),
    ...(escapeMark === undefined ? {} : { escapeMark }),
    ...(typeof header === 'boolean' ? { header } : {}),
    ...(typeof skip === 'number' ? { skip } : {}),
    ...(Array.isArray(names) ? { names: names as readonly string[] } : {}),
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
    .map(([key, value]) => `\`${key}: ${JSON.stringify(value)}\``)
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

const lookAt = async (
  file: DataFile,
  options: FormatOptions,
  folder: string,
  number: number,
): Promise<Looked> => {
  if (/\.zst$/i.test(file.path) || file.bytes === 0) return { file, decisions: [] };
  const look = lookAtText(await readSamples(file), pinnedBy(options));
  if (look.isEmpty) return { file, decisions: [] };
  checkDecisions(file, look);
  const read = look.isPlain ? file : await copyAsPlainCsv(file, look, folder, number);
  return { file: read, pins: pinsOf(look, !look.isPlain, options), decisions: look.decisions };
};

const gathered = (looked: readonly Looked[]): LookedFiles['decisions'] => {
  const all = new Map<string, { readonly decision: Decision; readonly files: readonly string[] }>();
  for (const { file, decisions } of looked) {
    for (const decision of decisions) {
      const key = JSON.stringify(decision);
      all.set(key, { decision, files: [...(all.get(key)?.files ?? []), file.name] });
    }
  }
  return [...all.values()];
};

/**
 * Looks at how CSV files are written before an engine opens them. Those that engines cannot read are copied, as plain
 * CSV, into the folder. Throws MR4030 where a file can be read in several ways and nothing in it tells which.
 */
export const lookAtCsv = async (
  files: readonly DataFile[],
  options: FormatOptions,
  folder: string,
): Promise<LookedFiles> => {
  const looked: Looked[] = [];
  for (const [number, file] of files.entries()) looked.push(await lookAt(file, options, folder, number));
  return {
    files: looked.map(({ file }) => file),
    texts: new Map(looked.flatMap(({ file, pins }) => (pins ? [[file.path, pins] as const] : []))),
    decisions: gathered(looked),
  };
};
