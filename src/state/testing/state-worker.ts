// A process of its own that works on a state store: PLACE TASK NAME COUNT. It says what was done, a line each.

import { MillraceError } from '../../base/errors/index.js';
import type { StatePlace, StateStore } from '../../kit/state-store.js';
import { openStateStore } from '../open-state-store.js';
import { increment } from './increments.js';
import { entryOf } from './runs.js';
import { statisticOf } from './statistics.js';

const [placeText = '', task = '', name = '', count = '0'] = process.argv.slice(2);
const times = Number(count);
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

const LEASE_MS = 40;

/** Writes what nobody without a lease that is good may write; now and then it holds its lease for too long. */
const fencedWrite = async (store: StateStore, turn: number): Promise<void> => {
  const lease = await store.leases.acquire('job', name, LEASE_MS);
  if (!lease) return pause(5);
  say(`token ${lease.token}`);
  if (turn % 3 === 0) await pause(LEASE_MS * 2);
  try {
    const written = await store.values.set('fenced', { token: lease.token }, { lease });
    if (written.kind === 'written') say(`wrote ${written.version} ${lease.token}`);
  } catch (error) {
    if (!(error instanceof MillraceError) || error.problems[0]?.code !== 'MR7106') throw error;
    say(`refused ${lease.token}`);
  }
  if (turn % 2 === 0) await store.leases.release(lease);
};

const tasks: Readonly<Record<string, (store: StateStore, turn: number) => Promise<void>>> = {
  count: async (store) => say(`made ${await increment(store, 'counter')}`),
  fenced: fencedWrite,
  append: async (store, turn) => {
    await store.runs.add(entryOf(`${name}-${turn}`));
    await store.runs.update(`${name}-${turn}`, { status: 'succeeded' });
    await store.statistics.append([statisticOf({ runId: `${name}-${turn}` })]);
  },
  hold: async () => {
    say('open');
    await pause(600_000);
  },
};

const store = await openStateStore(JSON.parse(placeText) as StatePlace);
say('ready');
for (let turn = 0; turn < times; turn += 1) await tasks[task]?.(store, turn);
await store.close();
