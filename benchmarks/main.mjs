import { rmSync } from 'node:fs';
import { dataFor } from './generate.mjs';
import { judged, printLimits } from './limits.mjs';
import { installPeers } from './peers.mjs';
import { measurePreflight } from './preflight.mjs';
import { compareWithLast, readResults, writeResults } from './results.mjs';
import { measureWork } from './rounds.mjs';
import { measureStartup } from './startup.mjs';
import { tableOf } from './table.mjs';
import { helpText, readWords } from './words.mjs';
import { works } from './works.mjs';

const words = readWords(process.argv.slice(2));
if (words.problem) {
  console.error(`${words.problem}\n\n${helpText}`);
  process.exit(2);
}
if (words.help) {
  console.log(helpText);
  process.exit(0);
}

const chosen = works.filter(({ id }) => words.only === undefined || words.only.includes(id));
const last = readResults();

if (words.only === undefined || words.only.includes('startup')) measureStartup();
if (words.only === undefined || words.only.includes('preflight')) await measurePreflight(words);
if (chosen.length > 0) {
  const peers = words.peers && words.scale <= 1 ? installPeers() : new Set();
  const data = await dataFor({ scale: words.scale, folder: words.data });
  const results = [];
  try {
    for (const work of chosen) {
      results.push(...(await measureWork(work, { ...words, data, peers })));
      console.log(tableOf(results.filter(({ id }) => id === work.id)));
    }
  } finally {
    rmSync(data.scratch, { recursive: true, force: true });
  }
  const judgements = judged(results, words.scale);
  printLimits(judgements);
  if (words.compare) console.log(compareWithLast(last, results, words.scale));
  if (words.save) writeResults(last, { scale: words.scale, rounds: words.rounds, results, judgements });
}
