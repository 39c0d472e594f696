import type { Outcome } from '../../../kit/index.js';
import type { Session } from '../session.js';
import { type Parsed, type Piece, PREFIX, parseAll, renderAll, statementOf } from './parse.js';
import { type Tree, writeTree } from './tree.js';

/** Parses and renders each text once: a statement of the engine costs more than the work in it. */
export interface SqlMemo {
  readonly parse: (pieces: readonly Piece[]) => Promise<readonly Outcome<Parsed>[]>;
  readonly render: (statements: readonly unknown[]) => Promise<readonly string[]>;
}

const once = <T, R>(keyOf: (item: T) => string, work: (items: readonly T[]) => Promise<readonly R[]>) => {
  const known = new Map<string, R>();
  return async (items: readonly T[]): Promise<readonly R[]> => {
    const keys = items.map(keyOf);
    const missing = new Map(
      items.flatMap((item, index) => (known.has(keys[index] ?? '') ? [] : [[keys[index] ?? '', item]])),
    );
    const results = await work([...missing.values()]);
    for (const [index, key] of [...missing.keys()].entries()) known.set(key, results[index] as R);
    return keys.map((key) => known.get(key) as R);
  };
};

/** A memo for the life of one session. */
export const createMemo = (session: Session): SqlMemo => {
  const render = once(
    (json: string) => json,
    (statements) => renderAll(session, statements),
  );
  return {
    parse: once(
      ({ form, text }: Piece) => `${form} ${text}`,
      (pieces) => parseAll(session, pieces),
    ),
    render: (statements) => render(statements.map(writeTree)),
  };
};

/** Parts of statements as SQL, each without the SELECT that it is rendered in. */
export const renderParts = async (memo: SqlMemo, parts: readonly Tree[]): Promise<readonly string[]> =>
  (await memo.render(parts.map(statementOf))).map((text) => text.slice(PREFIX.length));
