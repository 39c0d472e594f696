import { crc32, deflateRawSync } from 'node:zlib';

/** A file of an archive, with what may be wrong of it. */
export interface Entry {
  readonly name: string;
  readonly data: string | Uint8Array;
  /** Unix mode. */
  readonly mode?: number;
  readonly flags?: number;
  readonly crc?: number;
  /** What it says that it unpacks to. */
  readonly size?: number;
  /** Where it says that it begins, in place of where it does. */
  readonly at?: number;
}

const UTF8 = 0x800;
const DEFLATE = 8;
const UNIX = 3 << 8;

const fieldsOf = ({ name, data, flags = 0, crc, size }: Entry) => {
  const bytes = Buffer.from(data);
  const packed = deflateRawSync(bytes);
  const common = Buffer.alloc(26);
  common.writeUInt16LE(20, 0);
  common.writeUInt16LE(flags | UTF8, 2);
  common.writeUInt16LE(DEFLATE, 4);
  common.writeUInt32LE(crc ?? crc32(bytes), 10);
  common.writeUInt32LE(packed.length, 14);
  common.writeUInt32LE(size ?? bytes.length, 18);
  common.writeUInt16LE(Buffer.byteLength(name), 22);
  return { packed, common };
};

const signature = (text: string): Buffer => Buffer.from(`504b${text}`, 'hex');

/** The bytes of a ZIP archive, written by hand so that anything in it can be wrong. */
export const zipOf = (entries: readonly Entry[]): Buffer => {
  const bodies: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const { packed, common } = fieldsOf(entry);
    const body = Buffer.concat([signature('0304'), common, Buffer.from(entry.name), packed]);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(((entry.mode ?? 0o100644) << 16) >>> 0, 6);
    rest.writeUInt32LE(entry.at ?? offset, 10);
    const madeBy = Buffer.alloc(2);
    madeBy.writeUInt16LE(UNIX | 20, 0);
    central.push(Buffer.concat([signature('0102'), madeBy, common, rest, Buffer.from(entry.name)]));
    bodies.push(body);
    offset += body.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(entries.length, 4);
  end.writeUInt16LE(entries.length, 6);
  end.writeUInt32LE(directory.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...bodies, directory, signature('0506'), end]);
};
