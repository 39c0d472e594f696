import { describe, expect, test } from 'vitest';
import { children } from '../code/children.js';
import { project } from '../support/project.js';
import {
  type End,
  end,
  failed,
  keysOf,
  leftOld,
  leftovers,
  type PolicyName,
  policies,
  RUNS,
  some,
  timeout,
  wentWell,
} from './cells.js';

/** Where a process is killed. */
const phases = {
  'as it loads its module': 'load',
  'at its first rows': '0',
  'among its rows': '2500',
  'at its last rows': '4999',
} as const;
type Phase = keyof typeof phases;

/** How often processes are killed until one is spared: a request is given to eight, one after the other. */
const times = { once: 1, 'until it is asked again': 8, always: 1000 } as const;
type Often = keyof typeof times;

const MODULE = `import { appendFileSync, readFileSync } from 'node:fs';
import { defineTransform } from 'millrace/kit';
const { phase, times } = JSON.parse(readFileSync('fault.json', 'utf8'));
const die = () => {
  if (readFileSync('kills.txt', 'utf8').length >= times) return;
  appendFileSync('kills.txt', 'x');
  process.kill(process.pid, 'SIGKILL');
  for (;;);
};
if (phase === 'load') die();
export default defineTransform({
  reads: { id: 'bigint' },
  filter: ({ id }) => Array.from(id.values, (value) => {
    if (phase === String(value)) die();
    return true;
  }),
});
`;

const lines = (run: number): string =>
  `id,run\n${Array.from({ length: 5000 }, (_, id) => `${id},${run}\n`).join('')}`;

const killed = failed('MR5007');

/** How a run ends whose processes are killed among its rows: as its policy says. */
const ends: Readonly<Record<Often, readonly (readonly [PolicyName, End])[]>> = {
  once: [
    ['no policy', wentWell],
    ['retry', wentWell],
    ['last good in any time', wentWell],
  ],
  'until it is asked again': [
    ['no policy', killed],
    ['retry', wentWell],
    ['last good in any time', wentWell],
  ],
  always: [
    ['no policy', killed],
    ['retry', killed],
    ['last good in any time', leftOld('MR5007')],
  ],
};

/** A module that cannot be loaded is no attempt of a stage, and no source that a run could leave out: there is nothing to run. */
const endOf = (often: Often, phase: Phase, end: End): End => {
  if (phases[phase] !== 'load') return end;
  return often === 'once' ? wentWell : killed;
};

const cells = some(
  keysOf(times).flatMap((often) =>
    ends[often].flatMap(([policy, end]) =>
      keysOf(phases).map((phase) => [often, phase, policy, endOf(often, phase, end)] as const),
    ),
  ),
  7,
);

describe('processes of functions', () => {
  test.each(cells)('killed %s, %s, under %s', { timeout }, async (often, phase, policy, ends) => {
    const at = await project({
      'fault.json': '{}',
      'kills.txt': '',
      'orders.csv': lines(0),
      'made.ts': MODULE,
      'pipeline.yaml': `millrace: 1
pipeline: harness
resources: { stores: { raw: { folder: . }, out: { folder: ./out } } }
nodes:
  orders: { use: read_csv, with: { path: raw://orders.csv } }
  made: { use: code, from: orders, with: { module: ./made.ts } }
  written: { use: write_csv, from: made, with: { path: out://orders.csv } }
${policies[policy]}`,
    });
    expect(await end(at)).toEqual(wentWell);
    for (let run = 1; run <= RUNS; run += 1) {
      const before = await at.read('out/orders.csv');
      const content = lines(run);
      await at.write({
        'orders.csv': content,
        'kills.txt': '',
        'fault.json': JSON.stringify({ phase: phases[phase], times: times[often] }),
      });
      expect(await end(at)).toEqual(ends);
      const { length } = await at.read('kills.txt');
      expect(often === 'always' ? length % 8 : length).toBe(often === 'always' ? 0 : times[often]);
      expect(await at.read('out/orders.csv')).toBe(ends.codes.length === 0 ? content : before);
      expect(await leftovers(at)).toEqual([]);
      expect(children()).toEqual([]);
    }
  });
});
