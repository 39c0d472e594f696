import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ContractRecord, RunRecord } from '../../src/kit/index.js';
import { query } from './duckdb.js';

/** Records of a CSV text with a header line (RFC 4180: a line end inside of quotes ends nothing). */
const csvRecords = (text: string): number => {
  let [records, isQuoted, isEmpty] = [0, false, true];
  for (const char of text) {
    if (char === '"') isQuoted = !isQuoted;
    if (char === '\n' && !isQuoted) {
      if (!isEmpty) records += 1;
      isEmpty = true;
    } else if (char !== '\r') isEmpty = false;
  }
  return Math.max(0, records + (isEmpty ? 0 : 1) - 1);
};

const parquetRows = async (path: string): Promise<number> => {
  const { rows } = await query(`select sum(num_rows)::bigint from parquet_file_metadata('${path}')`);
  return Number(rows[0]?.[0] ?? 0);
};

/** Rows of a file, counted without the engine of the run. */
export const rowsOfFile = async (path: string): Promise<number> => {
  if (path.endsWith('.parquet')) return parquetRows(path);
  const text = await readFile(path, 'utf8');
  return path.endsWith('.csv')
    ? csvRecords(text)
    : text.split('\n').filter((line) => line.trim() !== '').length;
};

/** Rows of a quarantine file that did not go on. */
const quarantinedIn = async (path: string): Promise<number> => {
  const { rows } = await query(`select count(*) from read_parquet('${path}') where not goes_on`);
  return Number(rows[0]?.[0]);
};

/** Rows of files that a node with a contract reads, by its name or by `node.port` where it has several inputs. */
export type Inputs = Readonly<Record<string, string | number>>;

const LOSSES = ['filtered', 'unmatched', 'merged'] as const;

const unequal = (what: string, found: unknown, expected: unknown): readonly string[] =>
  found === expected ? [] : [`${what}: ${found} on record, ${expected} counted`];

const sumsOf = (record: ContractRecord): readonly string[] => {
  const { node, in: all = 0, made = 0, passed = 0, quarantined, ports = [] } = record;
  const lost = LOSSES.reduce((sum, key) => sum + (record[key] ?? 0), 0);
  const inPorts = ports.reduce((sum, port) => sum + port.in, 0);
  return [
    ...unequal(
      `${node}: in + made = passed + filtered + unmatched + merged + quarantined`,
      all + made,
      passed + lost + quarantined,
    ),
    ...(ports.length === 0 ? [] : unequal(`${node}: in of its inputs`, all, inPorts)),
    ...ports.flatMap((port) =>
      LOSSES.every((key) => (port[key] ?? 0) >= 0) ? [] : [`${node}: less than nothing`],
    ),
  ];
};

const ofInput = async (record: ContractRecord, name: string, source: string | number) => {
  const rows = typeof source === 'number' ? source : await rowsOfFile(source);
  const port = record.ports?.find((item) => `${record.node}.${item.port}` === name);
  return unequal(`${name}: in`, port ? port.in : record.in, rows);
};

/**
 * What a run's record says of its contracts against what is counted by others than the engine that ran: rows of the
 * inputs from their files, quarantine from its Parquet. Gives one line for each lie.
 *
 * @param folder the run's folder
 * @param inputs file that a contract's rows come from, or a number of rows, by `node` or `node.port`
 */
export const unbalanced = async (
  { contracts = [] }: Pick<RunRecord, 'contracts'>,
  folder: string,
  inputs: Inputs,
): Promise<readonly string[]> => {
  const lies: string[] = [];
  for (const record of contracts) {
    if (record.isPartial) continue;
    lies.push(...sumsOf(record));
    const kept = await quarantinedIn(join(folder, record.file));
    lies.push(...unequal(`${record.node}: quarantined`, record.quarantined, kept));
    const own = Object.entries(inputs).filter(
      ([name]) => name === record.node || name.startsWith(`${record.node}.`),
    );
    for (const [name, source] of own) lies.push(...(await ofInput(record, name, source)));
  }
  const seen = new Set(contracts.map(({ node }) => node));
  const missing = Object.keys(inputs).filter((name) => !seen.has(name.split('.')[0] ?? ''));
  return [...lies, ...missing.map((name) => `${name}: no contract of it on record`)];
};
