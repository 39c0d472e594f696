import { createReadStream } from 'node:fs';
import { mkdtemp, readdir, readlink, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Slice, slicesOf } from './cut.js';
import { feedSlice } from './feed.js';
import { recordFormatOf } from './format.js';
import { layoutOf, type RecordLayout } from './layout.js';
import { sliceOptions } from './options.js';
import { makePipe } from './pipe.js';
import { createReader, type Reader } from './testing/reading.js';

let folder: string;
let pipe: string;
let reader: Reader;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'millrace-feed-'));
  pipe = join(folder, 'slice');
  await makePipe(pipe);
  reader = await createReader();
});
afterEach(async () => {
  reader.close();
  await rm(folder, { recursive: true, force: true });
});

const csv = {
  auto_detect: false,
  delim: ',',
  quote: '"',
  escape: '"',
  skip: 0,
  header: true,
  columns: new Map([
    ['n', 'BIGINT'],
    ['text', 'VARCHAR'],
  ]),
};
const json = { format: 'auto', columns: csv.columns };

const csvLine = (n: number): string => `${n},"é, 漢 ""${n}""\n${'x'.repeat(n % 50)}"`;
const jsonLine = (n: number): string => JSON.stringify({ n, text: `é\n漢 "${'x'.repeat(n % 50)}"` });

const layoutFor = async (name: string, lines: readonly string[]): Promise<RecordLayout> => {
  const path = join(folder, name);
  await writeFile(path, lines.join('\n'));
  const isCsv = name.endsWith('.csv');
  const format = recordFormatOf(isCsv ? 'csv' : 'json', isCsv ? csv : json, path);
  const layout = format && (await layoutOf(path, format));
  if (!layout) throw new Error(`${name} cannot be read in slices`);
  return layout;
};

const numbers = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index);
const csvOf = (count: number) => layoutFor('a.csv', ['n,text', ...numbers(count).map(csvLine)]);
const wholeOf = ({ path, from, to }: RecordLayout): Slice => ({ path, from, to });

/** What this process has open below the folder. */
const openFiles = async (): Promise<readonly string[]> => {
  const links = await Promise.all(
    (await readdir('/proc/self/fd')).map((fd) => readlink(`/proc/self/fd/${fd}`).catch(() => '')),
  );
  return links.filter((link) => link.startsWith(folder));
};

const never = new AbortController().signal;
const moment = (): Promise<void> => sleep(50);

describe('an engine that reads slices from a pipe', () => {
  test.each([
    ['CSV', 'a.csv', ['n,text', ...numbers(20_000).map(csvLine)], csv],
    ['NDJSON', 'a.ndjson', numbers(20_000).map(jsonLine), json],
  ] as const)('finds in %s the rows of the file', async (_, name, lines, options) => {
    const layout = await layoutFor(name, lines);
    const rows: unknown[] = [];
    let slices = 0;
    for await (const slice of slicesOf(layout, 300_000)) {
      const [found, fed] = await Promise.all([
        reader.rows(pipe, sliceOptions(layout, options)),
        feedSlice(slice, pipe, never),
      ]);
      expect(fed).toBe(slice.to - slice.from);
      rows.push(...found);
      slices += 1;
    }
    expect(slices).toBeGreaterThan(3);
    expect(rows).toEqual(await reader.rows(layout.path, options));
    expect(await openFiles()).toEqual([]);
  });

  test('may leave before the end', async () => {
    const layout = await csvOf(700_000);
    const options = { ...sliceOptions(layout, csv), columns: new Map([['n', 'DATE']]) };
    const reading = expect(reader.rows(pipe, options)).rejects.toThrow(/DATE|Columns/);
    const fed = await feedSlice(wholeOf(layout), pipe, never);
    await reading;
    expect(fed).toBeLessThan(layout.to - layout.from);
    expect(await openFiles()).toEqual([]);
  });
});

describe('what feeds a pipe', () => {
  test('holds no more than its limit while the reader waits', async () => {
    const layout = await csvOf(100_000);
    let fed = 0;
    const feeding = feedSlice(wholeOf(layout), pipe, never, {
      limit: 8_192,
      onFed: (bytes) => (fed += bytes),
    });
    const slow = createReadStream(pipe, { highWaterMark: 4_096 });
    let taken = 0;
    for await (const bytes of slow) {
      taken += (bytes as Buffer).length;
      // What was told of, beside what was taken, is in the pipe and in the reader's own buffers.
      expect(fed - taken).toBeLessThanOrEqual(65_536 + 2 * 4_096);
      if (taken < 200_000) await sleep(1);
    }
    expect(taken).toBe(layout.to - layout.from);
    expect(await feeding).toBe(taken);
  });

  test('stops reading its file while nobody takes what is in the pipe', async () => {
    const layout = await csvOf(100_000);
    const stop = new AbortController();
    let fed = 0;
    const feeding = expect(
      feedSlice(wholeOf(layout), pipe, stop.signal, { limit: 8_192, onFed: (bytes) => (fed += bytes) }),
    ).rejects.toThrow('enough');
    const still = createReadStream(pipe, { highWaterMark: 1 });
    still.once('readable', () => {});
    await moment();
    expect(fed).toBeGreaterThan(0);
    expect(fed).toBeLessThanOrEqual(65_536 + 8_192);
    stop.abort(new Error('enough'));
    await feeding;
    still.destroy();
    expect(await openFiles()).not.toContain(layout.path);
  });

  test('ends with its signal while no reader has come', async () => {
    const layout = await csvOf(10);
    const stop = new AbortController();
    const feeding = expect(feedSlice(wholeOf(layout), pipe, stop.signal)).rejects.toThrow();
    await moment();
    stop.abort();
    await feeding;
    expect(await openFiles()).toEqual([]);
  });

  test('tells of a file that has become shorter (MR5010)', async () => {
    const layout = await csvOf(1_000);
    await truncate(layout.path, layout.to - 10);
    const reading = reader.found(pipe, sliceOptions(layout, csv));
    await expect(feedSlice(wholeOf(layout), pipe, never)).rejects.toThrow('shorter than it was');
    await reading;
  });

  test('writes into nothing but a pipe', async () => {
    const layout = await csvOf(10);
    await expect(feedSlice(wholeOf(layout), layout.path, never)).rejects.toThrow('no pipe');
    expect(await layoutOf(layout.path, layout.format)).toEqual(layout);
  });

  test('a pipe is not made where something is', async () => {
    await expect(makePipe(pipe)).rejects.toThrow('no pipe can be made');
  });
});

describe('a caller that takes one slice', () => {
  test('has no more read than that slice and a piece', async () => {
    const layout = await csvOf(100_000);
    let read = 0;
    const slices = slicesOf(layout, 100_000, { piece: 16_384, onRead: (bytes) => (read += bytes) });
    const { value } = await slices.next();
    await moment();
    expect(read).toBeLessThanOrEqual((value?.to ?? 0) - layout.from + 16_384);
    await slices.return();
    expect(await openFiles()).toEqual([]);
  });

  test('has of lines only those around the cuts read', async () => {
    const layout = await layoutFor('a.ndjson', numbers(100_000).map(jsonLine));
    let [read, count] = [0, 0];
    for await (const _ of slicesOf(layout, 1_000_000, { onRead: (bytes) => (read += bytes) })) count += 1;
    expect(count).toBeGreaterThan(3);
    expect(read).toBeLessThanOrEqual(count * 65_536);
  });

  test('ends the reading with its signal', async () => {
    const layout = await csvOf(100_000);
    const stop = new AbortController();
    const slices = slicesOf(layout, 100_000, { piece: 16_384, signal: stop.signal });
    await slices.next();
    stop.abort(new Error('enough'));
    await expect(slices.next()).rejects.toThrow('enough');
    expect(await openFiles()).toEqual([]);
  });
});
