import type { Entry } from 'yauzl';

const FILE_TYPE = 0o170000;

/** Unix puts the kind of a file into the upper half of its attributes; programs elsewhere leave it empty. */
const kinds = new Map([
  [0, 'file'],
  [0o100000, 'file'],
  [0o040000, 'folder'],
  [0o120000, 'link'],
] as const);

/** What an entry of an archive is, by its attributes and name. */
export const kindOf = (
  { externalFileAttributes }: Entry,
  name: string,
): 'file' | 'folder' | 'link' | 'other' => {
  const kind = kinds.get(((externalFileAttributes >>> 16) & FILE_TYPE) as 0) ?? 'other';
  return kind === 'file' && name.endsWith('/') ? 'folder' : kind;
};
