import { byDefect, type Judged, type JudgedCorruption } from './judge.js';
import { scoresMarkdown } from './tally.js';

/** What the documentation says of the scores: made by the tests, and held against them. */
export const scoresPage = (corpus: readonly Judged[], seeded: readonly JudgedCorruption[]): string =>
  `# Dirty data: how \`read_csv\` fares

Each file is read by a run with an empty contract: nothing is said of how it is written. A right table has the columns, the
values, the rows and the quarantine that the file means; a clear refusal says what is open, and what to set; a wrong table is
anything else. Wrong tables must be 0, and refusals at most 15 % of the files of each defect.

The suite reads all of the files and the first 250 seeds each time, and holds this page against what came. \`DIRTY_SEEDS=1000 DIRTY_SCORES=write npx
vitest run tests/dirty/dirty.test.ts\` reads all seeds and writes the page anew; \`DIRTY_FIRST=5001 DIRTY_SEEDS=1000\` reads others.

## Files by defect

Three files at least for each defect, with truth tables that were written from the description of the defect alone (\`tests/dirty/corpus\`).

${scoresMarkdown(corpus)}
## ${seeded.length.toLocaleString('en')} corruptions by seed

Clean tables with one to three defects at once (\`tests/dirty/corrupt.ts\`): a file counts with each of its defects, and once in the sum.

${scoresMarkdown(byDefect(seeded), seeded)}`;
