import type { Call, Outcome, SqlFault } from '../../../kit/index.js';
import { type TreeFault, unknownFunction } from './allow.js';
import { aggregateFunctions, scalarFunctions, windowFunctions } from './functions.js';
import { OVER, type Parsed } from './parse.js';
import { isFault, singleExpression } from './shape.js';
import { listOf, type Tree, textOf } from './tree.js';

const notOneCall: SqlFault = {
  code: 'MR2116',
  message: 'not one call of a window function or an aggregate',
  notes: ['use `derive` before or behind it for arithmetic around the call'],
};

const hasOver: SqlFault = {
  code: 'MR2116',
  message: 'a call has no OVER of its own here',
  notes: ['`partition_by`, `order_by` and `frame` of the node say over which rows'],
};

const nameOf = (call: Tree): string => textOf(call, 'function_name').toLowerCase();

const isCallable = (name: string): boolean => windowFunctions.has(name) || aggregateFunctions.has(name);

/** Why a text cannot have an OVER behind it, told from the text as it stands. */
const withoutOver = (plain: Parsed, refusal: SqlFault): SqlFault => {
  const shape = singleExpression(plain.query);
  if (isFault(shape)) return shape;
  if (textOf(shape, 'class') === 'WINDOW') return hasOver;
  const isSyntax = refusal.message.startsWith('syntax error');
  return isSyntax || !isCallable(nameOf(shape)) ? notOneCall : { code: 'MR2119', message: refusal.message };
};

/** A text parsed with an OVER behind it; what is wrong with it is said of the text itself, parsed as it stands. */
export const parsedCall = (call: Outcome<Parsed>, plain: Outcome<Parsed>): Outcome<Parsed> => {
  if (call.ok) return call;
  return plain.ok ? { ok: false, fault: withoutOver(plain.value, call.fault) } : plain;
};

/** Holds the tree of a text with an OVER behind it against one call; its arguments are judged with the rest. */
export const callFault = (tree: Tree): TreeFault | undefined => {
  const name = nameOf(tree);
  if (textOf(tree, 'class') !== 'WINDOW') return { ...notOneCall, node: tree };
  if (!isCallable(name)) {
    return scalarFunctions.has(name) ? { ...notOneCall, node: tree } : unknownFunction(name, tree);
  }
  if (aggregateFunctions.has(name) || listOf(tree, 'arg_orders').length === 0) return undefined;
  return {
    code: 'MR2116',
    message: `"${name}" takes the order of the node and no ORDER BY of its own`,
    node: tree,
  };
};

/** What a call is, for a kind that decides over which rows. */
export const callOf = (tree: Tree): Call => ({
  function: nameOf(tree),
  isOrdered: listOf(tree, 'arg_orders').length > 0,
});

/** A rendered call without the OVER behind it. */
export const withoutWindow = (rendered: string): string => {
  if (!rendered.endsWith(OVER)) throw new Error(`no call: ${rendered}`);
  return rendered.slice(0, -OVER.length);
};
