import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';
import { expect, test } from 'vitest';
import { createClamdScanner } from '../../../src/gateway/scan/index.js';
import type { ScanVerdict } from '../../../src/gateway/scanner.js';
import { zipOf } from '../../support/zip.js';
import { clamdTools, EICAR, startClamd } from './clamd.js';

const has = clamdTools.why === undefined;
const titled = (title: string): string => (has ? title : `${title} (skipped: ${clamdTools.why})`);
const real = test.skipIf(!has);
const never = new AbortController().signal;

async function* inPieces(bytes: Uint8Array, size = 1000): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
}

const scanned = async (bytes: Uint8Array, settings?: readonly string[]): Promise<ScanVerdict> => {
  const scanner = createClamdScanner({ socket: await startClamd(settings) }, { timeout: 30_000 });
  return scanner.scan(inPieces(bytes), never);
};

const tarOf = async (name: string, bytes: Buffer): Promise<Buffer> => {
  const archive = pack();
  archive.entry({ name }, bytes);
  archive.finalize();
  return buffer(archive);
};

const infected = {
  kind: 'infected',
  signature: 'Eicar-Test-Signature.UNOFFICIAL',
  by: expect.stringMatching(/^clamd at unix:.*\/clamd\.sock \(ClamAV \d/),
};

real(titled('a real clamd finds the test string plain, and in zip, gzip and tar'), async () => {
  const scanner = createClamdScanner({ socket: await startClamd() }, { timeout: 30_000 });
  const zip = zipOf([{ name: 'a/b.csv', data: EICAR }]);
  const all = {
    plain: EICAR,
    zip,
    gzip: gzipSync(EICAR),
    tar: await tarOf('b.csv', EICAR),
    'tar.gz': gzipSync(await tarOf('b.csv', EICAR)),
    'zip in zip': zipOf([{ name: 'in.zip', data: zip }]),
  };
  for (const [name, bytes] of Object.entries(all)) {
    expect([name, await scanner.scan(inPieces(bytes), never)]).toEqual([name, infected]);
  }
});

real(titled('a real clamd says OK of files that are clean'), async () => {
  const scanner = createClamdScanner({ socket: await startClamd() }, { timeout: 30_000, chunk: 7 });
  const clean = { kind: 'clean', by: infected.by };
  expect(await scanner.scan(inPieces(Buffer.from('id,name\n1,Ada\n')), never)).toEqual(clean);
  expect(await scanner.scan(inPieces(Buffer.alloc(0)), never)).toEqual(clean);
  expect(await scanner.status(never)).toEqual({
    isReady: true,
    version: expect.stringMatching(/^ClamAV \d+\./),
  });
});

real(titled('pieces without bytes do not end what is sent'), async () => {
  const scanner = createClamdScanner({ socket: await startClamd() }, { timeout: 30_000 });
  const empty = Buffer.alloc(0);
  const bytes = async function* () {
    yield* [empty, EICAR.subarray(0, 5), empty, empty, EICAR.subarray(5), empty];
  };
  expect(await scanner.scan(bytes(), never)).toEqual(infected);
});

real(titled('a file that is longer than a real clamd takes is not scanned'), async () => {
  const verdict = await scanned(Buffer.alloc(8_000_000, 97), ['AlertExceedsMax yes', 'StreamMaxLength 1M']);
  expect(verdict).toEqual({
    kind: 'unscanned',
    why: expect.stringContaining('StreamMaxLength'),
  });
});

real(titled('a file that a real clamd takes and does not look at is not scanned'), async () => {
  const long = Buffer.alloc(2_000_000, 97);
  const limits = ['StreamMaxLength 50M', 'MaxFileSize 1M', 'MaxScanSize 1M'];
  expect(await scanned(Buffer.concat([long, EICAR]), ['AlertExceedsMax yes', ...limits])).toEqual({
    kind: 'unscanned',
    why: expect.stringContaining('did not look at all of it: Heuristics.Limits.Exceeded'),
  });
});

real(titled('a real clamd that keeps silent about its limits is not believed'), async () => {
  expect(await scanned(Buffer.from('id\n1\n'), ['AlertExceedsMax no'])).toEqual({
    kind: 'unscanned',
    why: expect.stringContaining('AlertExceedsMax yes'),
  });
  const scanner = createClamdScanner({ socket: await startClamd(['AlertExceedsMax no']) });
  expect(await scanner.scan(inPieces(EICAR), never)).toMatchObject({ kind: 'infected' });
});

real(titled('the settings of clamd that the guide shows are taken'), async () => {
  const guide = await readFile(join(import.meta.dirname, '../../../docs/guide.md'), 'utf8');
  const shown = /```text\n(AlertExceedsMax[\s\S]*?)```/.exec(guide)?.[1] ?? '';
  const settings = shown.split('\n').map((line) => line.replace(/ *#.*/, ''));
  expect(settings).toContain('AlertExceedsMax yes');
  // More than clamd takes where nothing is said.
  expect(await scanned(Buffer.alloc(120_000_000, 97), settings)).toMatchObject({ kind: 'clean' });
});
