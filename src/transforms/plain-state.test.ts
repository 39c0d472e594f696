import { expect, test } from 'vitest';
import { MillraceError } from '../base/errors/index.js';
import { mustTravel, packed } from './plain-state.js';

class Sketch {
  readonly size = 1;
}

class Counts extends Map<string, number> {}

const toldOf = (work: () => unknown): string => {
  try {
    work();
  } catch (thrown) {
    if (thrown instanceof MillraceError)
      return thrown.problems.map(({ code, message }) => `${code} ${message}`).join();
    throw thrown;
  }
  return 'nothing';
};

const round = (): object => {
  const state: { self?: object } = {};
  state.self = state;
  return state;
};

test.each([
  1,
  1n,
  null,
  'text',
  { total: 1n, list: [1, [2, null]] },
  new Map<unknown, unknown>([
    ['a', new Set([1, 'b'])],
    [{ of: 1 }, new Date(0)],
  ]),
  new Float64Array(3),
  Object.assign(Object.create(null), { a: 1 }),
  round(),
  Array.from({ length: 300_000 }, (_, at) => ({ at })),
])('plain values travel (%#)', (state) => {
  expect(toldOf(() => mustTravel(state))).toBe('nothing');
  expect(packed(state).length).toBeGreaterThan(0);
});

test.each([
  [() => 1, 'a function', 'state'],
  [{ sketch: { add: () => 1 } }, 'a function', 'state.sketch.add'],
  [[1, new Sketch()], 'an object of class Sketch', 'state[1]'],
  [new Map([['a b', new Sketch()]]), 'an object of class Sketch', 'state.get("a b")'],
  [new Map([[new Sketch(), 1]]), 'an object of class Sketch', 'state, among its keys'],
  [new Set([Symbol('s')]), 'a symbol', 'state, among its items'],
  [{ counts: new Counts() }, 'an object of class Counts', 'state.counts'],
])('what does not is told with its place (%#)', (state, what, place) => {
  expect(toldOf(() => mustTravel(state))).toBe(
    `MR5004 the state holds ${what}, which cannot travel between processes: ${place}`,
  );
});

test('bytes of what has none are told too', () => {
  expect(toldOf(() => packed({ late: () => 1 }))).toMatch(
    /^MR5004 the state cannot travel between processes: /,
  );
});
