import type { RunRecord, RunStatus } from '../kit/record.js';
import { bytes, count, counted, duration, shortHash } from './format.js';
import { html, type Markup, type Part } from './html.js';
import { badge, seconds, type Tone, time } from './pieces.js';

/** What the statuses mean, in words and colours. */
export const statuses: Readonly<Record<RunStatus, { readonly tone: Tone; readonly label: string }>> = {
  succeeded: { tone: 'good', label: 'Succeeded' },
  failed: { tone: 'bad', label: 'Failed' },
  stopped: { tone: 'warn', label: 'Stopped by a check' },
  interrupted: { tone: 'still', label: 'Interrupted' },
};

const fact = (name: string, value: Part): Markup => html`<div><dt>${name}</dt><dd>${value}</dd></div>\n`;

const engineFact = ({ engine }: RunRecord): string => {
  const memory = engine.memory === undefined ? [] : [`${bytes(engine.memory)} memory`];
  const threads = engine.threads === undefined ? [] : [counted(engine.threads, 'thread')];
  return [engine.name, ...memory, ...threads].join(' · ');
};

const fileWithHash = ({ file, hash }: { readonly file: string; readonly hash: string }): Markup =>
  html`<code>${file}</code> <code class="soft" title="SHA-256 ${hash}">${shortHash(hash)}</code>`;

const facts = (record: RunRecord): Markup => {
  const { document, startedAt, finishedAt, runTime } = record;
  return html`<dl class="facts">
${fact('Started', time(startedAt))}${fact('Finished', time(finishedAt))}${
  // Only where it differs does the time that the run stands for say anything new.
  runTime === startedAt ? undefined : fact('As of', time(runTime))
}${fact('Run', html`<code>${record.runId}</code>`)}${fact(
  'Document',
  fileWithHash(document),
)}${document.project ? fact('Project', fileWithHash(document.project)) : undefined}${fact('Engine', engineFact(record))}</dl>`;
};

const tile = (name: string, value: Part, note: Part): Markup =>
  html`<div class="tile"><dt>${name}</dt><dd>${value}</dd><dd class="note">${note}</dd></div>\n`;

const checksTile = ({ checks }: RunRecord): Markup => {
  const results = checks.flatMap((check) => check.results);
  const failed = results.filter(({ passed }) => !passed).length;
  if (results.length === 0) return tile('Checks', '–', 'none ran');
  const note = failed === 0 ? 'all rules hold' : `${counted(failed, 'rule')} broken`;
  return tile('Checks', `${count(results.length - failed)} of ${count(results.length)}`, note);
};

const tiles = (record: RunRecord): Markup => {
  const { outputs, inputs } = record;
  const rows = outputs.reduce((sum, output) => sum + output.rows, 0);
  const size = outputs.reduce((sum, output) => sum + output.bytes, 0);
  const files = inputs.flatMap((input) => input.files);
  const readSize = files.reduce((sum, file) => sum + file.bytes, 0);
  const written = outputs.reduce((sum, output) => sum + (output.files ?? 1), 0);
  const inFiles = written === outputs.length ? '' : ` · ${counted(written, 'file')}`;
  const published =
    outputs.length === 0
      ? 'nothing published'
      : `${counted(outputs.length, 'output')}${inFiles} · ${bytes(size)}`;
  return html`<dl class="tiles">
${tile('Rows published', count(rows), published)}${tile('Read', bytes(readSize), counted(files.length, 'file'))}${checksTile(record)}${tile(
  'Took',
  seconds(record.seconds),
  counted(record.stages.length, 'stage'),
)}</dl>`;
};

/** The mark of the house: water over a wheel. */
const brand = html`<p class="brand"><svg viewBox="0 0 24 24" width="20" height="20" aria-hidden="true"><path d="M2 7c3.3-3 6.7-3 10 0s6.7 3 10 0M2 12.5c3.3-3 6.7-3 10 0s6.7 3 10 0M2 18c3.3-3 6.7-3 10 0s6.7 3 10 0"/></svg>Millrace <span>run report</span></p>`;

/** The head of the page: what ran, how it ended, and the numbers that matter first. */
export const drawHeadline = (record: RunRecord): Markup => {
  const { tone, label } = statuses[record.status];
  return html`<header class="top ${tone}">
${brand}
<div class="title"><h1>${record.pipeline}</h1>${badge(tone, label)}</div>
${record.description && html`<p class="description">${record.description}</p>`}
${tiles(record)}
${facts(record)}
</header>
`;
};

/** Title of the window. */
export const pageTitle = (record: RunRecord): string =>
  `${record.pipeline}: ${statuses[record.status].label.toLowerCase()} after ${duration(record.seconds)} · Millrace`;
