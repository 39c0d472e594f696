import { join } from 'node:path';
import { percent } from '../../../base/number-text.js';
import {
  literal,
  type PlacedGuard,
  QUARANTINE_FUNCTION,
  quoted,
  repairCounter,
  rowAction,
} from '../../../kit/index.js';
import type { Session } from '../session.js';
import { type LogFile, longestLine } from './log-file.js';

/** A guard's rows as they were left in the engine's log. */
export interface Taken {
  readonly guard: PlacedGuard;
  readonly log: LogFile;
}

/** Where contracts put rows while a statement runs. */
export interface Intake {
  readonly open: (guards: readonly PlacedGuard[]) => Promise<void>;
  /** Between `close` and `open` rows are left out and not kept. */
  readonly close: () => Promise<readonly Taken[]>;
}

/** How many rows may be taken out, by number and by share. */
const mostRows = ({ tolerated = Infinity, sharedRows = Infinity }: PlacedGuard): number =>
  Math.min(tolerated, sharedRows);

/** Of a guard: a sequence that counts the rows taken, and variables with how many may be, as a number and in words. */
const counter = (node: string): string => `taken by ${node}`;
const limit = (node: string): string => `tolerated by ${node}`;
const words = (node: string): string => `tolerance of ${node}`;

const LOG = `log_type := 'quarantine', level := 'error'`;
const LIMIT = `getvariable('${limit('')}' || node)`;

const stopped = `'MR4021: a row breaks a rule of the contract of "' || node || '" under which the run is to stop'`;
const overflow = `'MR4021: the contract of "' || node || '" tolerates ' || getvariable('${words('')}' || node) || ' in quarantine, and row ' || (${LIMIT} + 1) || ' that breaks it was found'`;

/**
 * What contracts call for each row that does not fit. The row goes into the engine's log and is counted by a sequence:
 * both are the engine's own, so that no thread waits for JavaScript, which has one. `write_log` gives null always.
 */
const definition = `create or replace temp macro ${QUARANTINE_FUNCTION}(node, what, line) as case
  when write_log(node || ' ' || line, ${LOG}) is not null then null
  when what = ${rowAction.mend} then true
  when what = ${rowAction.stop} then error(${stopped})
  when nextval('${counter('')}' || node) > coalesce(${LIMIT}, 9223372036854775807) then error(${overflow})
  else false end`;

/** By share there are never more rows than the sizes of the files have room for. */
const tolerance = ({ tolerated = Infinity, sharedRows = Infinity, share = 0 }: PlacedGuard): string =>
  tolerated <= sharedRows ? String(tolerated) : `${percent(share)} of the rows`;

const begin = (guard: PlacedGuard): readonly string[] => {
  const most = mostRows(guard);
  return [
    `create or replace temp sequence ${quoted(counter(guard.node))}`,
    ...(guard.repairs ?? []).map(
      (_, place) => `create or replace temp sequence ${quoted(repairCounter(guard.node, place))}`,
    ),
    `set variable ${quoted(words(guard.node))} = ${literal(tolerance(guard)).text}`,
    `set variable ${quoted(limit(guard.node))} = ${most === Infinity ? 'null' : `${Math.floor(most)}::bigint`}`,
  ];
};

/** The engine's log as the place of rows; it stands in files of the folder given. */
export const createIntake = (session: Session, folder: string): Intake => {
  let open: readonly PlacedGuard[] = [];
  const path = join(folder, 'duckdb_log_entries.csv');
  return {
    open: async (guards) => {
      open = guards;
      const start = `call enable_logging(level = 'error', storage = 'file', storage_config = {'path': ${literal(folder).text}})`;
      await session.rows(
        [...guards.flatMap(begin), definition, start, 'call truncate_duckdb_logs()'].join(';\n'),
      );
    },
    close: async () => {
      const guards = open;
      open = [];
      const limits = guards.flatMap(({ node }) =>
        [limit(node), words(node)].map((name) => `reset variable ${quoted(name)}`),
      );
      await session.rows(['call disable_logging()', ...limits].join(';\n'));
      const log = { path, longest: await longestLine(path) };
      return guards.map((guard) => ({ guard, log }));
    },
  };
};
