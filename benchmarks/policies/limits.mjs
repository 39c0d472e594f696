import { summed } from './scores.mjs';

const FALSE_TIMEOUTS = 0.005;
const HANGS = 1 / 5;
const WORSE = 1.1;

const falseTimeouts = ({ name, scores }) => {
  const { falseTimeouts: share } = summed(scores.map(({ learner }) => learner));
  return {
    name,
    limit: 'false timeouts at most 0.5 %',
    measured: `${(share * 100).toFixed(2)} %`,
    reached: share <= FALSE_TIMEOUTS,
  };
};

const hangs = ({ name, scores }) => {
  const own = summed(scores.map(({ learner }) => learner)).perHang;
  const fixed = summed(scores.map((score) => score['10m'])).perHang;
  return {
    name,
    limit: "time lost to hangs at most a fifth of a static ten minutes'",
    measured: `${(own / fixed).toFixed(2)} ×`,
    reached: own <= fixed * HANGS,
  };
};

const worse = ({ name, scores }) => {
  const over = scores.filter(({ learner, best }) => learner.cost > WORSE * best.cost).length;
  return {
    name,
    limit: 'never more than 10 % worse than the best static choice of a trace',
    measured: `${over} of ${scores.length} are`,
    reached: over === 0,
  };
};

/** What was promised, and whether it is kept, of each group of traces. */
export const judged = (groups) => [falseTimeouts, hangs, worse].flatMap((limit) => groups.map(limit));
