import type { AuditRecord } from '../../audit/index.js';
import { beginsFormula } from '../../kit/index.js';

type Cell = string | number | undefined;

const listOf = (values: readonly string[] | undefined): Cell => values?.join(' ');

const jsonOf = (value: unknown): Cell => (value === undefined ? undefined : JSON.stringify(value));

const cells: Readonly<Record<string, (record: AuditRecord, hash: string) => Cell>> = {
  number: ({ number }) => number,
  at: ({ at }) => at,
  actor: ({ actor }) => actor.id,
  name: ({ actor }) => actor.name,
  roles: ({ actor }) => listOf(actor.roles),
  on_behalf_of: ({ actor }) => actor.onBehalfOf,
  method: ({ actor }) => actor.authentication.method,
  authentication: ({ actor }) => actor.authentication.id,
  issuer: ({ actor }) => actor.authentication.issuer,
  address: ({ actor }) => actor.from?.address,
  agent: ({ actor }) => actor.from?.agent,
  action: ({ action }) => action,
  resource_type: ({ resource }) => resource.type,
  resource: ({ resource }) => resource.id,
  version: ({ resource }) => resource.version,
  decision: ({ decision }) => decision,
  policies: ({ policies }) => listOf(policies),
  outcome: ({ outcome }) => outcome,
  code: ({ code }) => code,
  rows: ({ rows }) => rows,
  columns_asked: ({ columns }) => jsonOf(columns?.asked),
  columns_granted: ({ columns }) => jsonOf(columns?.granted),
  columns_masked: ({ columns }) => jsonOf(columns?.masked),
  row_filter: ({ rowFilter }) => rowFilter,
  trace: ({ trace }) => trace,
  details: ({ details }) => jsonOf(details),
  previous: ({ previous }) => previous,
  hash: (_, hash) => hash,
};

/** Numbers stay numbers; an apostrophe makes a spreadsheet show a text that it would run. */
const cellText = (cell: Cell): string => {
  if (typeof cell !== 'string') return cell === undefined ? '' : String(cell);
  const neutral = beginsFormula(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(neutral) ? `"${neutral.replaceAll('"', '""')}"` : neutral;
};

export const csvHead = `${Object.keys(cells).join(',')}\r\n`;

/** A record as a line of CSV (RFC 4180), in which no text is a formula. */
export const csvLine = (record: AuditRecord, hash: string): string =>
  `${Object.values(cells)
    .map((cell) => cellText(cell(record, hash)))
    .join(',')}\r\n`;
