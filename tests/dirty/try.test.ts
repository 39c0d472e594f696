import { writeFileSync } from 'node:fs';
import { test } from 'vitest';
import { CORPUS } from './corpus/index.js';
import { judge } from './judge.js';
import { readByRun } from './read.js';

test('score', async () => {
  const judged = await judge(
    CORPUS.filter(({ defect }) => !/100 MB/.test(defect)),
    readByRun,
  );
  const lines = judged.map(
    ({ defect, name, score }) =>
      `${score.kind}\t${defect}\t${name}\t${score.kind === 'wrong' ? score.difference : score.kind === 'refused' ? score.code : ''}`,
  );
  writeFileSync('/tmp/w/score.tsv', lines.join('\n'));
}, 900_000);
