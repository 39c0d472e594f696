import { didYouMean } from '../../../base/diagnostics/suggest.js';
import type { TreeFault } from './allow.js';
import { mapTree, nodesOf, type Tree, textOf } from './tree.js';

/** The names of the parameters in a tree, without `$`. */
export const parametersOf = (tree: unknown): readonly string[] => [
  ...new Set(
    nodesOf(tree)
      .filter((node) => textOf(node, 'class') === 'PARAMETER')
      .map((node) => textOf(node, 'identifier')),
  ),
];

/** A parameter that the document does not declare. */
export const undeclaredParameter = (
  tree: unknown,
  declared: Readonly<Record<string, string>>,
): TreeFault | undefined => {
  const name = parametersOf(tree).find((parameter) => !Object.hasOwn(declared, parameter));
  if (name === undefined) return undefined;
  const label = didYouMean(name, Object.keys(declared));
  return {
    code: 'MR2111',
    message: `unknown parameter "$${name}"`,
    notes: [
      `declared: ${Object.keys(declared)
        .map((parameter) => `$${parameter}`)
        .join(', ')}`,
    ],
    ...(label ? { label } : {}),
  };
};

/** Declared types are checked to be simple, so they can be cast to through an unbound type name. */
const castTo = (child: Tree, type: string): Tree => {
  const [, id = type, width, scale] = /^(\w+)\((\d+),\s*(\d+)\)$/.exec(type) ?? [];
  const info = width
    ? { type_info: { type: 'DECIMAL_TYPE_INFO', width: Number(width), scale: Number(scale) } }
    : {};
  return { class: 'CAST', type: 'OPERATOR_CAST', child, cast_type: { id, ...info }, try_cast: false };
};

/** Each parameter with a cast to its declared type around it: the value is bound, its type is known without it. */
export const typedParameters = (tree: unknown, declared: Readonly<Record<string, string>>): unknown =>
  mapTree(tree, (node) => {
    const type = textOf(node, 'class') === 'PARAMETER' ? declared[textOf(node, 'identifier')] : undefined;
    return type === undefined ? node : castTo(node, type);
  });
