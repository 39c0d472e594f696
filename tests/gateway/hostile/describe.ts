import type { HostileFile } from '../file.js';

/** `[what of it is hostile, name, declared type, bytes, code where it is another than that of the class]` */
export type Row = readonly [string, string, string, () => string | Uint8Array, string?];

/** Files of one class. Without a code, only a scanner can tell. */
export const classOf = (
  name: string,
  code: string | undefined,
  rows: readonly Row[],
): readonly HostileFile[] =>
  rows.map(([about, file, declaredType, bytes, own]) => {
    const expected = own ?? code;
    return {
      class: name,
      about,
      name: file,
      declaredType,
      bytes: () => Buffer.from(bytes()),
      ...(expected === undefined ? {} : { code: expected }),
    };
  });

export const CSV = 'text/csv';
export const ZIP = 'application/zip';
export const GZIP = 'application/gzip';
export const TAR = 'application/x-tar';
export const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
export const ORDERS = 'id,name\n1,Ada\n2,Bo\n';
