import { rmSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Wiring } from '../../src/app/wiring.js';
import { createFolderStorage } from '../../src/storage/index.js';
import { millrace } from '../support/cli.js';
import { codesIn } from '../support/expectations.js';
import { mayMount, mountSmall } from '../support/mount.js';
import { type Project, project } from '../support/project.js';
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
  refused,
  some,
  timeout,
  wentWell,
} from './cells.js';
import { type Room, whenWaiting, withoutRoom } from './room.js';

/** The disk that is filled to its last byte, and the step of a run at which it is. */
const phases = {
  'the store, before a stage writes its output': ['out', 'after unlock store out'],
  'the store, before the output is held fast': ['out', 'before fsync staged written'],
  'the store, before it is decided what is published': ['out', 'before write next manifest out'],
  'the store, while that is decided': ['out', 'before write journal out'],
  'the store, once that is decided': ['out', 'after rename journal out'],
  'the folder of runs, while a run goes on': ['.millrace', 'after unlock store out'],
  'the folder of runs, once all is published': ['.millrace', 'before remove stage out'],
} as const;
type Phase = keyof typeof phases;

const WHOLE = Buffer.alloc(2 << 20);

const fill = (at: Project, disk: string): void => {
  try {
    writeFileSync(at.path(disk, 'filler'), WHOLE);
  } catch {
    // That is what it is for: as much is written as there is room for.
  }
};

const empty = (at: Project, disk: string): void => rmSync(at.path(disk, 'filler'), { force: true });

const filling = (at: Project, phase: Phase, room: Room): Partial<Wiring> => {
  const [disk, moment] = phases[phase];
  return {
    createStorage: (stores) =>
      createFolderStorage({ stores, failpoint: (name) => void (name === moment && fill(at, disk)) }),
    ...whenWaiting(() => {
      if (room === 'has room again') empty(at, disk);
    }),
  };
};

const full = failed('MR3007');
/** All was published, and then the record of it had no room. */
const unrecorded = refused('MR3007');

/** What policies speak of are stages: publishing is not tried again, nor is the record. */
const otherwise: Readonly<Record<Exclude<Phase, 'the store, before a stage writes its output'>, End>> = {
  'the store, before the output is held fast': full,
  'the store, before it is decided what is published': full,
  'the store, while that is decided': full,
  'the store, once that is decided': wentWell,
  'the folder of runs, while a run goes on': unrecorded,
  'the folder of runs, once all is published': unrecorded,
};

const cells: readonly (readonly [Phase, Room, PolicyName, End])[] = [
  ...withoutRoom(full, leftOld('MR3007')).map(
    ([room, policy, end]) => ['the store, before a stage writes its output', room, policy, end] as const,
  ),
  ...some(
    keysOf(otherwise).flatMap((phase) =>
      (['no policy', 'retry', 'last good in any time'] as const).map(
        (policy) => [phase, 'stays full', policy, otherwise[phase]] as const,
      ),
    ),
    2,
  ),
];

const documentOf = (policy: PolicyName): string => `millrace: 1
pipeline: harness
resources: { stores: { raw: { folder: . }, out: { folder: ./out } } }
nodes:
  orders: { use: read_csv, with: { path: raw://orders.csv } }
  written: { use: write_csv, from: orders, with: { path: out://orders.csv } }
${policies[policy]}`;

describe.skipIf(!mayMount)('a disk that is full (needs to mount small file systems)', () => {
  test.each(cells)('%s, and that %s, under %s', { timeout }, async (phase, room, policy, ends) => {
    const at = await project({
      'orders.csv': 'id\n0\n',
      'pipeline.yaml': documentOf(policy),
    });
    for (const disk of ['out', '.millrace']) mountSmall(at.path(disk), 'size=1m');
    expect(await end(at)).toEqual(wentWell);
    for (let run = 1; run <= RUNS; run += 1) {
      const before = await at.read('out/orders.csv');
      const content = `id\n${run}\n`;
      await at.write({ 'orders.csv': content });
      expect(await end(at, filling(at, phase, room))).toEqual(ends);
      const isNew = ends.codes.length === 0 || ends.status === 'refused';
      expect(await at.read('out/orders.csv')).toBe(isNew ? content : before);
      empty(at, phases[phase][0]);
      expect(await leftovers(at)).toEqual([]);
      await at.write({ 'orders.csv': `id\n${run + 0.5}\n` });
      expect(await end(at)).toEqual(wentWell);
      expect(await at.read('out/orders.csv')).toBe(`id\n${run + 0.5}\n`);
    }
  });

  test('under the record of a run is told, with what was published all the same', async () => {
    const at = await project({
      'orders.csv': 'id\n0\n',
      'pipeline.yaml': documentOf('no policy'),
    });
    mountSmall(at.path('.millrace'), 'size=1m');
    const wiring = filling(at, 'the folder of runs, once all is published', 'stays full');
    const { code, err } = await millrace(at, ['run', 'pipeline.yaml'], { wiring });
    expect([code, codesIn(err)]).toEqual([1, ['MR3007']]);
    expect(err).toContain('its outputs were published all the same: "written"');
  });
});
