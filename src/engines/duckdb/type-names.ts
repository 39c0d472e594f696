import { didYouMean } from '../../base/diagnostics/suggest.js';
import { literal, type Outcome } from '../../kit/index.js';
import type { Session } from './session.js';
import { renderParts, type SqlMemo } from './sql/memo.js';
import { isFault, singleExpression } from './sql/shape.js';
import { isTree } from './sql/tree.js';

/** Types whose names are the engine's own: asking for each would take three statements. */
const OWN_NAMES = new Set(
  'BOOLEAN TINYINT SMALLINT INTEGER BIGINT HUGEINT UTINYINT USMALLINT UINTEGER UBIGINT FLOAT DOUBLE VARCHAR DATE TIME TIMESTAMP UUID BLOB'.split(
    ' ',
  ),
);

/** As people write them: in small letters, and with the names that stand for others. */
const COMMON_NAMES = [...OWN_NAMES, 'DECIMAL', 'TEXT', 'STRING', 'TIMESTAMPTZ', 'INTERVAL', 'JSON'].map(
  (name) => name.toLowerCase(),
);

/** A type that is nearly so called; of `decmal(10,2)` the name counts. */
const unknownType = (text: string, others: readonly string[]): Outcome<string> => {
  const label = didYouMean(text.replace(/\(.*$/s, '').trim(), [...COMMON_NAMES, ...others]);
  const message = `unknown type ${literal(text).text}`;
  return { ok: false, fault: { code: 'MR2115', message, ...(label ? { label } : {}) } };
};

/** The engine's own name of a type; whatever else could stand in the place of one is unknown. */
export const resolveType = async (
  session: Session,
  memo: SqlMemo,
  text: string,
  others: readonly string[] = [],
): Promise<Outcome<string>> => {
  const own = text.trim().toUpperCase();
  if (OWN_NAMES.has(own)) return { ok: true, value: own };
  const [parsed] = await memo.parse([{ form: 'expression', text: `CAST(NULL AS ${text})` }]);
  const unknown = unknownType(text, others);
  if (!parsed?.ok) return unknown;
  const tree = singleExpression(parsed.value.query);
  if (isFault(tree) || tree['type'] !== 'OPERATOR_CAST' || !isTree(tree['child'])) return unknown;
  if (tree['child']['class'] !== 'CONSTANT') return unknown;
  try {
    const [sql = ''] = await renderParts(memo, [tree]);
    return { ok: true, value: (await session.describe(`select ${sql}`))[0]?.type ?? text };
  } catch {
    return unknown;
  }
};
