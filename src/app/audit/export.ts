import { type AuditRecord, hashOfLine, type ReadLine, readRecords } from '../../audit/index.js';
import { failure } from '../../base/errors/index.js';
import type { Wiring } from '../wiring.js';
import { audited } from './audited.js';
import { chosenTrail } from './chosen-trail.js';
import { csvHead, csvLine } from './csv.js';

export const exportFormats = ['ndjson', 'csv'] as const;
export type ExportFormat = (typeof exportFormats)[number];

export interface ExportOptions {
  readonly folder?: string;
  /** ISO 8601; from then on. */
  readonly since?: string;
  /** ISO 8601; before then. */
  readonly until?: string;
  /** Id or name of who did it, or on whose behalf. */
  readonly actor?: string;
  /** `dataset.read`, or `dataset.*`. */
  readonly action?: string;
  readonly format: ExportFormat;
}

const timeOf = (option: string, text: string | undefined): number | undefined => {
  if (text === undefined) return undefined;
  const time = Date.parse(text);
  if (!Number.isNaN(time)) return time;
  throw failure('MR6004', `"${text}" of --${option} is not a time`, {
    mend: 'Write it as ISO 8601, for example 2026-01-31 or 2026-01-31T09:30:00Z.',
  });
};

const isAction = (asked: string, action: string): boolean =>
  asked.endsWith('*') ? action.startsWith(asked.slice(0, -1)) : action === asked;

/** Which records are meant. Throws MR6004 for a time that is none. */
const chosen = ({ since, until, actor, action }: ExportOptions): ((record: AuditRecord) => boolean) => {
  const [from, end] = [timeOf('since', since), timeOf('until', until)];
  return ({ at, actor: who, action: done }) => {
    const time = Date.parse(at);
    if ((from !== undefined && time < from) || (end !== undefined && time >= end)) return false;
    if (actor !== undefined && ![who.id, who.name, who.onBehalfOf].includes(actor)) return false;
    return action === undefined || isAction(action, done);
  };
};

const render: Readonly<Record<ExportFormat, (line: ReadLine) => string>> = {
  ndjson: ({ line }) => `${line.toString()}\n`,
  csv: ({ line, record }) => csvLine(record, hashOfLine(line)),
};

/**
 * Records of a trail as text, as much at a time as was read at once; gives how many. That it was read is on record before.
 *
 * @throws MR6004 for a time that is none, MR8803 where a line is no record, MR8808 where there is no trail
 */
export const exportAudit = async (
  wiring: Wiring,
  options: ExportOptions,
  write: (text: string) => void,
): Promise<number> => {
  const isMeant = chosen(options);
  const folder = await chosenTrail(wiring, options.folder);
  const what = { action: 'audit.read', resource: { type: 'AuditTrail', id: folder }, near: {} };
  await audited(wiring, what, async () => undefined);
  if (options.format === 'csv') write(csvHead);
  let records = 0;
  for await (const lines of readRecords(folder)) {
    const meant = lines.filter(({ record }) => isMeant(record));
    records += meant.length;
    if (meant.length > 0) write(meant.map(render[options.format]).join(''));
  }
  return records;
};
