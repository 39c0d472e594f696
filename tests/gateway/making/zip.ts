import { crc32, deflateRawSync } from 'node:zlib';

interface Fields {
  readonly name: string | Buffer;
  readonly flags: number;
  readonly method: number;
  readonly crc: number;
  readonly packed: number;
  readonly size: number;
}

/** A file of an archive, with what may be odd or wrong of it. */
export interface ZipEntry {
  readonly name: string | Buffer;
  readonly data: string | Uint8Array;
  /** 8 is deflate, 0 is stored. */
  readonly method?: number;
  /** Compression level. */
  readonly level?: number;
  /** The packed bytes as they are, in place of those of `data`. */
  readonly packed?: Buffer;
  /** Unix mode with the kind of file; none is written as if on Windows. */
  readonly mode?: number | null;
  readonly flags?: number;
  /** Sizes and checksum behind the bytes. */
  readonly descriptor?: 'signed' | 'plain' | 'long';
  readonly zip64?: boolean;
  readonly extra?: Buffer;
  readonly comment?: string | Buffer;
  /** What the header before the bytes says otherwise. */
  readonly local?: Partial<Fields>;
  /** What the directory says otherwise. */
  readonly central?: Partial<Fields> & { readonly at?: number };
  /** Bytes that belong to nothing, before the header. */
  readonly before?: Buffer;
  /** Says that it lies where another does, and writes no bytes. */
  readonly isOnlyNamed?: boolean;
}

export interface ZipOptions {
  readonly before?: Buffer;
  readonly after?: Buffer;
  readonly beforeDirectory?: Buffer;
  readonly comment?: Buffer;
  readonly entries?: number;
  readonly zip64End?: boolean;
}

const UTF8 = 0x800;
const LATER = 8;

const u16 = (value: number): Buffer => {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
};
const u32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value >>> 0);
  return bytes;
};
const u64 = (value: number): Buffer => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(value));
  return bytes;
};
const pk = (code: string): Buffer => Buffer.from(`504b${code}`, 'hex');

const header = (fields: Fields, extra: Buffer, isZip64: boolean, isLater: boolean): Buffer =>
  Buffer.concat([
    u16(isZip64 ? 45 : 20),
    u16(fields.flags),
    u16(fields.method),
    u16(0x6000),
    u16(0x5a21),
    u32(isLater ? 0 : fields.crc),
    u32(isZip64 ? 0xffffffff : isLater ? 0 : fields.packed),
    u32(isZip64 ? 0xffffffff : isLater ? 0 : fields.size),
    u16(Buffer.from(fields.name).length),
    u16(extra.length),
  ]);

const packedOf = ({ packed, data, method = 8, level }: ZipEntry): Buffer =>
  packed ??
  (method === 8
    ? deflateRawSync(Buffer.from(data), level === undefined ? {} : { level })
    : Buffer.from(data));

const fieldsOf = (entry: ZipEntry, packed: Buffer): Fields => ({
  name: entry.name,
  flags: (entry.flags ?? UTF8) | (entry.descriptor ? LATER : 0),
  method: entry.method ?? 8,
  crc: crc32(Buffer.from(entry.data)),
  packed: packed.length,
  size: Buffer.from(entry.data).length,
});

const descriptorOf = ({ descriptor }: ZipEntry, { crc, packed, size }: Fields): Buffer => {
  if (!descriptor) return Buffer.alloc(0);
  const sizes = descriptor === 'long' ? [u64(packed), u64(size)] : [u32(packed), u32(size)];
  return Buffer.concat([...(descriptor === 'plain' ? [] : [pk('0708')]), u32(crc), ...sizes]);
};

const zip64Extra = ({ size, packed }: Fields): Buffer =>
  Buffer.concat([u16(1), u16(16), u64(size), u64(packed)]);

const centralOf = (entry: ZipEntry, fields: Fields, at: number): Buffer => {
  const said = { ...fields, ...entry.central };
  const extra = Buffer.concat([
    entry.zip64 ? zip64Extra(said) : Buffer.alloc(0),
    entry.extra ?? Buffer.alloc(0),
  ]);
  const mode = entry.mode === undefined ? 0o100644 : entry.mode;
  return Buffer.concat([
    pk('0102'),
    u16(mode === null ? 20 : (3 << 8) | 20),
    header(said, extra, entry.zip64 === true, false),
    u16(Buffer.from(entry.comment ?? '').length),
    u16(0),
    u16(0),
    u32(((mode ?? 0) << 16) >>> 0),
    u32(entry.central?.at ?? at),
    Buffer.from(said.name),
    extra,
    Buffer.from(entry.comment ?? ''),
  ]);
};

const bodyOf = (entry: ZipEntry, fields: Fields, packed: Buffer): Buffer => {
  const said = { ...fields, ...entry.local };
  const extra = Buffer.concat([
    entry.zip64 ? zip64Extra(said) : Buffer.alloc(0),
    entry.extra ?? Buffer.alloc(0),
  ]);
  return Buffer.concat([
    pk('0304'),
    header(said, extra, entry.zip64 === true, entry.descriptor !== undefined),
    Buffer.from(said.name),
    extra,
    packed,
    descriptorOf(entry, fields),
  ]);
};

/** The bytes of a ZIP archive, written by hand so that anything in it can be as programs write it, or wrong. */
export const zip = (entries: readonly ZipEntry[], options: ZipOptions = {}): Buffer => {
  const parts: Buffer[] = [options.before ?? Buffer.alloc(0)];
  const central: Buffer[] = [];
  let at = parts[0]?.length ?? 0;
  for (const entry of entries) {
    const packed = packedOf(entry);
    const fields = fieldsOf(entry, packed);
    const before = entry.before ?? Buffer.alloc(0);
    central.push(centralOf(entry, fields, at + before.length));
    if (entry.isOnlyNamed) continue;
    const body = Buffer.concat([before, bodyOf(entry, fields, packed)]);
    parts.push(body);
    at += body.length;
  }
  const gap = options.beforeDirectory ?? Buffer.alloc(0);
  const directory = Buffer.concat(central);
  const start = at + gap.length;
  const count = options.entries ?? entries.length;
  const comment = options.comment ?? Buffer.alloc(0);
  const end64 = Buffer.concat([
    pk('0606'),
    u64(44),
    u16(45),
    u16(45),
    u32(0),
    u32(0),
    u64(count),
    u64(count),
    u64(directory.length),
    u64(start),
    pk('0607'),
    u32(0),
    u64(start + directory.length),
    u32(1),
  ]);
  const end = Buffer.concat([
    pk('0506'),
    u16(0),
    u16(0),
    u16(count),
    u16(count),
    u32(options.zip64End ? 0xffffffff : directory.length),
    u32(options.zip64End ? 0xffffffff : start),
    u16(comment.length),
    comment,
  ]);
  return Buffer.concat([
    ...parts,
    gap,
    directory,
    ...(options.zip64End ? [end64] : []),
    end,
    options.after ?? Buffer.alloc(0),
  ]);
};
