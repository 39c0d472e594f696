const LIST = /\[\d*\]$/;

/** The type of the elements of a list or an array; undefined for any other type. */
export const elementType = (type: string): string | undefined =>
  LIST.test(type) ? type.replace(LIST, '') : undefined;

export const isMap = (type: string): boolean => /^MAP\(.*\)$/s.test(type);

const PIECE = /"((?:[^"]|"")*)"|'(?:[^']|'')*'|[(),]|[^"'(),]+/g;

interface Reading {
  readonly depth: number;
  /** Whether the next piece is a field's name. */
  readonly isStart: boolean;
  readonly names: readonly string[];
}

const bareName = (piece: string): string => piece.trim().split(' ')[0] ?? '';

const next = ({ depth, isStart, names }: Reading, [piece, name]: RegExpMatchArray): Reading => {
  if (piece === '(') return { depth: depth + 1, isStart, names };
  if (piece === ')') return { depth: depth - 1, isStart, names };
  if (piece === ',') return { depth, isStart: depth === 0, names };
  if (!isStart || piece.trim() === '') return { depth, isStart, names };
  return { depth, isStart: false, names: [...names, name?.replaceAll('""', '"') ?? bareName(piece)] };
};

/** The names of the fields of a STRUCT, as DuckDB writes its types; undefined for any other type. */
export const structFields = (type: string): readonly string[] | undefined => {
  const inside = /^STRUCT\((.*)\)$/s.exec(type)?.[1];
  if (inside === undefined) return undefined;
  const start: Reading = { depth: 0, isStart: true, names: [] };
  return [...inside.matchAll(PIECE)].reduce(next, start).names;
};
