import { containerLine } from '../../../app/limits/line.js';
import { count, plural } from '../../../base/number-text.js';
import type { RunIndexEntry, RunRecord } from '../../../kit/index.js';
import {
  attemptLines,
  contractLine,
  duration,
  filesText,
  mergeLine,
  newFilesLine,
  table,
} from '../../format.js';

/** A run as it stands in a list, of a folder or of a service. */
export type ListedRun = Omit<RunIndexEntry, 'status' | 'documentFile'> & { readonly status: string };

const row = ({
  runId,
  pipeline,
  status,
  startedAt,
  seconds,
  rowsPublished,
}: ListedRun): readonly string[] => [
  runId,
  pipeline,
  status,
  startedAt.slice(0, 19).replace('T', ' '),
  seconds === undefined ? '' : duration(seconds),
  rowsPublished === undefined ? '' : plural(rowsPublished, 'row'),
];

/** Runs in a table; `none` where there are none. */
export const listing = (entries: readonly ListedRun[], none: string): string =>
  entries.length === 0
    ? none
    : `${table([['run', 'pipeline', 'status', 'started (UTC)', 'took', 'published'], ...entries.map(row)], new Set([4, 5]))}\n`;

const rowsText = (rows: number | string): string => (typeof rows === 'number' ? count(rows) : rows);

const revealLines = ({ reveals = [] }: RunRecord): readonly string[] =>
  reveals.length === 0
    ? []
    : [
        '',
        'Classified values were shown',
        ...reveals.map(
          ({ at, by, columns }) => `  ${at.slice(0, 19).replace('T', ' ')} UTC, ${by}: ${columns.join(', ')}`,
        ),
      ];

const projectLine = ({ document: { project } }: RunRecord): readonly string[] =>
  project ? [`  project ${project.file}, sha256 ${project.hash.slice(0, 12)}…`] : [];

const replayLine = ({ replays }: RunRecord): readonly string[] =>
  replays ? [`  replays ${plural(replays.rows, 'row')} of "${replays.node}" from run ${replays.runId}`] : [];

const triggerLine = ({ trigger }: RunRecord): readonly string[] =>
  trigger
    ? [
        `  started by ${plural(trigger.uploads.length, 'upload')} of the channel "${trigger.channel}": ${trigger.uploads
          .slice(0, 3)
          .map(({ upload }) => upload)
          .join(', ')}${trigger.uploads.length > 3 ? ', …' : ''}`,
      ]
    : [];

const limitLine = ({ engine }: RunRecord): readonly string[] => {
  const line = containerLine(engine);
  return line === undefined ? [] : [`  ${line}`];
};

/** All that a person is shown of a run. */
export const record = (run: RunRecord): string => {
  const nodes = run.nodes.map(({ name, kind, stage, rows }) => [
    `  ${name}`,
    kind,
    stage ?? '',
    rowsText(rows),
  ]);
  const stages = run.stages.map(({ id, nodes: members, rows, seconds, from }) => [
    `  ${id}`,
    members.join(' + '),
    count(rows),
    from === undefined ? duration(seconds) : 'reused',
  ]);
  const outputs = run.outputs.map((output) => [
    `  ${output.target}`,
    plural(output.rows, 'row'),
    `sha256 ${output.sha256.slice(0, 12)}…`,
    output.rowHash ? `rows hash ${output.rowHash.value.slice(0, 12)}…` : '',
    filesText(output),
  ]);
  return [
    `${run.pipeline} ${run.status} in ${duration(run.seconds)}`,
    `  run ${run.runId}, started ${run.startedAt}`,
    `  document ${run.document.file}, sha256 ${run.document.hash.slice(0, 12)}…`,
    ...projectLine(run),
    ...replayLine(run),
    ...triggerLine(run),
    ...limitLine(run),
    ...(run.resumes === undefined ? [] : [`  resumes run ${run.resumes}`]),
    ...(run.newFiles ?? []).map((found) => `  ${newFilesLine(found)}`),
    ...attemptLines(run).map((line) => `  ${line}`),
    '',
    'Nodes',
    table(nodes, new Set([3])),
    ...(stages.length > 0 ? ['', 'Stages', table(stages, new Set([2, 3]))] : []),
    ...(run.contracts ?? []).flatMap((contract, index) => [
      ...(index === 0 ? ['', 'Contracts'] : []),
      `  ${contractLine(contract)}`,
    ]),
    ...(outputs.length > 0 ? ['', 'Outputs', table(outputs)] : []),
    ...(run.merges ?? []).map((merge) => `  ${mergeLine(merge)}`),
    ...revealLines(run),
    '',
  ].join('\n');
};
