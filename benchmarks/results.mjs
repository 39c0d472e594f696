import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { tableOf } from './table.mjs';

const json = join(import.meta.dirname, 'results.json');
const markdown = join(import.meta.dirname, 'results.md');

/** What is kept of earlier runs, by scale. */
export const readResults = () => (existsSync(json) ? JSON.parse(readFileSync(json, 'utf8')) : {});

const machine = () =>
  `${cpus().length} × ${cpus()[0]?.model}, ${Math.round(totalmem() / 1e9)} GB, Node ${process.version}`;

const limitLine = ({ what, measured, limit, reached }) =>
  `| ${what} | ${measured} | ${limit} | ${reached ? 'yes' : 'no'} |`;

const sectionOf = ([scale, { machine: on, date, rounds, results, judgements }]) => {
  const ids = [...new Set(results.map(({ id }) => id))];
  const tables = ids.map((id) => tableOf(results.filter((result) => result.id === id)));
  return [
    `\n## Scale ${scale}\n`,
    `${date}, ${on}; medians of ${rounds}, a process each, in turn.`,
    ...tables,
    '\n| limit | measured | limit | kept |\n|---|--:|--:|---|',
    ...judgements.map(limitLine),
  ].join('\n');
};

const head = `# Results

Made by \`npm run bench\`; see \`npm run bench -- --help\`. Both Millrace and the hand-written SQL have 512 MB for the engine
and two threads, and write the same files. Times on one machine tell little on another; what counts is the column
"to SQL". Peak memory is that of the whole process, pages of mapped files included.
`;

const merged = (old = { results: [], judgements: [] }, now) => {
  const ids = new Set(now.results.map(({ id }) => id));
  const what = new Set(now.judgements.map((judgement) => judgement.what));
  const byId = (a, b) => a.id.localeCompare(b.id);
  return {
    ...now,
    results: [...old.results.filter(({ id }) => !ids.has(id)), ...now.results].sort(byId),
    judgements: [...old.judgements.filter((item) => !what.has(item.what)), ...now.judgements],
  };
};

/** Keeps the results of a scale beside those of others; work that was not measured keeps what it had. */
export const writeResults = (last, { scale, ...now }) => {
  const date = new Date().toISOString().slice(0, 10);
  const all = { ...last, [scale]: merged(last[scale], { ...now, date, machine: machine() }) };
  writeFileSync(json, `${JSON.stringify(all, null, 2)}\n`);
  writeFileSync(markdown, `${head}${Object.entries(all).map(sectionOf).join('\n')}\n`);
};

const ratioOf = (results, id) => {
  const seconds = (contender) =>
    results.find((result) => result.id === id && result.contender === contender)?.seconds;
  return seconds('millrace') / seconds('sql');
};

/** How the ratio to SQL has changed for each piece of work. */
export const compareWithLast = (last, results, scale) => {
  const old = last[scale]?.results ?? [];
  const ids = [...new Set(results.map(({ id }) => id))];
  return ids
    .map((id) => {
      const [before, now] = [ratioOf(old, id), ratioOf(results, id)];
      if (!Number.isFinite(before)) return `(${id}) nothing to compare with`;
      const word = now > before * 1.05 ? 'slower' : now < before / 1.05 ? 'faster' : 'as before';
      return `(${id}) ${before.toFixed(2)}× SQL before, ${now.toFixed(2)}× now: ${word}`;
    })
    .join('\n');
};
