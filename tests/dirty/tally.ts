import type { Judged } from './judge.js';

/** At most this share of the files of a defect may be refused that mean a table. */
export const MOST_REFUSED = 0.15;

export interface Tally {
  readonly defect: string;
  readonly files: number;
  readonly right: number;
  readonly refused: number;
  readonly wrong: number;
}

const tallyOf = (defect: string, judged: readonly Judged[]): Tally => {
  const count = (kind: Judged['score']['kind']): number =>
    judged.filter(({ score }) => score.kind === kind).length;
  return {
    defect,
    files: judged.length,
    right: count('right'),
    refused: count('refused'),
    wrong: count('wrong'),
  };
};

/** The scores of each defect, in the order in which the defects first come. */
export const tallies = (judged: readonly Judged[]): readonly Tally[] =>
  [...new Set(judged.map(({ defect }) => defect))].map((defect) =>
    tallyOf(
      defect,
      judged.filter((one) => one.defect === defect),
    ),
  );

/** Whether no table is wrong and few enough are refused. */
export const holds = ({ wrong, refused, files }: Tally): boolean =>
  wrong === 0 && refused <= files * MOST_REFUSED;

const line = ({ defect, files, right, refused, wrong }: Tally): string =>
  `| ${defect.replaceAll('|', '\\|')} | ${files} | ${right} | ${refused} | ${wrong} |`;

/** The scores by defect as a table in Markdown; files that have several defects are counted once in the sum. */
export const scoresMarkdown = (judged: readonly Judged[], files: readonly Judged[] = judged): string =>
  [
    '| defect | files | right table | clear refusal | wrong table |',
    '|---|---:|---:|---:|---:|',
    ...[...tallies(judged), tallyOf('**all**', files)].map(line),
    '',
  ].join('\n');
