import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { historyOf } from '../../src/app/index.js';
import { wire } from '../../src/app/wire.js';
import type { Wiring } from '../../src/app/wiring.js';
import type { CreateEngine } from '../../src/kit/index.js';
import { type PostgresServer, startPostgres } from '../../src/state/testing/postgres-server.js';
import { project } from '../support/project.js';
import {
  type End,
  end,
  keysOf,
  leftovers,
  type PolicyName,
  policies,
  RUNS,
  some,
  timeout,
  wentWell,
} from './cells.js';

let server: PostgresServer;

beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server.stop());

/** Has something happen before each statement that writes. */
const beforeStages = (happens: () => Promise<void>): Partial<Wiring> => {
  const createEngine: CreateEngine = async (options) => {
    const engine = await wire().createEngine(options);
    if (options.writable.length === 0) return engine;
    return { ...engine, execute: (...asked) => happens().then(() => engine.execute(...asked)) };
  };
  return { createEngine };
};

/** Has something happen in the middle of keeping statistics. */
const whileKept = (environment: Wiring['environment'], happens: () => Promise<void>): Partial<Wiring> => ({
  openState: async (folder) => {
    const store = await wire({ environment }).openState(folder);
    const append: typeof store.statistics.append = async (statistics) => {
      const [kept] = await Promise.allSettled([store.statistics.append(statistics), happens()]);
      if (kept.status === 'rejected') throw kept.reason;
    };
    return { ...store, statistics: { ...store.statistics, append } };
  },
});

/** The database, by where in a run it is killed; it is back once the run has ended, if not before. */
const phases = {
  'before a run': async () => {
    await server.crash();
    return {};
  },
  'while a stage runs': async () => beforeStages(server.crash),
  'while a stage runs, and restarted': async () =>
    beforeStages(async () => {
      await server.crash();
      await server.restart();
    }),
  'while statistics are kept': async (environment: Wiring['environment']) =>
    whileKept(environment, server.crash),
} as const;
type Phase = keyof typeof phases;

const unkept: End = { status: 'succeeded', codes: ['MR7101'] };

/** What is learned is worth a warning, and never a run. */
const ends: Readonly<Record<Phase, readonly End[]>> = {
  'before a run': [unkept],
  'while a stage runs': [unkept],
  'while a stage runs, and restarted': [wentWell],
  'while statistics are kept': [unkept, wentWell],
};

const cells = some(
  keysOf(phases).flatMap((phase) =>
    (['no policy', 'retry', 'learned', 'last good in any time'] satisfies PolicyName[]).map(
      (policy) => [phase, policy] as const,
    ),
  ),
  5,
);

describe('a database of state that is killed', () => {
  test.each(cells)('%s, under %s', { timeout }, async (phase, policy) => {
    const pipeline = `killed ${phase} ${policy}`.replace(/\W+/g, '-');
    const at = await project({
      'orders.csv': 'id\n0\n',
      'pipeline.yaml': `millrace: 1
pipeline: ${pipeline}
resources: { stores: { raw: { folder: . }, out: { folder: ./out } } }
nodes:
  orders: { use: read_csv, with: { path: raw://orders.csv } }
  written: { use: write_csv, from: orders, with: { path: out://orders.csv } }
${policies[policy]}`,
    });
    const environment = { MILLRACE_STATE: 'postgres', DATABASE_URL: server.url };
    const kept = async () =>
      (await historyOf(wire({ environment }), { pipeline, node: 'written' }, 100)).length;
    expect(await end(at, { environment })).toEqual(wentWell);
    for (let run = 1; run <= RUNS; run += 1) {
      const before = await kept();
      const content = `id\n${run}\n`;
      await at.write({ 'orders.csv': content });
      const ended = await end(at, { environment, ...(await phases[phase](environment)) });
      expect(ends[phase]).toContainEqual(ended);
      expect(await at.read('out/orders.csv')).toBe(content);
      expect(await leftovers(at)).toEqual([]);
      await server.restart();
      // What was told to be kept is there; what was not told may be, where it was under way.
      const isTold = ended.codes.length === 0;
      const isUnderWay = phase === 'while statistics are kept';
      expect((isTold ? [1] : isUnderWay ? [0, 1] : [0]).map((more) => before + more)).toContain(await kept());
    }
  });
});
