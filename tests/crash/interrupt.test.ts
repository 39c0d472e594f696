import { getEventListeners } from 'node:events';
import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { millrace } from '../support/cli.js';
import { copying } from '../support/document.js';
import { codesIn, expectForPeople, expectNoLeftovers } from '../support/expectations.js';
import { startMillrace } from '../support/process.js';
import { type Project, project } from '../support/project.js';
import { publishedOnce } from '../support/refusal.js';
import { slowQuery, untilRunning } from './slow-run.js';

/** A project with something published, and a run under way that would publish something else. */
const underWay = async () => {
  const at = await project({ 'pipeline.yaml': copying, 'slow.yaml': slowQuery, 'data/in.csv': 'id\n1\n2\n' });
  await publishedOnce(at);
  const old = await at.bytes('out');
  const run = startMillrace(at, ['run', 'slow.yaml', '--run-dir', '.slow']);
  await untilRunning(at, '.slow');
  return { at, old, run };
};

const slowRecord = async (at: Project) => {
  const { out } = await millrace(at, ['runs', 'latest', '--json', '--run-dir', '.slow']);
  return JSON.parse(out) as { status: string; outputs: unknown[]; runId: string };
};

describe.each(['SIGINT', 'SIGTERM'] as const)('a run that gets %s in a long query', (signal) => {
  it('ends with 130 soon, publishes nothing, and says so in its record', async () => {
    const { at, old, run } = await underWay();
    run.child.kill(signal);
    const { code, out, err } = await run.ended;
    expect({ code, out, codes: codesIn(err) }, err).toEqual({ code: 130, out: '', codes: ['MR9002'] });
    expectForPeople(err);
    expect(err).toContain('was interrupted');
    expect(await at.bytes('out')).toEqual(old);
    await expectNoLeftovers(at);
    const { status, outputs, runId } = await slowRecord(at);
    expect({ status, outputs }).toEqual({ status: 'interrupted', outputs: [] });
    expect(existsSync(at.path('.slow/runs', runId, 'spill'))).toBe(false);
  });

  it('ends at once when it gets the signal a second time', async () => {
    const { at, old, run } = await underWay();
    run.child.kill(signal);
    run.child.kill(signal);
    expect((await run.ended).code).toBe(130);
    await publishedOnce(at);
    expect(Object.keys(await at.bytes('out')).length).toBe(Object.keys(old).length);
    await expectNoLeftovers(at);
  });
});

it('a run lets go of the signal that its caller gave it', async () => {
  const at = await project({ 'pipeline.yaml': copying, 'data/in.csv': 'id\n1\n' });
  const { signal } = new AbortController();
  expect((await millrace(at, ['run', 'pipeline.yaml'], { signal })).code).toBe(0);
  expect(getEventListeners(signal, 'abort')).toEqual([]);
});
