import { MillraceError, problem } from '../../base/errors/index.js';
import { type Expression, keyword, type Sql, type SqlFault, sql } from '../../kit/index.js';
import { nodeNamed } from '../../planner/index.js';
import type { Desk } from './desk.js';
import { type Line, type Piece, placeIn } from './line.js';

const faultOf = (line: Line, { text, offset }: Piece, node: string, fault: SqlFault): MillraceError => {
  const at = fault.offset === undefined ? offset : offset + fault.offset;
  const length = fault.offset === undefined ? text.length : (fault.length ?? 1);
  return new MillraceError([
    problem(fault.code, fault.message, {
      node,
      place: placeIn(line, at, length),
      ...(fault.label ? { label: fault.label } : {}),
      ...(fault.notes ? { notes: fault.notes } : {}),
    }),
  ]);
};

/** True of every row. */
export const always: Sql = keyword('true');

/** A condition over the columns of a node, bound and held against what an expression of a document may do. */
export const conditionOn = async (
  { engine, plan, parameters }: Pick<Desk, 'engine' | 'plan' | 'parameters'>,
  line: Line,
  node: string,
  piece: Piece,
): Promise<Sql> => {
  const relation = await engine.relation(node, nodeNamed(plan, node).schema);
  const asked = { text: piece.text, allows: 'scalar', expects: 'BOOLEAN' } as const;
  const [outcome] = await engine.bind([{ ...asked, form: 'expression', relations: [relation], parameters }]);
  if (!outcome?.ok) {
    throw faultOf(line, piece, node, outcome?.fault ?? { code: 'MR2101', message: 'it cannot be read' });
  }
  const expression: Expression = { kind: 'expression', ...asked, binding: outcome.value };
  return sql`(${expression})`;
};
