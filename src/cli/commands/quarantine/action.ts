import { readQuarantine } from '../../../app/quarantine/read.js';
import type { NodeQuarantine, QuarantineGroup, QuarantineRow } from '../../../app/quarantine/rows.js';
import { count, plural } from '../../../base/number-text.js';
import type { RunRecord } from '../../../kit/index.js';
import type { Action } from '../../command.js';
import { contractLine, table } from '../../format.js';
import { replayAction } from './replay.js';

const groupRow = ({ rows, columns, rule, message, examples }: QuarantineGroup): readonly string[] => [
  `  ${count(rows)}`,
  columns.join(', ') || 'the record',
  rule,
  message,
  examples.map((value) => `'${value.slice(0, 30)}'`).join(', '),
];

const groupTable = (groups: readonly QuarantineGroup[]): readonly string[] =>
  groups.length === 0
    ? []
    : [table([['  rows', 'column', 'rule', 'asked for', 'found'], ...groups.map(groupRow)], new Set([0]))];

const origin = ({ file, record }: QuarantineRow): string => {
  if (file === null) return 'row';
  return record === null ? file : `${file}, record ${count(Number(record))}`;
};

const reasonText = ({ rule, column, message, value }: QuarantineRow['reasons'][number]): string =>
  column === null
    ? `${rule}: ${message} is asked for`
    : `${column}: ${message} is asked for, found ${value === null ? 'nothing' : `'${value}'`}`;

const rowLines = (row: QuarantineRow): readonly string[] => [
  `  ${origin(row)}${row.goesOn ? ' (went on without the value)' : ''}${row.replayedBy === undefined ? '' : ` (replayed by run ${row.replayedBy})`}`,
  ...row.reasons.map((reason) => `    ${reasonText(reason)}`),
  `    ${JSON.stringify(row.original)}`,
];

const erasedLine = ({ contract, kept }: NodeQuarantine): readonly string[] => {
  const erased = contract.quarantined + contract.mended - kept;
  return erased > 0 ? [`  ${plural(erased, 'row')} of these erased since, ${count(kept)} left`] : [];
};

const moreLine = ({ kept, rows }: NodeQuarantine): readonly string[] =>
  rows.length < kept ? [`  … ${plural(kept - rows.length, 'more row')}; see --limit`] : [];

const nodeLines = (node: NodeQuarantine, isFull: boolean): readonly string[] => [
  contractLine(node.contract),
  ...erasedLine(node),
  ...node.replays.map(
    ({ runId, rows: taken }) => `  ${plural(taken, 'row')} of these replayed by run ${runId}`,
  ),
  ...groupTable(node.groups),
  ...(isFull && node.rows.length > 0 ? ['', ...node.rows.flatMap(rowLines)] : []),
  ...(isFull ? moreLine(node) : []),
  '',
];

/** After a replay `latest` is the replay, which is not where the rows are that it left. */
const headline = ({ pipeline, runId, replays }: RunRecord): string =>
  `${pipeline}, run ${runId}${replays ? `, which replayed rows of run ${replays.runId}: millrace quarantine list ${replays.runId}` : ''}`;

const text = (record: RunRecord, nodes: readonly NodeQuarantine[], isFull: boolean): string =>
  nodes.length === 0
    ? `Run ${record.runId} of ${record.pipeline} has no contracts.\n`
    : [headline(record), ...nodes.flatMap((node) => nodeLines(node, isFull))].join('\n');

/** `millrace quarantine list|show|replay [RUN] [NODE]`. */
export const action: Action = async (context, words, options) => {
  const [what = '', id = 'latest', node] = words;
  if (what === 'replay') return replayAction(context, words, options);
  const { wiring, terminal } = context;
  const isFull = what === 'show';
  const { record, nodes } = await readQuarantine(wiring, id, {
    runDir: String(options['runDir']),
    limit: isFull ? Number(options['limit']) : 0,
    reveal: options['reveal'] === true,
    ...(node === undefined ? {} : { node }),
  });
  const value = { run: record.runId, pipeline: record.pipeline, nodes };
  terminal.out(
    options['json'] === true ? `${JSON.stringify(value, null, 2)}\n` : text(record, nodes, isFull),
  );
  return 0;
};
