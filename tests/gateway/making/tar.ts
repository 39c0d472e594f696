/** A part of a TAR archive, with what may be odd or wrong of it. */
export interface TarEntry {
  readonly name: string;
  readonly data?: string | Uint8Array;
  /** The letter of its kind. */
  readonly kind?: string;
  readonly link?: string;
  /** The size that it says, in place of its own. */
  readonly size?: number;
  readonly format?: 'ustar' | 'gnu' | 'old' | 'pax';
  /** Records of an extended header before it. */
  readonly pax?: Readonly<Record<string, string>>;
  readonly checksum?: number;
  /** What the last block is filled up with. */
  readonly padding?: number;
}

const BLOCK = 512;

const filled = (bytes: Buffer, padding = 0): Buffer =>
  Buffer.concat([bytes, Buffer.alloc((BLOCK - (bytes.length % BLOCK)) % BLOCK, padding)]);

const octal = (value: number, size: number): string => `${value.toString(8).padStart(size - 1, '0')}\0`;

const headerOf = ({
  name,
  kind = '0',
  link = '',
  size = 0,
  format = 'ustar',
  checksum,
}: TarEntry): Buffer => {
  const block = Buffer.alloc(BLOCK);
  block.write(name.slice(0, 100), 0);
  block.write(octal(kind === '5' ? 0o755 : 0o644, 8), 100);
  block.write(octal(1000, 8), 108);
  block.write(octal(1000, 8), 116);
  block.write(octal(size, 12), 124);
  block.write(octal(1_767_225_600, 12), 136);
  block.write(format === 'old' && kind === '0' ? '\0' : kind, 156);
  block.write(link, 157);
  if (format === 'ustar' || format === 'pax') block.write('ustar\x0000', 257);
  if (format === 'gnu') block.write('ustar  \0', 257);
  if (format !== 'old') block.write('sender\0', 265);
  block.fill(32, 148, 156);
  const sum = block.reduce((all, byte) => all + byte, 0);
  block.write(`${(checksum ?? sum).toString(8).padStart(6, '0')}\0 `, 148);
  return block;
};

const record = (key: string, value: string): string => {
  const rest = ` ${key}=${value}\n`;
  const size = Buffer.byteLength(rest);
  const digits = String(size + String(size).length).length;
  return `${size + digits}${rest}`;
};

const paxOf = (records: Readonly<Record<string, string>>, kind: string): Buffer => {
  const bytes = Buffer.from(
    Object.entries(records)
      .map(([key, value]) => record(key, value))
      .join(''),
  );
  return Buffer.concat([headerOf({ name: 'PaxHeaders/x', kind, size: bytes.length }), filled(bytes)]);
};

/** An extended header for all that follow. */
export const paxGlobal = (records: Readonly<Record<string, string>>): Buffer => paxOf(records, 'g');

const longName = (name: string): Buffer => {
  const bytes = Buffer.from(`${name}\0`);
  return Buffer.concat([
    headerOf({ name: '././@LongLink', kind: 'L', size: bytes.length, format: 'gnu' }),
    filled(bytes),
  ]);
};

const entryOf = (entry: TarEntry): Buffer => {
  const data = Buffer.from(entry.data ?? '');
  const isLong = Buffer.byteLength(entry.name) > 100;
  const pax = { ...(isLong && entry.format !== 'gnu' ? { path: entry.name } : {}), ...entry.pax };
  return Buffer.concat([
    ...(Object.keys(pax).length > 0 ? [paxOf(pax, 'x')] : []),
    ...(isLong && entry.format === 'gnu' ? [longName(entry.name)] : []),
    headerOf({ ...entry, size: entry.size ?? data.length }),
    filled(data, entry.padding),
  ]);
};

/** The end: two blocks of zeros, and as many as fill up a record where programs write whole ones. */
export const tarEnd = (blocks = 2): Buffer => Buffer.alloc(blocks * BLOCK);

/** The bytes of a TAR archive, written by hand; raw bytes may stand between its entries. */
export const tar = (entries: readonly (TarEntry | Buffer)[], end = tarEnd()): Buffer =>
  Buffer.concat([...entries.map((entry) => (Buffer.isBuffer(entry) ? entry : entryOf(entry))), end]);
