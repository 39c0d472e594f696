import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createColumnClasses } from '../../src/app/service/classes/column-classes.js';
import { openServiceState } from '../../src/app/service/keep-state.js';
import type { ServiceParts } from '../../src/app/service/parts.js';
import { recordedByGuard } from '../../src/app/service/rules.js';
import { keptLists } from '../../src/app/service/runs/kept-lists.js';
import { unbegunProblems } from '../../src/app/service/runs/perform.js';
import { createRunDesk } from '../../src/app/service/runs/run-desk.js';
import { wire } from '../../src/app/wire.js';
import { failure, type Problem } from '../../src/base/errors/index.js';
import type { StateStore } from '../../src/kit/index.js';
import { endless, orders } from '../server/support/orders.js';
import { project } from '../support/project.js';

const asked = { params: {}, cause: { kind: 'request', principal: 'administrator' } } as const;

/** The desk of a service over a folder; what is given of its state counts before it. */
const desk = async (change: (state: StateStore) => StateStore = (state) => state) => {
  const { folder } = await project({ ...orders, ...endless });
  const data = join(folder, '.millrace/serve');
  const kept = await openServiceState(data, undefined);
  onTestFinished(() => kept.close());
  const state = change(kept);
  const said: Problem[] = [];
  const parts: ServiceParts = {
    wiring: wire({ cwd: folder }),
    state,
    lists: keptLists(state),
    classes: createColumnClasses({ state, wiring: wire({ cwd: folder }), data, isAlone: true }),
    id: 'one',
    data,
    audit: recordedByGuard,
    runDir: join(data, 'runs'),
    onProblems: (problems) => said.push(...problems),
  };
  const fileOf = async (name: string): Promise<string> => {
    if (name === 'removed') throw failure('MR8004', `there is no pipeline "${name}"`);
    return join(folder, `pipelines/${name}.yaml`);
  };
  return { desk: createRunDesk(parts, { atOnce: 1, fileOf }), kept, parts, said };
};

test('a run whose pipeline was removed meanwhile says so', async () => {
  const at = await desk();
  const { runId } = await at.desk.start({ ...asked, pipeline: 'removed' });
  await at.desk.ended(runId);
  expect(await unbegunProblems(at.parts, runId)).toMatchObject([{ code: 'MR8004' }]);
});

test('a database that goes away ends neither the service nor the place of the run', async () => {
  let isGone = true;
  const refused = async (): Promise<never> => {
    throw failure('MR7101', 'the database cannot be reached');
  };
  const at = await desk((state) => ({
    ...state,
    runs: {
      ...state.runs,
      add: (entry) => (isGone ? refused() : state.runs.add(entry)),
      update: (...words) => (isGone ? refused() : state.runs.update(...words)),
    },
  }));
  const first = await at.desk.start({ ...asked, pipeline: 'orders' });
  await at.desk.ended(first.runId);
  expect(at.said).toMatchObject([{ code: 'MR7101' }]);
  isGone = false;
  const second = await at.desk.start({ ...asked, pipeline: 'orders' });
  await at.desk.ended(second.runId);
  expect(await at.kept.runs.get(second.runId)).toMatchObject({ status: 'succeeded' });
});

test('a run that somebody ended while the service stops is not taken up again', async () => {
  const at = await desk();
  const { runId } = await at.desk.start({ ...asked, pipeline: 'endless' });
  const closed = at.desk.close(60_000);
  expect(await at.desk.cancel(runId)).toBe(true);
  await closed;
  expect(await at.kept.values.keys('orders/')).toEqual([]);
});
