import { summed } from './scores.mjs';

const share = (value) => `${(value * 100).toFixed(2)} %`;
const seconds = (value) => (Number.isNaN(value) ? 'none' : `${value.toFixed(0)} s`);
const ratio = (value) => `${value.toFixed(2)} ×`;
const line = (cells) => `| ${cells.join(' | ')} |`;

const contenders = ['learner', '1m', '10m', '30m', 'best'];
const titles = { learner: 'learned', best: 'best static of each trace' };
const titleOf = (name) => titles[name] ?? `static ${name}`;

const table = (groups, title, cell) =>
  [
    `### ${title}`,
    '',
    line(['traces', ...contenders.map(titleOf)]),
    '|---|--:|--:|--:|--:|--:|',
    ...groups.map(({ name, scores }) => {
      const best = summed(scores.map((score) => score.best));
      return line([
        name,
        ...contenders.map((contender) => cell(summed(scores.map((score) => score[contender])), best)),
      ]);
    }),
  ].join('\n');

const worst = ({ name, scores }) => {
  const ratios = scores.map(({ learner, best }) => learner.cost / best.cost).sort((a, b) => a - b);
  const over = ratios.filter((value) => value > 1.1).length;
  const middle = ratios[Math.floor(ratios.length / 2)];
  return line([name, ratio(middle), ratio(ratios.at(-1)), `${over} of ${ratios.length}`]);
};

const byTrace = (groups) =>
  [
    '### Cost of the learner to the best static choice, trace by trace',
    '',
    line(['traces', 'median', 'worst', 'more than 10 % worse']),
    '|---|--:|--:|--:|',
    ...groups.map(worst),
  ].join('\n');

/** Tables in Markdown. */
export const tablesOf = (groups) =>
  [
    table(groups, 'False timeouts: attempts cut of those that would have succeeded', (score) =>
      share(score.falseTimeouts),
    ),
    table(groups, 'Time lost to an attempt that hangs', (score) => seconds(score.perHang)),
    table(groups, 'Total cost, to the best static choice of each trace in hindsight', (score, best) =>
      ratio(score.cost / best.cost),
    ),
    byTrace(groups),
  ].join('\n\n');

export const limitsTable = (judgements) =>
  [
    line(['traces', 'limit', 'measured', 'reached']),
    '|---|---|--:|---|',
    ...judgements.map(({ name, limit, measured, reached }) =>
      line([name, limit, measured, reached ? 'yes' : '**no**']),
    ),
  ].join('\n');
