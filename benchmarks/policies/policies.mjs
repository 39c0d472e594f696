import { createJiti } from 'jiti';

const room = new URL('../../src/policies/learning/index.ts', import.meta.url);
/** The learner as it stands in the source: no build is needed. */
export const { learnTimeout } = await createJiti(import.meta.url).import(room.pathname);

/** Between which a timeout is learned. Nodes that take an hour are declared so. */
export const boundsOf = ({ family }) => ({ min: 10, max: family === 'long' ? 14_400 : 3600 });

export const fixed = (seconds) => () => seconds;

export const learner = (trace, options = {}) => {
  const bounds = boundsOf(trace);
  return (past, { node, kind, bytes, rows }) =>
    learnTimeout(past.node(node), { bytes, rows }, bounds, { kind: past.kind(kind), ...options }).value;
};

/** Static choices between the same bounds, each 1.5 times the last: the best of them in hindsight is what a learner is held against. */
export const gridOf = (trace) => {
  const { min, max } = boundsOf(trace);
  const grid = [];
  for (let seconds = min; seconds < max; seconds *= 1.5) grid.push(Math.round(seconds));
  return [...grid, max];
};
