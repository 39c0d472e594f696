import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { families } from './families.mjs';
import { judged } from './limits.mjs';
import { learnedScore, seeds, staticScores, tracesOf } from './scores.mjs';
import { limitsTable, tablesOf } from './table.mjs';

const helpText = `node benchmarks/policies/main.mjs [options]

Replays learned and static timeouts over made-up histories of runs, and prints what each costs.

  --seeds tune|held-out   by which seeds (held-out)
  --count N               of these, so many
  --no-save               leave results.md as it is`;

const wordsOf = (words) => {
  try {
    const { values } = parseArgs({
      args: words,
      allowNegative: true,
      options: {
        seeds: { type: 'string', default: 'held-out' },
        count: { type: 'string' },
        save: { type: 'boolean', default: true },
        help: { type: 'boolean', default: false },
      },
    });
    if (!Object.hasOwn(seeds, values.seeds)) return { problem: '--seeds takes `tune` or `held-out`' };
    const most = values.count === undefined ? seeds[values.seeds].length : Number(values.count);
    if (!Number.isInteger(most) || most < 1) return { problem: '--count takes a whole number above 0' };
    return { ...values, numbers: seeds[values.seeds].slice(0, most) };
  } catch (error) {
    return { problem: error.message };
  }
};

const groupsOf = (numbers) => {
  const scored = tracesOf(numbers).map((trace) => ({
    family: trace.family,
    learner: learnedScore(trace),
    ...staticScores(trace),
  }));
  const short = { name: 'all but long', scores: scored.filter(({ family }) => family !== 'long') };
  const all = { name: 'all', scores: scored };
  const named = Object.keys(families).map((name) => ({
    name,
    scores: scored.filter(({ family }) => family === name),
  }));
  return [...named, short, all];
};

const introduction = (words) => `# Learned timeouts, by replay

Made by \`node benchmarks/policies/main.mjs\`; the numbers follow from the seeds alone. ${words.numbers.length} traces of each
family, seeds ${words.numbers[0]} to ${words.numbers.at(-1)} (${words.seeds}). What the families are is said in \`families.mjs\`, what costs what in
\`replay.mjs\`. A policy is asked before each attempt and has seen only what was seen until then: of an attempt that it cut, that it took at
least so long. A run has three attempts; where timeouts alone have lost it, ten minutes of a person are added. Bounds are 10 s and
1 h (4 h for \`long\`, whose attempts mostly take longer than ten minutes: there a static ten minutes cuts most of them). The best static choice is the cheapest in hindsight of a grid between the same bounds.`;

const words = wordsOf(process.argv.slice(2));
if (words.problem) {
  console.error(`${words.problem}\n\n${helpText}`);
  process.exit(2);
}
if (words.help) {
  console.log(helpText);
  process.exit(0);
}
const groups = groupsOf(words.numbers);
const text = `${introduction(words)}\n\n${tablesOf(groups)}\n\n## Limits\n\n${limitsTable(judged(groups))}\n`;
console.log(text);
if (words.save) writeFileSync(new URL('results.md', import.meta.url), text);
