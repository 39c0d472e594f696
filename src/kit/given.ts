import type { DataFile } from './storage.js';

/** How a copy was made. */
export interface Copied {
  readonly path: string;
  readonly bytes: number;
  readonly name?: string;
  /** What of the file it is, where that is a part: `entry 2024/a.csv`, `sheet "May"`. */
  readonly part?: string | undefined;
  readonly hasItsLines?: boolean;
}

/** A copy of a file, or of a part of it, that remembers what a person gave. */
export const copyOf = (
  file: DataFile,
  { path, bytes, name = file.name, part, hasItsLines = false }: Copied,
): DataFile => {
  const before = file.given ?? { text: file.path, hasItsLines: true };
  return {
    ...file,
    path,
    name,
    bytes,
    given: {
      text: part === undefined ? before.text : `${before.text}, ${part}`,
      hasItsLines: before.hasItsLines && hasItsLines,
    },
  };
};
