import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { didYouMean } from '../../base/diagnostics/suggest.js';
import { failure } from '../../base/errors/index.js';
import { type ContractRecord, type Engine, type RunRecord, sql } from '../../kit/index.js';
import { aboutRun, revealing } from '../audit/about.js';
import { audited } from '../audit/audited.js';
import { showMasked } from '../masked-texts.js';
import { readRows, smallEngine } from '../read-rows.js';
import { type Mark, marksFolder, readMarks } from '../replay/marks.js';
import { runStore } from '../run/folder.js';
import { readRun } from '../runs.js';
import type { Wiring } from '../wiring.js';
import { grantedRows, type SeesColumns } from './granted.js';
import { groupsIn, rowsIn } from './groups.js';
import { maskedColumns, maskedGroup, maskedRow } from './mask.js';
import { quarantineRows } from './relation.js';
import type { NodeQuarantine, QuarantineGroup, QuarantineRow } from './rows.js';

export interface QuarantineOptions {
  readonly runDir?: string;
  /** One node only. */
  readonly node?: string;
  /** Rows of each node to give at most. */
  readonly limit: number;
  /** Whether values of classified columns are given as they are. */
  readonly reveal: boolean;
  /** How whoever asks sees the columns, where that is not the same for everybody; `reveal` is not asked then. */
  readonly sees?: SeesColumns;
}

/** The contracts of a run, or the one of a node. Throws MR6004 where the node has none. */
export const contractsOf = (record: RunRecord, node: string | undefined): readonly ContractRecord[] => {
  const contracts = record.contracts ?? [];
  if (node === undefined) return contracts;
  const chosen = contracts.filter((contract) => contract.node === node);
  if (chosen.length > 0) return chosen;
  const names = contracts.map((contract) => contract.node);
  const label = didYouMean(node, names);
  throw failure('MR6004', `run ${record.runId} has no contract on a node "${node}"`, {
    notes: [names.length === 0 ? 'none of its nodes has a contract' : `contracts: ${names.join(', ')}`],
    ...(label ? { label } : {}),
  });
};

/** An engine that reads files of quarantine. */
export const quarantineEngine = (wiring: Wiring, files: readonly string[]): Promise<Engine> =>
  smallEngine(wiring, {
    readable: files,
    writable: [],
    spillFolder: join(tmpdir(), `millrace-quarantine-${randomUUID()}`),
  });

const rowsOf = async (engine: Engine, file: string, limit: number): Promise<readonly QuarantineRow[]> => {
  const query = sql`select to_json({row: "row", reasons: reasons, goesOn: goes_on, file: file, record: record, isRecord: is_record, original: original})::varchar from ${quarantineRows(file)}`;
  const values = await readRows(engine, query, limit);
  return values.map(([text]) => {
    const row = JSON.parse(String(text)) as QuarantineRow & { readonly original: unknown };
    return { ...row, original: JSON.parse(String(row.original)) as QuarantineRow['original'] };
  });
};

/** What is found, as it may be shown. */
const masked = async (
  engine: Engine,
  { types }: Wiring,
  { classes, masks = {} }: ContractRecord,
  groups: readonly QuarantineGroup[],
  rows: readonly QuarantineRow[],
): Promise<Pick<NodeQuarantine, 'groups' | 'rows'>> => {
  const show = await showMasked(engine, types, maskedColumns(masks, groups, rows));
  const masking = { classes, show };
  return {
    groups: groups.map((group) => maskedGroup(masking, group)),
    rows: rows.map((row) => maskedRow(masking, row)),
  };
};

const asShown = (
  engine: Engine,
  wiring: Wiring,
  contract: ContractRecord,
  found: Pick<NodeQuarantine, 'groups' | 'rows'>,
  { reveal, sees }: { readonly reveal: boolean; readonly sees: SeesColumns | undefined },
): Promise<Pick<NodeQuarantine, 'groups' | 'rows'>> | typeof found => {
  if (sees) return grantedRows(engine, wiring, contract, sees, found);
  return reveal ? found : masked(engine, wiring, contract, found.groups, found.rows);
};

/** What a contract has taken out so far; `marks` are rows that replays took. */
export const nodeQuarantine = async (
  engine: Engine,
  wiring: Wiring,
  folder: string,
  contract: ContractRecord,
  marks: readonly Mark[],
  { limit, reveal, sees }: Pick<QuarantineOptions, 'limit' | 'reveal' | 'sees'>,
): Promise<NodeQuarantine> => {
  const file = join(folder, contract.file);
  const groups = await groupsIn(engine, file, contract);
  const kept = await rowsIn(engine, file);
  const own = marks.filter(({ node }) => node === contract.node);
  const by = new Map(own.flatMap(({ runId, rows: taken }) => taken.map((row) => [row, runId] as const)));
  const rows = (await rowsOf(engine, file, limit)).map((row) => {
    const replayedBy = by.get(Number(row.row));
    return replayedBy === undefined ? row : { ...row, replayedBy };
  });
  const replays = own.map(({ runId, rows: { length } }) => ({ runId, rows: length }));
  const shown = await asShown(engine, wiring, contract, { groups, rows }, { reveal, sees });
  return { contract, kept, replays, ...shown };
};

/** Values that are shown are on record, before they are. */
const recordReveal = async (
  wiring: Wiring,
  runId: string,
  contracts: readonly ContractRecord[],
  runDir: string | undefined,
): Promise<void> => {
  const columns = contracts.flatMap(({ node, classes }) =>
    Object.keys(classes).map((column) => `${node}.${column}`),
  );
  if (columns.length === 0) return;
  await audited(wiring, revealing(aboutRun('values.reveal', runId, runDir), columns), async () => undefined);
  const reveal = { at: wiring.clock.now().toISOString(), by: 'millrace quarantine', columns };
  await runStore(wiring, runDir).reveal(runId, reveal);
};

/** A run, and what of its rows is in quarantine. */
interface ReadRows {
  readonly record: RunRecord;
  readonly nodes: readonly NodeQuarantine[];
}

/**
 * The bad rows of a run with their reasons, grouped by rule and column.
 *
 * @throws MR3014 where there is no such run, MR6004 for a node without a contract.
 */
export const readQuarantine = (wiring: Wiring, id: string, options: QuarantineOptions): Promise<ReadRows> =>
  audited(
    wiring,
    aboutRun('quarantine.read', id, options.runDir, options.node),
    () => readWith(wiring, id, options),
    ({ record, nodes }) => ({
      resource: { type: 'Run', id: `${record.pipeline}/${record.runId}` },
      rows: nodes.reduce((sum, { rows }) => sum + rows.length, 0),
    }),
  );

const readWith = async (wiring: Wiring, id: string, options: QuarantineOptions): Promise<ReadRows> => {
  const record = await readRun(wiring, id, options.runDir);
  const contracts = contractsOf(record, options.node);
  const folder = runStore(wiring, options.runDir).folderOf(record.runId);
  if (options.reveal && !options.sees) await recordReveal(wiring, record.runId, contracts, options.runDir);
  const engine = await quarantineEngine(
    wiring,
    contracts.map(({ file }) => join(folder, file)),
  );
  try {
    const marks = (await readMarks(marksFolder(folder))).filter(({ state }) => state === 'taken');
    const nodes: NodeQuarantine[] = [];
    for (const contract of contracts)
      nodes.push(await nodeQuarantine(engine, wiring, folder, contract, marks, options));
    return { record, nodes };
  } finally {
    await engine.close();
  }
};
