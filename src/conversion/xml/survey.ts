import type { ConversionTask } from '../../kit/index.js';
import type { XmlEncoding } from './encoding.js';
import { malformed, type Position, parsing, type Tag } from './parse.js';
import { keyOf, newShape, type Shape, valueAttributes } from './shape.js';

/** Paths of elements and attributes; a document with more is no list of records. */
const MOST_PATHS = 20_000;

/** An element that is open, with its number among all. */
interface Open {
  readonly shape: Shape;
  readonly number: number;
}

/** Called for each path that was not seen before. */
type CountPath = (at: Position) => void;

const pathCounter = (task: ConversionTask<'xml'>): CountPath => {
  let paths = 0;
  return (at) => {
    paths += 1;
    if (paths <= MOST_PATHS) return;
    const most = MOST_PATHS.toLocaleString('en');
    throw malformed(task, `there are more than ${most} different paths of elements and attributes`, at);
  };
};

/** The shape of an element; a second one in the same parent tells that they repeat. */
const childOf = ({ shape, number }: Open, tag: Tag, onNew: () => void): Shape => {
  const key = keyOf(tag);
  const known = shape.children.get(key);
  const child = known ?? newShape(tag);
  if (!known) {
    onNew();
    shape.children.set(key, child);
  }
  if (child.parent === number) child.repeats = true;
  child.parent = number;
  return child;
};

const noteAttributes = ({ attributes }: Shape, tag: Tag, onNew: () => void): void => {
  for (const attribute of valueAttributes(tag)) {
    const key = keyOf(attribute);
    if (attributes.has(key)) continue;
    onNew();
    attributes.set(key, { local: attribute.local, prefix: attribute.prefix, uri: attribute.uri });
  }
};

/** The shapes of all elements of a document, below one that stands for the document itself. */
export const surveyed = async (task: ConversionTask<'xml'>, encoding: XmlEncoding): Promise<Shape> => {
  const root: Open = { shape: newShape({ local: '', prefix: '', uri: '' }), number: 0 };
  const open = [root];
  const count = pathCounter(task);
  let number = 0;
  const opened = (tag: Tag, at: Position): void => {
    const shape = childOf(open.at(-1) ?? root, tag, () => count(at));
    noteAttributes(shape, tag, () => count(at));
    number += 1;
    open.push({ shape, number });
  };
  const read = (text: string): void => {
    const { shape } = open.at(-1) ?? root;
    if (!shape.hasText && /\S/.test(text)) shape.hasText = true;
  };
  for await (const _ of parsing(task, encoding, { open: opened, text: read, close: () => void open.pop() }));
  return root.shape;
};
