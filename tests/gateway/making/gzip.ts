import { crc32, deflateRawSync } from 'node:zlib';

export interface GzipOptions {
  /** The name in its header. */
  readonly name?: string;
  readonly comment?: string;
  readonly extra?: Buffer;
  readonly headerSum?: boolean;
  readonly level?: number;
  readonly method?: number;
  readonly flags?: number;
  readonly crc?: number;
  readonly size?: number;
  readonly packed?: Buffer;
  readonly after?: Buffer;
}

/** The bytes of a gzip file, written by hand. */
export const gz = (data: string | Uint8Array, options: GzipOptions = {}): Buffer => {
  const bytes = Buffer.from(data);
  const { name, comment, extra, headerSum, level, method = 8, flags = 0 } = options;
  const flag =
    flags |
    (headerSum ? 2 : 0) |
    (extra ? 4 : 0) |
    (name === undefined ? 0 : 8) |
    (comment === undefined ? 0 : 16);
  const length = Buffer.alloc(2);
  length.writeUInt16LE(extra?.length ?? 0);
  const header = Buffer.concat([
    Buffer.from([0x1f, 0x8b, method, flag, 0, 0, 0, 0, 0, 3]),
    ...(extra ? [length, extra] : []),
    ...(name === undefined ? [] : [Buffer.from(`${name}\0`, 'latin1')]),
    ...(comment === undefined ? [] : [Buffer.from(`${comment}\0`, 'latin1')]),
  ]);
  const sum = Buffer.alloc(2);
  sum.writeUInt16LE(crc32(header) & 0xffff);
  const trailer = Buffer.alloc(8);
  trailer.writeUInt32LE(options.crc ?? crc32(bytes));
  trailer.writeUInt32LE((options.size ?? bytes.length) % 2 ** 32, 4);
  const packed = options.packed ?? deflateRawSync(bytes, level === undefined ? {} : { level });
  return Buffer.concat([
    header,
    ...(headerSum ? [sum] : []),
    packed,
    trailer,
    options.after ?? Buffer.alloc(0),
  ]);
};
