import { gzipSync } from 'node:zlib';
import type { Defect, DirtyFile } from '../dirty-file.js';
import { utf8, utf16be } from '../encodings.js';
import { truthOf } from '../table.js';
import { customers, orders } from '../tables/index.js';
import { refusal, textOf } from '../write.js';

const text = textOf(orders);

const packed = (): Uint8Array => gzipSync(text);

const packedUtf16 = (): Uint8Array => gzipSync(utf16be(text));

const whole = (name: string, bytes: () => Uint8Array, table = orders): DirtyFile => ({
  name,
  bytes,
  truth: truthOf(table),
});

const damaged = (
  name: string,
  damage: (bytes: Uint8Array) => Uint8Array,
  pack: () => Uint8Array = packed,
): DirtyFile => ({
  name,
  bytes: () => damage(pack()),
  truth: refusal('the archive is damaged: nobody knows whether these are all rows'),
});

const flipped = (bytes: Uint8Array, at: number): Uint8Array =>
  bytes.map((byte, place) => (place === (at + bytes.length) % bytes.length ? byte ^ 0x5a : byte));

export const damagedGzip: Defect = {
  defect: 'damaged gzip',
  files: [
    damaged('half.csv.gz', (bytes) => bytes.subarray(0, bytes.length >> 1)),
    damaged('no-trailer.csv.gz', (bytes) => bytes.subarray(0, -8)),
    damaged('half-a-trailer.csv.gz', (bytes) => bytes.subarray(0, -3)),
    damaged('head-only.csv.gz', (bytes) => bytes.subarray(0, 10)),
    damaged('bad-checksum.csv.gz', (bytes) => flipped(bytes, -8)),
    damaged('bad-length.csv.gz', (bytes) => flipped(bytes, -2)),
    damaged('bad-byte.csv.gz', (bytes) => flipped(bytes, bytes.length >> 1)),
    damaged('garbage-behind.csv.gz', (bytes) => Buffer.concat([bytes, utf8('<html>502 Bad Gateway</html>')])),
    damaged('second-member-cut.csv.gz', (bytes) => Buffer.concat([bytes, bytes.subarray(0, 200)])),
    damaged('bad-checksum-utf-16.csv.gz', (bytes) => flipped(bytes, -7), packedUtf16),
    damaged('garbage-behind-utf-16.csv.gz', (bytes) => Buffer.concat([bytes, utf8('garbage')]), packedUtf16),
  ],
};

export const wholeGzip: Defect = {
  defect: 'whole gzip',
  files: [
    whole('orders.csv.gz', packed),
    whole('customers.csv.gz', () => gzipSync(textOf(customers)), customers),
    whole('two-members.csv.gz', () =>
      Buffer.concat([gzipSync(text.slice(0, 4000)), gzipSync(text.slice(4000))]),
    ),
    whole('stored.csv.gz', () => gzipSync(text, { level: 0 })),
  ],
};
