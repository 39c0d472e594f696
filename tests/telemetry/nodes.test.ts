import { expect, test } from 'vitest';
import { runPipeline, wire } from '../../src/app/index.js';
import type { RunEvent } from '../../src/kit/index.js';
import { unseen } from '../support/seen.js';
import { delays } from './pipeline.js';

const watchedRun = async () => {
  const { folder } = await delays();
  const events: RunEvent[] = [];
  const onEvent = (event: RunEvent): void => void events.push(event);
  const { record } = await runPipeline(wire({ cwd: folder }), 'pipeline.yaml', { onEvent });
  return { events, record };
};

test('a run tells of each of its nodes', async () => {
  const { events, record } = await watchedRun();
  expect(unseen(events, record)).toEqual([]);
});

test('a node that is forgotten is found out', async () => {
  const { events, record } = await watchedRun();
  const forgetful = events.map((event) =>
    event.type === 'stage_started' ? { ...event, kinds: event.kinds.map(() => 'unknown') } : event,
  );
  expect(unseen(forgetful, record)).toContain('no stage names late: filter');
  const silent = events.filter(({ type }) => type !== 'stage_finished');
  expect(unseen(silent, record)).toEqual(['no end of stage s1']);
  expect(unseen([], record)).toContain('no input rows');
});
