import { distinctNames, innerNames } from './names.js';
import type { Shape } from './shape.js';

/** Where the parts of an element go. */
export interface Target {
  /** The column of its text. */
  text?: number;
  readonly attributes: Map<string, number>;
  readonly children: Map<string, Target>;
  /** The column of the list that it is one of, with its shape; its parts are then in there. */
  list?: { readonly column: number; readonly shape: Shape };
}

/** The columns of records, and where what is in a record goes. */
export interface Layout {
  readonly names: readonly string[];
  /** Names of columns that hold lists. */
  readonly lists: readonly string[];
  readonly record: Target;
}

const isEmpty = ({ attributes, children, hasText }: Shape): boolean =>
  !hasText && attributes.size === 0 && children.size === 0;

/** The columns of records of a shape; elements that repeat in one, or are asked to be lists, have a single column. */
export const layoutOf = (record: Shape, asLists: readonly string[]): Layout => {
  const wanted: string[] = [];
  const lists: number[] = [];
  const column = (name: string): number => wanted.push(name) - 1;
  const joined = (path: readonly string[], name: string): string => [...path, name].join('_');
  const listOf = (shape: Shape, name: string): Target => {
    const at = column(name);
    lists.push(at);
    return { attributes: new Map(), children: new Map(), list: { column: at, shape } };
  };
  const targetOf = (shape: Shape, path: readonly string[]): Target => {
    const names = innerNames(shape);
    const target: Target = { attributes: new Map(), children: new Map() };
    for (const key of shape.attributes.keys())
      target.attributes.set(key, column(joined(path, names.attributes.get(key) ?? key)));
    if (shape.hasText || isEmpty(shape)) target.text = column(path.join('_') || shape.local);
    for (const [key, child] of shape.children) {
      const name = names.children.get(key) ?? key;
      const full = joined(path, name);
      const isList = child.repeats || asLists.includes(full);
      target.children.set(key, isList ? listOf(child, full) : targetOf(child, [...path, name]));
    }
    return target;
  };
  const target = targetOf(record, []);
  const names = distinctNames(wanted);
  return { names, lists: lists.map((at) => names[at] ?? ''), record: target };
};
