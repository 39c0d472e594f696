import type { ConversionTask } from '../../kit/index.js';
import type { XmlEncoding } from './encoding.js';
import { type Handlers, malformed, type Position, parsing, type Tag } from './parse.js';
import { keyOf, newShape, type Shape, valueAttributes } from './shape.js';

/** Paths of elements and attributes; a document with more is no list of records. */
const MOST_PATHS = 20_000;

interface Open {
  readonly shape: Shape;
  readonly number: number;
}

/** The shapes of all elements of a document, below a root that stands for the document itself. */
export const surveyed = async (task: ConversionTask, encoding: XmlEncoding): Promise<Shape> => {
  const document = newShape({ local: '', prefix: '', uri: '' });
  const open: Open[] = [{ shape: document, number: 0 }];
  let [number, paths] = [0, 0];
  const count = (at: Position): void => {
    paths += 1;
    if (paths > MOST_PATHS)
      throw malformed(
        task,
        `there are more than ${MOST_PATHS} different paths of elements and attributes`,
        at,
      );
  };
  const childOf = ({ shape, number: parent }: Open, tag: Tag, at: Position): Shape => {
    const key = keyOf(tag);
    const known = shape.children.get(key);
    const child = known ?? newShape(tag);
    if (!known) {
      count(at);
      shape.children.set(key, child);
    }
    if (child.parent === parent) child.repeats = true;
    child.parent = parent;
    return child;
  };
  const noteAttributes = ({ attributes }: Shape, tag: Tag, at: Position): void => {
    for (const attribute of valueAttributes(tag)) {
      const key = keyOf(attribute);
      if (attributes.has(key)) continue;
      count(at);
      attributes.set(key, { local: attribute.local, prefix: attribute.prefix, uri: attribute.uri });
    }
  };
  const handlers: Handlers = {
    open(tag, at) {
      const parent = open.at(-1);
      if (!parent) return;
      const shape = childOf(parent, tag, at);
      noteAttributes(shape, tag, at);
      number += 1;
      open.push({ shape, number });
    },
    text(text) {
      const shape = open.at(-1)?.shape;
      if (shape && !shape.hasText && /\S/.test(text)) shape.hasText = true;
    },
    close: () => void open.pop(),
  };
  for await (const _ of parsing(task, encoding, handlers));
  return document;
};
