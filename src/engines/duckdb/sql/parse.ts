import type { Outcome, SqlFault } from '../../../kit/index.js';
import type { Session } from '../session.js';
import { queryOf, readTree, type Tree, textOf } from './tree.js';

/** A text before which an expression is parsed; offsets are counted from its end. */
export const PREFIX = 'SELECT ';

/** A text behind which a call is parsed and rendered: it may say IGNORE NULLS, which it may not without a window. */
export const OVER = ' OVER ()';

/** A piece of SQL with its tree; `prefix` bytes of the parsed text are not the author's. */
export interface Parsed {
  readonly text: string;
  readonly prefix: number;
  readonly statement: Tree;
  readonly query: Tree;
}

/** Offset in UTF-16 units from an offset in UTF-8 bytes. */
export const unitsOf = (text: string, bytes: number): number =>
  Buffer.from(text, 'utf8').subarray(0, Math.max(0, bytes)).toString('utf8').length;

const syntaxFault = (tree: Tree, source: string, prefix: number): SqlFault => {
  const message = textOf(tree, 'error_message');
  if (message.startsWith('Only SELECT')) {
    return { code: 'MR2103', message: 'only a SELECT may stand here' };
  }
  const position = Number(textOf(tree, 'position'));
  const offset = Number.isFinite(position) ? unitsOf(source, position - prefix) : 0;
  const near = /at or near "([^"]*)"/.exec(message)?.[1];
  return { code: 'MR2101', message, offset, length: Math.max(1, near?.length ?? 1) };
};

const parsedOf = (json: string, form: Piece['form'], text: string): Outcome<Parsed> => {
  const prefix = form === 'query' ? 0 : PREFIX.length;
  const statement = readTree(json);
  if (statement['error'] === true) return { ok: false, fault: syntaxFault(statement, text, prefix) };
  const query = queryOf(statement);
  if (query) return { ok: true, value: { text, prefix, statement, query } };
  return {
    ok: false,
    fault:
      form === 'query'
        ? { code: 'MR2103', message: 'more than one statement' }
        : { code: 'MR2102', message: 'more than one expression' },
  };
};

/** One piece of SQL as a document writes it; a `call` is an expression that an OVER is put behind. */
export interface Piece {
  readonly form: 'expression' | 'query' | 'call';
  readonly text: string;
}

// A line end closes a comment at the end of an expression, so that it cannot swallow what follows.
const textOfPiece: Readonly<Record<Piece['form'], (text: string) => string>> = {
  expression: (text) => `${PREFIX}${text}\n`,
  call: (text) => `${PREFIX}${text}\n${OVER}`,
  query: (text) => text,
};

const PARSE = `select json_serialize_sql(piece)
from (select unnest(from_json($pieces, '["VARCHAR"]')) as piece)`;

/** Parses many pieces in one go. Nothing is bound and nothing is run. */
export const parseAll = async (
  session: Session,
  pieces: readonly Piece[],
): Promise<readonly Outcome<Parsed>[]> => {
  if (pieces.length === 0) return [];
  const texts = pieces.map(({ form, text }) => textOfPiece[form](text));
  const rows = await session.rows(PARSE, { pieces: JSON.stringify(texts) });
  return pieces.map(({ form, text }, index) => parsedOf(String(rows[index]?.[0]), form, text));
};

const RENDER = `select json_deserialize_sql(piece::JSON)
from (select unnest(from_json($pieces, '["VARCHAR"]')) as piece)`;

/** Renders statements from their trees, which are given as JSON. */
export const renderAll = async (
  session: Session,
  statements: readonly string[],
): Promise<readonly string[]> => {
  if (statements.length === 0) return [];
  const rows = await session.rows(RENDER, { pieces: JSON.stringify(statements) });
  return rows.map(([text]) => String(text));
};

/** Renders one expression tree, without the SELECT around it. */
export const statementOf = (expression: unknown): Tree => ({
  error: false,
  statements: [
    {
      node: {
        type: 'SELECT_NODE',
        cte_map: { map: [] },
        select_list: [expression],
        from_table: { type: 'EMPTY' },
        aggregate_handling: 'STANDARD_HANDLING',
      },
    },
  ],
});
