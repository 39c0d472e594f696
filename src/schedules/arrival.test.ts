import { describe, expect, it } from 'vitest';
import { type Arrivals, circleOf, look, type SeenFile, succeededAnew } from './index.js';

const file = (name: string, bytes = 1): SeenFile => ({ name, bytes, modified: '2020-01-01T00:00:00.000Z' });
const at = (second: number) => new Date(second * 1000);

describe('arrival of files', () => {
  const none: Arrivals = { fired: [], pending: [] };

  it('is told once they have been seen unchanged for a while, and once only', () => {
    const first = look(none, [file('a')], at(0), 30_000);
    const early = look(first.arrivals, [file('a')], at(29), 30_000);
    const late = look(early.arrivals, [file('a')], at(30), 30_000);
    expect([first, early, late].map(({ arrived }) => arrived.length)).toEqual([0, 0, 1]);
    expect(look(late.arrivals, [file('a')], at(90), 30_000).arrived).toEqual([]);
  });

  it('waits for one that grows, whatever its time of change says, and for all that came with it', () => {
    const first = look(none, [file('a'), file('b', 1)], at(0), 30_000);
    const grown = look(first.arrivals, [file('a'), file('b', 2)], at(30), 30_000);
    expect(grown.arrived).toEqual([]);
    expect(look(grown.arrivals, [file('a'), file('b', 2)], at(60), 30_000).arrived).toHaveLength(2);
  });

  it('is told again of a file that changed, and of one that went and came', () => {
    const fired: Arrivals = { fired: [file('a'), file('b')], pending: [] };
    const changed = look(fired, [file('a', 5), file('b')], at(0), 0);
    expect(changed.arrived).toEqual([file('a', 5)]);
    const gone = look(fired, [file('b')], at(0), 0);
    expect(look(gone.arrivals, [file('a'), file('b')], at(1), 0).arrived).toEqual([file('a')]);
  });
});

describe('runs of others', () => {
  const run = (pipeline: string, finishedAt: string) => ({
    pipeline,
    runId: `${pipeline}${finishedAt}`,
    finishedAt,
  });

  it('fire once all have succeeded anew, and not for what ended before', () => {
    const runs = [run('a', '3'), run('b', '1')];
    expect(succeededAnew(['a', 'b'], runs, {}, '2').runs).toEqual([]);
    const both = succeededAnew(['a', 'b'], [...runs, run('b', '4')], {}, '2');
    expect(both.marks).toEqual({ a: '3', b: '4' });
    expect(succeededAnew(['a', 'b'], [...runs, run('b', '4'), run('b', '5')], both.marks, '2').runs).toEqual(
      [],
    );
  });

  it('may be called as properties of every object are', () => {
    expect(succeededAnew(['constructor'], [run('constructor', '3')], {}, '2').runs).toHaveLength(1);
  });

  it('are found where they wait for each other', () => {
    const waits = new Map([
      ['a', ['b']],
      ['b', ['c']],
      ['c', ['b']],
      ['d', []],
    ]);
    expect(circleOf(waits)).toEqual(['b', 'c', 'b']);
    expect(
      circleOf(
        new Map([
          ['a', ['b']],
          ['b', ['c']],
          ['c', []],
        ]),
      ),
    ).toBeUndefined();
  });
});
