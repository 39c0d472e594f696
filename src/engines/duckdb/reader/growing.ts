import type { BindRequest, SqlFault } from '../../../kit/index.js';
import type { Session } from '../session.js';
import { parseAll, unitsOf } from '../sql/parse.js';
import { locationOf, nodesOf, textOf } from '../sql/tree.js';

/** Functions that make a value of any size out of a number: the engine's bound of memory does not hold for such. */
const grows = new Set(
  'repeat lpad rpad bar array_resize list_resize range generate_series format printf'.split(' '),
);

/** The first call of a function that a reader may not use. */
export const growing = async (
  session: Session,
  { form, text }: Pick<BindRequest, 'form' | 'text'>,
): Promise<SqlFault | undefined> => {
  const [parsed] = await parseAll(session, [{ form, text }]);
  if (!parsed?.ok) return undefined;
  const { query, prefix } = parsed.value;
  const call = nodesOf(query).find((node) => grows.has(textOf(node, 'function_name').toLowerCase()));
  if (!call) return undefined;
  const location = locationOf(call);
  return {
    code: 'MR2109',
    message: `"${textOf(call, 'function_name')}" makes values of any size and may not be used here`,
    ...(location === undefined ? {} : { offset: unitsOf(text, location - prefix) }),
  };
};
