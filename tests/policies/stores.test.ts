import { describe, expect, it, onTestFinished } from 'vitest';
import { createPolicyTools } from '../../src/app/policy/tools.js';
import type { Wiring } from '../../src/app/wiring.js';
import type { RunRecord } from '../../src/kit/index.js';
import { createFolderStorage, type Failpoint } from '../../src/storage/index.js';
import { bundled, startChild } from '../../src/storage/testing/child-script.js';
import { millrace } from '../support/cli.js';
import { documentOf, reading, someRows, writing } from '../support/document.js';
import { type Project, project } from '../support/project.js';
import { virtualTime } from './faulty.js';

const retried =
  'policies:\n  - match: { kind: write_* }\n    retry: { max_attempts: 4, type: constant, initial: 5s, jitter: none }\n';

const made = (policies = retried) =>
  project({ 'pipeline.yaml': documentOf(`${reading}${writing('rows')}`, policies), 'data/in.csv': someRows });

const run = async (at: Project, wiring: Partial<Wiring>) => {
  const seen = await millrace(at, ['run', 'pipeline.yaml', '--json'], { wiring });
  return { ...seen, record: JSON.parse(seen.out || '{}') as RunRecord };
};

/** A process that has claimed the output, and lets go of it once it was waited for so many times. */
const heldFor = async (at: Project, times: number) => {
  const script = await bundled('claim-child.ts', at.folder);
  const order = {
    stores: { out: at.path('out') },
    target: 'out://out.csv',
    runId: 'other',
    startAt: Date.now(),
  };
  const { child, firstLine, ended } = startChild(script, order);
  onTestFinished(() => void child.kill());
  expect(await firstLine).toBe('claimed');
  const release = async (): Promise<void> => {
    child.stdin?.end();
    await ended;
  };
  const time = virtualTime();
  const sleep = async (milliseconds: number, signal: AbortSignal) => {
    await time.sleep(milliseconds, signal);
    if (time.waits.length === times) await release();
  };
  return { time, wiring: { policies: createPolicyTools({ ...time, sleep }) } };
};

describe('an output that another run is writing', () => {
  it('is waited for as the policy of its node says', async () => {
    const at = await made();
    const { time, wiring } = await heldFor(at, 2);
    const { code, err, record } = await run(at, wiring);
    expect(code, err).toBe(0);
    expect(time.waits).toEqual([5000, 5000]);
    expect(record.tried).toMatchObject([
      {
        work: 'claiming',
        nodes: ['result'],
        attempts: [{ codes: ['MR3009'] }, { codes: ['MR3009'] }, { codes: [] }],
      },
    ]);
    expect(await at.read('out/out.csv')).toContain('Ada');
  });

  it('fails the run where its node has no such policy, or it is held for too long', async () => {
    const plain = await made('');
    const held = await heldFor(plain, 1);
    expect((await run(plain, held.wiring)).code).toBe(1);
    const long = await made();
    const { wiring } = await heldFor(long, 99);
    const { code, err, record } = await run(long, wiring);
    expect(code).toBe(1);
    expect(err).toContain('error[MR3009]');
    expect(err).toContain('tried 4 times, with 15 s of waiting: all 4 attempts failed');
    expect(record.status).toBe('failed');
  });
});

/** A disk that is full the first so many times that a step is done. */
const fullAt = (step: string, times: number) => {
  let met = 0;
  const failpoint: Failpoint = (name) => {
    if (!name.startsWith(step)) return;
    met += 1;
    if (met <= times) throw Object.assign(new Error('full'), { code: 'ENOSPC', syscall: 'write' });
  };
  const time = virtualTime();
  const wiring: Partial<Wiring> = {
    createStorage: (stores) => createFolderStorage({ stores, failpoint }),
    policies: createPolicyTools(time),
  };
  return { time, wiring };
};

describe('a publish that fails', () => {
  it.each([
    ['before it is decided', 'before rename journal'],
    ['once it is decided', 'before rename manifest'],
  ])('%s is tried again as the policy of its node says, and publishes once', async (_, step) => {
    const at = await made();
    const { time, wiring } = fullAt(step, 2);
    const { code, err, record } = await run(at, wiring);
    expect(code, err).toBe(0);
    expect(time.waits).toEqual([5000, 5000]);
    expect(record.outputs).toMatchObject([{ node: 'result', rows: 3 }]);
    expect(record.samples).toHaveLength(1);
    expect(record.tried).toMatchObject([
      { work: 'publishing', nodes: ['result'], attempts: [{ codes: ['MR3007'] }, {}, { codes: [] }] },
    ]);
    expect(await at.read('out/out.csv')).toContain('Ada');
  });

  it('leaves the outputs from before where it fails each time', async () => {
    const at = await made();
    expect((await run(at, {})).code).toBe(0);
    const before = await at.read('out/out.csv');
    await at.write({ 'data/in.csv': 'id,name,amount\n9,Zoe,1\n' });
    const { code, err } = await run(at, fullAt('before rename journal', 99).wiring);
    expect(code, err).toBe(1);
    expect(await at.read('out/out.csv')).toBe(before);
    expect((await run(at, {})).code).toBe(0);
    expect(await at.read('out/out.csv')).toContain('Zoe');
  });
});
