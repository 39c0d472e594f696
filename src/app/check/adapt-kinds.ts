import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Engine } from '../../kit/index.js';
import { type AdaptedPlan, type Ask, adaptKinds, type LogicalPlan } from '../../planner/index.js';
import { readRows } from '../read-rows.js';
import type { Wiring } from '../wiring.js';
import { readingEngine } from './as-given.js';
import type { Settings } from './settings.js';
import { readableIn, type Source } from './sources.js';

/** Asks an engine. What fails here fails in the run too, where it is told with its place. */
export const askWith =
  (engine: Engine): Ask =>
  async (query) => {
    try {
      const [row] = await readRows(engine, query, 1);
      return row;
    } catch {
      return undefined;
    }
  };

/** Lets nodes decide by what their inputs are like; an engine is started only where one has to look. */
export const adaptPlan = async (
  wiring: Pick<Wiring, 'createEngine'>,
  { limits, values }: Settings,
  sources: readonly Source[],
  plan: LogicalPlan,
): Promise<AdaptedPlan> => {
  let started: Promise<Engine> | undefined;
  const start = (): Promise<Engine> =>
    readingEngine(wiring, readableIn(sources), {
      limits,
      writable: [],
      spillFolder: join(tmpdir(), `millrace-keys-${randomUUID()}`),
      values,
      keepOrder: true,
    });
  try {
    return await adaptKinds(plan, async (query) => {
      started ??= start();
      return askWith(await started)(query);
    });
  } finally {
    await (await started)?.close();
  }
};
