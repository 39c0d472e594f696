import { execFile, spawn } from 'node:child_process';
import { mkdir, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { build } from 'esbuild';
import { beforeAll, describe, expect, it } from 'vitest';
import { createGateway } from '../../../src/gateway/create-gateway.js';
import type { Gateway } from '../../../src/gateway/gateway.js';
import type { UploadRecord } from '../../../src/gateway/upload.js';
import { BLOCK, blockAt, bytesOf, type CrashOrder, files, plainOptions } from './crash-scenario.js';
import { freshFolder, namesIn, sha256 } from './support.js';

const WORKERS = 3;
const PATIENCE = 600_000;
const root = join(import.meta.dirname, '../../..');
const script = join(root, `node_modules/.cache/millrace-tests/gateway-crash-${process.pid}.mjs`);

beforeAll(async () => {
  const entryPoints = [join(import.meta.dirname, 'crash-child.ts')];
  const format = { bundle: true, platform: 'node', format: 'esm', target: 'node20' } as const;
  await build({ ...format, entryPoints, outfile: script, packages: 'external', logLevel: 'error' });
});

/** What the client of a process that was killed has been told. */
interface Told {
  readonly signal: NodeJS.Signals | undefined;
  readonly passed: readonly string[];
  readonly of: (what: string) => ReadonlyMap<string, number>;
}

const runChild = (order: CrashOrder): Promise<Told> =>
  new Promise((resolve, reject) => {
    execFile(process.execPath, [script, JSON.stringify(order)], (error, out, errors) => {
      if (error && !error.signal) return reject(new Error(errors));
      const said = out
        .split('\n')
        .flatMap((line) => (line ? [JSON.parse(line) as [string, string, number]] : []));
      const last = said.at(-1)?.[0] ?? '';
      resolve({
        signal: error?.signal ?? undefined,
        passed: last.startsWith('passed ') ? (JSON.parse(last.slice(7)) as string[]) : [],
        of: (what) => new Map(said.filter(([name]) => name === what).map(([, id, value]) => [id, value])),
      });
    });
  });

const landed = async (folder: string): Promise<readonly string[]> =>
  (await namesIn(join(folder, 'landing'))).filter((name) => !name.startsWith('.'));

/** Whenever one looks: what has a name in the channel's folder is whole, and was scanned. */
const expectOnlyClean = async (folder: string): Promise<void> => {
  for (const name of await landed(folder)) {
    const text = await readFile(join(folder, 'landing', name), 'utf8');
    expect([files.parts, files.left]).toContain(text);
  }
};

/** Sends what is missing, as a client does that comes back, and waits until it is settled. */
const finished = async (gateway: Gateway, record: UploadRecord, folder: string): Promise<UploadRecord> => {
  const { id, principal, state } = record;
  if (state === 'error') return record;
  if (state === 'receiving') {
    const text = files[principal as keyof typeof files];
    const offset = await gateway.offset(id);
    const there = await readFile(join(folder, 'gateway/uploads', id, 'content'), 'utf8');
    expect(there).toBe(text.slice(0, offset));
    if (offset < text.length) await gateway.append(id, offset, bytesOf(text.slice(offset)));
    await gateway.complete(id);
  }
  return gateway.settled(id);
};

const fates = {
  parts: 'promoted',
  left: 'promoted',
  infected: 'rejected',
  unscanned: 'error',
  removed: 'rejected',
};

const expectFate = async (folder: string, record: UploadRecord): Promise<void> => {
  const { id, principal, state } = record;
  expect([principal, state]).toEqual([principal, fates[principal as keyof typeof fates]]);
  // What was over, and not told of, is told of again first.
  const kept = () => namesIn(join(folder, 'gateway/uploads', id));
  await expect
    .poll(kept, { timeout: 60_000 })
    .toEqual(state === 'error' ? ['content', 'record.json'] : ['record.json']);
  if (state !== 'promoted') return;
  const name = `${id}.csv`;
  const text = files[principal as keyof typeof files];
  expect(await readFile(join(folder, 'landing', name), 'utf8')).toBe(text);
  expect(await readFile(join(folder, 'landing', `.${name}.sha256`), 'utf8')).toBe(
    `${sha256(text)}  ${name}\n`,
  );
};

/** Nothing that a client was told is lost. */
const expectKept = async (gateway: Gateway, told: Told, records: readonly UploadRecord[]): Promise<void> => {
  const byId = new Map(records.map((record) => [record.id, record]));
  for (const id of told.of('begun').keys())
    if (!told.of('removing').has(id)) expect(byId.has(id), `upload ${id} is lost`).toBe(true);
  for (const [id, offset] of told.of('offset'))
    expect(await gateway.offset(id)).toBeGreaterThanOrEqual(offset);
  for (const id of told.of('completed').keys()) expect(byId.get(id)?.state).not.toBe('receiving');
};

const expectRecovered = async (folder: string, told: Told): Promise<void> => {
  await expectOnlyClean(folder);
  const gateway = await createGateway(plainOptions(folder));
  try {
    const records = await gateway.list({ limit: 100 });
    await expectKept(gateway, told, records);
    const done: UploadRecord[] = [];
    for (const record of records) done.push(await finished(gateway, record, folder));
    for (const record of done) await expectFate(folder, record);
    const names = done.flatMap(({ promotion }) => promotion?.name ?? []);
    expect(await landed(folder)).toEqual(names.toSorted());
    expect(await namesIn(join(folder, 'landing'))).toHaveLength(2 * names.length);
    expect(await namesIn(join(folder, 'gateway/damaged'))).toEqual([]);
    expect((await readdir(join(folder, 'gateway/uploads'))).toSorted()).toEqual(
      done.map(({ id }) => id).toSorted(),
    );
  } finally {
    await gateway.close();
  }
};

/** Between the end of a step and the beginning of the next one nothing changes on disk. */
const afterEachStep = (names: readonly string[]): readonly number[] =>
  [...names.keys()].filter((at) => names[at]?.startsWith('after'));

const each = async <T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> => {
  const queue = items.values();
  const worker = async (): Promise<void> => {
    for (const item of queue) await work(item);
  };
  await Promise.all(Array.from({ length: WORKERS }, worker));
};

const killedAt = async (order: CrashOrder): Promise<Told> => {
  const told = await runChild(order);
  expect(told.signal).toBe('SIGKILL');
  return told;
};

const named = async (at: number, name: string | undefined, work: () => Promise<void>): Promise<void> => {
  try {
    await work();
  } catch (thrown) {
    throw new Error(`killed at failpoint ${at}: ${name}`, { cause: thrown });
  }
};

describe('a gateway that is killed at any point', () => {
  it('loses nothing, promotes nothing unscanned, and promotes nothing twice', {
    timeout: PATIENCE,
  }, async () => {
    const top = await freshFolder();
    const { passed } = await runChild({ folder: join(top, 'whole'), work: 'upload', killAt: -1 });
    for (const state of ['receiving', 'quarantined', 'scanning', 'promoted', 'rejected', 'error'])
      expect(passed).toContain(`after rename record ${state}`);
    await each(afterEachStep(passed), async (killAt) => {
      const folder = join(top, String(killAt));
      await mkdir(folder);
      await named(killAt, passed[killAt], async () => {
        await expectRecovered(folder, await killedAt({ folder, work: 'upload', killAt }));
      });
    });
  });

  it.each(['before remove the verified offset', 'after copy the content', 'after name the promoted file'])(
    'is recovered by one that is killed as well, after it was killed %s',
    { timeout: PATIENCE },
    async (moment) => {
      const top = await freshFolder();
      const whole = await runChild({ folder: join(top, 'whole'), work: 'upload', killAt: -1 });
      const first = whole.passed.indexOf(moment);
      const killedOnce = (folder: string) => killedAt({ folder, work: 'upload', killAt: first });
      await killedOnce(join(top, 'recorded'));
      const { passed } = await runChild({ folder: join(top, 'recorded'), work: 'recover', killAt: -1 });
      expect(passed.length).toBeGreaterThan(0);
      await each(afterEachStep(passed), async (killAt) => {
        const folder = join(top, String(killAt));
        await named(killAt, passed[killAt], async () => {
          const told = await killedOnce(folder);
          await killedAt({ folder, work: 'recover', killAt });
          await expectRecovered(folder, told);
        });
      });
    },
  );

  it.each(['stream', 'stream checked'] as const)(
    'in the middle of a long part (%s) goes on at the exact byte',
    async (work) => {
      const folder = await freshFolder();
      const child = spawn(process.execPath, [script, JSON.stringify({ folder, work, killAt: -1 })]);
      const ended = new Promise((resolve) => child.once('exit', resolve));
      const uploads = join(folder, 'gateway/uploads');
      const sizes = async (): Promise<number> => {
        const [id = ''] = await namesIn(uploads);
        return (await stat(join(uploads, id, 'content')).catch(() => undefined))?.size ?? 0;
      };
      while ((await sizes()) < 20 * (1 << 20)) await sleep(5);
      child.kill('SIGKILL');
      await ended;
      expect(await sizes()).toBeGreaterThan(BLOCK);
      const gateway = await createGateway(plainOptions(folder));
      const [{ id = '' } = {}] = await gateway.list({ limit: 1 });
      const offset = await gateway.offset(id);
      const there = await readFile(join(uploads, id, 'content'));
      expect(there).toHaveLength(offset);
      if (work === 'stream checked') expect(offset).toBe(BLOCK);
      else expect(offset).toBeGreaterThan(BLOCK);
      const whole = Buffer.concat(
        Array.from({ length: Math.ceil(offset / BLOCK) + 2 }, (_, n) => blockAt(n)),
      );
      expect(there.equals(whole.subarray(0, offset))).toBe(true);
      const rest = (async function* () {
        yield whole.subarray(offset);
      })();
      await gateway.append(id, offset, rest);
      expect(await gateway.complete(id)).toMatchObject({ state: 'quarantined', sha256: sha256(whole) });
      expect((await gateway.settled(id)).state).toBe('promoted');
      await gateway.close();
    },
  );
});
