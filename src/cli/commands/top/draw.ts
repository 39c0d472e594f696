import type { LiveStatus } from '../../../app/watch/live.js';
import type { RunningRun } from '../../../app/watch/running.js';
import { count, percent, plural } from '../../../base/number-text.js';
import { bytes, duration } from '../../format.js';
import type { Look } from '../../terminal.js';
import { clipped, printable } from '../../text.js';

const stageText = ({ stage, stages }: LiveStatus): string => {
  const done = `stage ${Math.min(stages.total, stages.done + (stage ? 1 : 0))} of ${stages.total}`;
  if (!stage) return `${done}: between stages`;
  const share = stage.share === undefined ? '' : `, ${percent(Math.round(stage.share * 100) / 100)}`;
  return `${done}${share}: ${stage.nodes.join(' + ')}`;
};

const rateText = (rate: number): string => (rate > 0 ? ` (${bytes(rate)}/s)` : '');

const readText = ({ read }: LiveStatus): string => {
  const rows = read.rows === undefined ? '' : `, ${plural(read.rows, 'row')}`;
  return `read ${bytes(read.bytes)} of ${bytes(read.of)}${rateText(read.bytesPerSecond)}${rows}`;
};

const writtenText = ({ written }: LiveStatus): string =>
  `wrote ${bytes(written.bytes)}${rateText(written.bytesPerSecond)}, ${plural(written.rows, 'row')} in whole outputs`;

const memoryText = ({ memory, spill }: LiveStatus): string => {
  const children =
    memory.processes === 0
      ? ''
      : ` + ${bytes(memory.children)} in ${memory.processes === 1 ? '1 process' : `${memory.processes} processes`}`;
  return `memory ${bytes(memory.own)}${children}, ${spill === 0 ? 'nothing spilled' : `spilled ${bytes(spill)}`}`;
};

const troubleText = ({ quarantined, failedAttempts, problems: { errors, warnings } }: LiveStatus): string => {
  const failed = failedAttempts === 0 ? '' : `${plural(failedAttempts, 'failed attempt')}, `;
  return `${plural(quarantined, 'row')} quarantined, ${failed}${plural(errors, 'error')}, ${plural(warnings, 'warning')}`;
};

const functionLines = ({ functions }: LiveStatus): readonly string[] =>
  functions.map(({ module, processes, busy, waiting, done }) => {
    const isFull = busy >= processes;
    const held = isFull ? ': what comes before waits for them' : '';
    const queue = waiting > 0 ? `, ${plural(waiting, 'partition')} waiting` : '';
    return `${module}: ${count(busy)} of ${processes === 1 ? '1 process' : `${processes} processes`} busy, ${plural(done, 'partition')} done${queue}${held}`;
  });

const liveLines = (live: LiveStatus): readonly string[] => [
  stageText(live),
  readText(live),
  writtenText(live),
  memoryText(live),
  troubleText(live),
  ...functionLines(live),
];

const secondsSince = (startedAt: string, now: Date): number =>
  Math.max(0, (now.getTime() - new Date(startedAt).getTime()) / 1000);

const runLines = (run: RunningRun, now: Date, { paint, width }: Look): readonly string[] => {
  const { runId, pipeline, startedAt, live } = run;
  const head = `${paint.bold(printable(pipeline))}  run ${runId}`;
  if (run.process === 'gone') {
    const seen = live ? `, last seen ${live.at.slice(0, 19).replace('T', ' ')} UTC` : '';
    return [
      `${head}  ${paint.red('its process is gone')}${seen}`,
      `  nothing was published; run it again, or go on from what it kept with --resume`,
    ];
  }
  const lines = live ? liveLines(live) : ['it has just begun'];
  return [
    `${head}, for ${duration(secondsSince(startedAt, now))}`,
    ...lines.map((line) => `  ${clipped(printable(line), width - 3)}`),
  ];
};

/** What runs, as text. */
export const drawn = (runs: readonly RunningRun[], now: Date, look: Look): string =>
  runs.length === 0
    ? 'Nothing runs here. Start a run with: millrace run FILE. Runs that have ended: millrace runs\n'
    : `${runs.map((run) => runLines(run, now, look).join('\n')).join('\n\n')}\n`;
