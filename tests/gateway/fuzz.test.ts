import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fileTypes } from '../../src/gateway/file-type.js';
import type { GoodFile } from './file.js';
import { goodFiles } from './good/index.js';
import { hostileFiles } from './hostile/index.js';
import { createTasks, inspectHere } from './inspecting.js';

const task = createTasks();

type Change = (bytes: Buffer) => Buffer;

const at = (share: number, bytes: Buffer): number =>
  Math.min(bytes.length - 1, Math.floor(share * bytes.length));

const share = fc.double({ min: 0, max: 1, noNaN: true });

const changes: fc.Arbitrary<Change> = fc.oneof(
  fc.tuple(share, fc.nat(7)).map(
    ([place, bit]): Change =>
      (bytes) => {
        const changed = Buffer.from(bytes);
        const index = at(place, bytes);
        changed[index] = (changed[index] ?? 0) ^ (1 << bit);
        return changed;
      },
  ),
  fc.tuple(share, fc.uint8Array({ minLength: 1, maxLength: 8 })).map(
    ([place, put]): Change =>
      (bytes) => {
        const changed = Buffer.from(bytes);
        changed.set(put.subarray(0, bytes.length - at(place, bytes)), at(place, bytes));
        return changed;
      },
  ),
  share.map(
    (place): Change =>
      (bytes) =>
        bytes.subarray(0, at(place, bytes)),
  ),
  fc.tuple(share, fc.uint8Array({ maxLength: 40 })).map(
    ([place, put]): Change =>
      (bytes) =>
        Buffer.concat([bytes.subarray(0, at(place, bytes)), put, bytes.subarray(at(place, bytes))]),
  ),
  fc.tuple(share, share).map(
    ([from, to]): Change =>
      (bytes) =>
        Buffer.concat([
          bytes.subarray(0, at(Math.min(from, to), bytes)),
          bytes.subarray(at(Math.max(from, to), bytes)),
        ]),
  ),
);

/** The ends of archives and of columns are where their directories are. */
const nearEnd: fc.Arbitrary<Change> = fc
  .tuple(fc.integer({ min: 1, max: 120 }), fc.integer({ min: 0, max: 255 }))
  .map(
    ([back, value]): Change =>
      (bytes) => {
        const changed = Buffer.from(bytes);
        changed[Math.max(0, bytes.length - back)] = value;
        return changed;
      },
  );

const codesOf = async (file: GoodFile, bytes: Buffer): Promise<readonly string[]> => {
  const { problems } = await inspectHere(await task({ ...file, bytes: () => bytes }));
  return problems.map(({ code }) => code);
};

describe('a file that was changed somewhere', () => {
  test.each(fileTypes)('of the type %s is refused by a code, or passes', async (type) => {
    const files = goodFiles.filter((file) => file.type === type).slice(0, 12);
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...files),
        fc.array(fc.oneof(changes, nearEnd), { minLength: 1, maxLength: 3 }),
        async (file, many) => {
          const bytes = many.reduce<Buffer>(
            (now, change) => (now.length === 0 ? now : change(now)),
            Buffer.from(await file.bytes()),
          );
          for (const code of await codesOf(file, bytes)) expect(code).toMatch(/^MR82\d\d$/);
        },
      ),
      { numRuns: type === 'parquet' || type === 'xlsx' ? 40 : 120 },
    );
  });

  test('that was hostile is refused by a code, or passes', async () => {
    const small = hostileFiles.filter((file) => file.class !== 'bomb');
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...small), changes, async (file, change) => {
        const bytes = file.bytes();
        const { problems } = await inspectHere(
          await task({ ...file, bytes: () => (bytes.length === 0 ? bytes : change(bytes)) }),
        );
        for (const { code } of problems) expect(code).toMatch(/^MR82\d\d$/);
      }),
      { numRuns: 300 },
    );
  });
});
