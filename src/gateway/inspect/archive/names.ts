import { shown } from '../agree.js';
import { refuse } from '../refuse.js';

/** Bytes of a name that file systems and archivers take. */
const LONGEST_NAME = 255;
const LONGEST_PATH = 1024;

/** Control characters, and those that turn text round: a name must be what it looks like. */
const INVISIBLE = /[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff]/u;

const isLong = (name: string): boolean =>
  Buffer.byteLength(name) > LONGEST_PATH ||
  name.split('/').some((part) => Buffer.byteLength(part) > LONGEST_NAME);

/** Why a name in an archive is unsafe: on some system it would lead out of the folder that it is unpacked into. */
const unsafe = (name: string): string | undefined => {
  if (name === '') return 'it is empty';
  if (INVISIBLE.test(name)) return 'it has characters that cannot be seen';
  if (name.includes('\\')) return 'it has a backslash, which is a folder on Windows';
  if (name.startsWith('/')) return 'it is absolute';
  if (/^[a-z]:/i.test(name)) return 'it begins with a drive';
  if (name.includes(':')) return 'it has a colon, behind which Windows hides streams';
  // A TAR archive begins with its first name, and browsers take a file for a page by how it begins.
  if (/[<>]/.test(name)) return 'it has markup in it';
  const parts = name.replace(/\/$/, '').split('/');
  if (parts.includes('..')) return 'it leads out of the archive';
  // `./` at the beginning is how `tar` writes the names of a folder that is packed as a whole.
  if (parts.slice(1).some((part) => part === '' || part === '.')) return 'it has a folder without a name';
  if (isLong(name)) return 'it is too long';
  return undefined;
};

/** Holds the names of one archive against what is safe, and against each other. */
export const createNames = (archive: string) => {
  const seen = new Set<string>();
  return (name: string): void => {
    const why = unsafe(name);
    if (why !== undefined) refuse('MR8211', `"${archive}" has the name "${shown(name)}": ${why}`);
    // Where case and composition of letters do not count, one file would take the place of the other.
    const key = name
      .normalize('NFC')
      .toLowerCase()
      .replace(/^(\.\/)+|\/$/g, '');
    if (seen.has(key)) refuse('MR8211', `"${archive}" has the name "${shown(name)}" twice`);
    seen.add(key);
  };
};
