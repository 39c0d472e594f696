import { mkdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { commandFor } from './contenders.mjs';
import { measure } from './measure.mjs';
import { holdTogether, summaryOf } from './summary.mjs';
import { median } from './timing.mjs';

const root = resolve(import.meta.dirname, '..');

/** What both engines are given, so that memory is bounded and nobody has more threads. */
export const MEMORY = '512MB';
export const THREADS = 2;

/** What needs no library beside the engine. */
const isOurs = (name) => name.startsWith('millrace') || name.startsWith('sql');

/** How many of the engine's statements read the input: each stage is one. */
const scansIn = ({ stages }, input) => stages.filter(({ nodes }) => nodes.includes(input)).length;

const runOnce = async (work, contender, data) => {
  const out = join(data.scratch, `${work.id}-${contender}`);
  mkdirSync(out, { recursive: true });
  const { words, env } = commandFor(work, contender, { data, out, memory: MEMORY, threads: THREADS });
  const usage = measure(words, { cwd: root, env });
  const summary = await summaryOf(work, out);
  rmSync(out, { recursive: true, force: true });
  const scans = contender === 'millrace' ? scansIn(JSON.parse(usage.stdout), work.input) : undefined;
  return { usage: { ...usage, scans }, summary };
};

const medians = (samples) =>
  Object.fromEntries(
    ['seconds', 'cpu', 'peak', 'scans'].map((key) => [key, median(samples.map(({ usage }) => usage[key]))]),
  );

/** Every contender in turn, round by round; throws where their results are not the same. */
export const measureWork = async (work, { data, peers, rounds }) => {
  const contenders = work.contenders.filter((name) => isOurs(name) || peers.has(name));
  const samples = new Map(contenders.map((contender) => [contender, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const contender of contenders) {
      process.stderr.write(`(${work.id}) round ${round + 1} of ${rounds}: ${contender}          \r`);
      const sample = await runOnce(work, contender, data);
      holdTogether(work, contender, sample.summary, samples.get('millrace')?.[0]?.summary ?? sample.summary);
      samples.get(contender)?.push(sample);
    }
  }
  return [...samples].map(([contender, all]) => ({
    id: work.id,
    what: work.what,
    contender,
    ...medians(all),
  }));
};
