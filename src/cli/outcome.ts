import { containerLine } from '../app/limits/line.js';
import type { RunOutcome } from '../app/run/options.js';
import { plural } from '../base/number-text.js';
import type { CheckRecord, PublishedOutput, RunRecord } from '../kit/index.js';
import { printProblems } from './failure.js';
import {
  attemptLines,
  bytes,
  contractLine,
  decisionLine,
  driftLine,
  duration,
  filesText,
  hookLine,
  mergeLine,
  newFilesLine,
  table,
} from './format.js';
import type { Terminal } from './terminal.js';

const outputRow = (output: PublishedOutput): readonly string[] => [
  `  ${output.node}`,
  '->',
  output.target,
  plural(output.rows, 'row'),
  bytes(output.bytes),
  filesText(output),
];

const checkLine = ({ paint }: Terminal, { node, passed, severity, results }: CheckRecord): string => {
  const mark = passed
    ? paint.green('passed')
    : severity === 'error'
      ? paint.red('failed')
      : paint.yellow('warned');
  return `  check ${node} ${mark}: ${results.map(({ message }) => message).join('; ')}`;
};

const words = {
  succeeded: 'published',
  failed: 'failed',
  stopped: 'stopped before publishing',
  interrupted: 'was interrupted',
} as const;

const headline = ({ paint }: Terminal, { pipeline, status, seconds, outputs }: RunRecord): string => {
  const tone = status === 'succeeded' ? paint.green : paint.red;
  const what =
    status === 'succeeded' ? `${words[status]} ${plural(outputs.length, 'output')}` : words[status];
  return `${tone(paint.bold(pipeline))} ${what} in ${duration(seconds)}`;
};

const inputLine = (record: RunRecord): string => {
  const files = record.inputs.flatMap((input) => input.files);
  const size = files.reduce((sum, file) => sum + file.bytes, 0);
  const rows = record.inputs.every((input) => input.rows !== undefined)
    ? `, ${plural(
        record.inputs.reduce((sum, input) => sum + (input.rows ?? 0), 0),
        'row',
      )}`
    : '';
  return `  read ${plural(files.length, 'file')}, ${bytes(size)}${rows}`;
};

const limitLines = ({ paint }: Terminal, { engine }: RunRecord): readonly string[] => {
  const line = containerLine(engine);
  return line === undefined ? [] : [paint.dim(`  ${line}`)];
};

const driftLines = ({ paint }: Terminal, { drift }: RunRecord): readonly string[] =>
  drift
    ? drift.changes.map((change) => `  ${paint.yellow(driftLine(change))}, since run ${drift.since}`)
    : [];

const decisionLines = ({ paint }: Terminal, { decisions = [] }: RunRecord): readonly string[] =>
  decisions
    .filter(({ action }) => action === 'adapt' || action === 'quarantine')
    .map((decision) => `  ${paint.yellow(decisionLine(decision))}`);

const contractLines = ({ contracts = [], runId }: RunRecord): readonly string[] => {
  const isHit = contracts.some(({ quarantined, mended }) => quarantined + mended > 0);
  const hint = isHit ? [`    see the rows with: millrace quarantine show ${runId}`] : [];
  return [...contracts.map((contract) => `  ${contractLine(contract)}`), ...hint];
};

const hookLines = ({ hooks = [] }: RunRecord): readonly string[] =>
  hooks.map((hook) => `  ${hookLine(hook)}`);

/** What a run did, in a few lines. */
export const outcomeText = (terminal: Terminal, { record, folder }: RunOutcome): string => {
  const lines = [
    headline(terminal, record),
    ...(record.inputs.length > 0 ? [inputLine(record)] : []),
    ...(record.newFiles ?? []).map((found) => `  ${newFilesLine(found)}`),
    ...limitLines(terminal, record),
    ...decisionLines(terminal, record),
    ...attemptLines(record).map((line) => `  ${terminal.paint.yellow(line)}`),
    ...driftLines(terminal, record),
    ...contractLines(record),
    ...(record.merges ?? []).map((merge) => `  ${mergeLine(merge)}`),
    ...record.checks.map((check) => checkLine(terminal, check)),
    ...(record.outputs.length > 0 ? [table(record.outputs.map(outputRow), new Set([3, 4]))] : []),
    ...hookLines(record),
    terminal.paint.dim(`  run ${record.runId}: ${folder}`),
  ];
  return `${lines.join('\n')}\n`;
};

/** What a run did, and what went wrong in it, on standard error. */
export const printOutcome = (terminal: Terminal, outcome: RunOutcome): void => {
  printProblems(terminal, outcome.record.problems);
  terminal.err(outcomeText(terminal, outcome));
};
