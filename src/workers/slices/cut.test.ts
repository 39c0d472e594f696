import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Format, FormatOptions } from '../../kit/index.js';
import type { Slice } from './cut.js';
import { recordFormatOf } from './format.js';
import { layoutOf, type RecordLayout } from './layout.js';
import { sliceOptions } from './options.js';
import { allSlices, createReader, type Found, type Reader } from './testing/reading.js';
import { csvTexts } from './testing/texts.js';

let folder: string;
let reader: Reader;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'millrace-slices-'));
  reader = await createReader();
});
afterAll(async () => {
  reader.close();
  await rm(folder, { recursive: true, force: true });
});

const write = async (text: string | Uint8Array, name = 'whole.csv'): Promise<string> => {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
};

const layoutFor = async (
  path: string,
  format: Format,
  options: FormatOptions,
): Promise<RecordLayout | undefined> => {
  const records = recordFormatOf(format, options, path);
  return records && layoutOf(path, records);
};

const expectWhole = (slices: readonly Slice[], { from, to }: RecordLayout): void => {
  let at = from;
  for (const slice of slices) {
    expect(slice.from).toBe(at);
    expect(slice.to).toBeGreaterThan(at);
    at = slice.to;
  }
  expect(at).toBe(to);
};

/** What the engine finds in slices, one after the other; each text is read once. */
const sliceReader = (bytes: Buffer, options: FormatOptions) => {
  const known = new Map<string, Found>();
  const one = async ({ from, to }: Slice): Promise<Found> => {
    const key = `${from}-${to}`;
    const found =
      known.get(key) ?? (await reader.found(await write(bytes.subarray(from, to), 'slice'), options));
    known.set(key, found);
    return found;
  };
  return async (slices: readonly Slice[]): Promise<Found> => {
    const all: Found[] = [];
    for (const slice of slices) all.push(await one(slice));
    return all.includes('refused') ? 'refused' : all.flat();
  };
};

/** All ways to cut a file, by every byte as target, in one piece and in pieces so small that records lie across. */
const everyCut = async (layout: RecordLayout): Promise<readonly (readonly Slice[])[]> => {
  const ways: (readonly Slice[])[] = [];
  for (let target = 1; target <= layout.to; target += 1) {
    ways.push(await allSlices(layout, target), await allSlices(layout, target, 5));
  }
  return ways;
};

const holds = async (text: string, format: Format, options: FormatOptions): Promise<number> => {
  const path = await write(text);
  const layout = await layoutFor(path, format, options);
  if (!layout) return 0;
  const whole = await reader.found(path, options);
  const pinned = sliceOptions(layout, options);
  const read = sliceReader(Buffer.from(text), pinned);
  // What is refused in one slice is refused in several too.
  const one = await read([{ path, from: layout.from, to: layout.to }]);
  if (whole !== 'refused') expect(one).toEqual(whole);
  const ways = await everyCut(layout);
  for (const slices of ways) {
    expectWhole(slices, layout);
    expect(await read(slices)).toEqual(one);
  }
  return Math.max(...ways.map(({ length }) => length), 0);
};

const runs = { numRuns: 60 };

describe('a CSV file that is cut at any byte', () => {
  test('has the rows of its slices, one after the other', async () => {
    let most = 0;
    await fc.assert(
      fc.asyncProperty(csvTexts(), async ({ text, options }) => {
        most = Math.max(most, await holds(text, 'csv', options));
      }),
      runs,
    );
    expect(most).toBeGreaterThan(3);
  });

  test('has them also where its text is anything at all', async () => {
    await fc.assert(
      fc.asyncProperty(csvTexts(true), async ({ text, options }) => {
        await holds(text, 'csv', options);
      }),
      runs,
    );
  });
});

const object = fc
  .dictionary(
    fc.constantFrom('a', 'b', 'é'),
    fc.oneof(fc.string({ unit: 'grapheme', maxLength: 5 }), fc.integer()),
  )
  .map((value) => JSON.stringify(value));
const lines = fc.tuple(
  fc.constantFrom('', '\ufeff'),
  fc.array(fc.oneof({ weight: 5, arbitrary: object }, fc.constantFrom('', ' ', 'null')), { maxLength: 6 }),
  fc.constantFrom('\n', '\r\n'),
  fc.boolean(),
);

describe('a file of JSON objects, one a line, that is cut at any byte', () => {
  test('has the rows of its slices, one after the other', async () => {
    let most = 0;
    await fc.assert(
      fc.asyncProperty(lines, async ([mark, all, lineEnd, isEnded]) => {
        const text = mark + ['{"a": 1}', ...all].join(lineEnd) + (isEnded ? lineEnd : '');
        const columns = new Map(['a', 'b', 'é'].map((name) => [name, 'VARCHAR']));
        most = Math.max(
          most,
          await holds(text, 'json', { format: 'auto', hive_partitioning: false, columns }),
        );
      }),
      runs,
    );
    expect(most).toBeGreaterThan(3);
  });
});
