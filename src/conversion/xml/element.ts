import type { Target } from './columns.js';
import { type ItemWriter, textValue } from './item.js';
import type { Position, Tag } from './parse.js';
import { isNil, keyOf, type Shape, valueAttributes } from './shape.js';

/** An element that is open: what becomes of the elements and the text in it, and of itself where it ends. */
export interface OpenElement {
  /** The element that a tag opens in it; undefined where the first reading saw none. */
  child(tag: Tag): OpenElement | undefined;
  text(text: string): void;
  close(at: Position): void;
}

/** The values of a record, by column; lists have their elements as JSON. */
export interface Row {
  readonly values: (string | null)[];
  readonly lists: Map<number, string[]>;
}

const append = <K>(lists: Map<K, string[]>, key: K, json: string): void => {
  const list = lists.get(key);
  if (list) list.push(json);
  else lists.set(key, [json]);
};

/** An element of a list, or within one. */
const itemElement = (
  writer: ItemWriter,
  shape: Shape,
  tag: Tag,
  done: (json: string) => void,
): OpenElement => {
  const item = writer.begin(shape, tag);
  return {
    child(inner) {
      const key = keyOf(inner);
      const own = shape.children.get(key);
      return own && itemElement(writer, own, inner, (json) => append(item.parts, key, json));
    },
    text(text) {
      item.text += text;
    },
    close: () => done(writer.end(item)),
  };
};

/** A record, or an element in it whose parts are columns. */
export const partElement = (
  writer: ItemWriter,
  row: Row,
  target: Target,
  tag: Tag,
  done: (at: Position) => void = () => undefined,
): OpenElement => {
  let own = '';
  for (const attribute of valueAttributes(tag)) {
    const column = target.attributes.get(keyOf(attribute));
    if (column !== undefined) row.values[column] = textValue(attribute.value);
  }
  return {
    child(inner) {
      const next = target.children.get(keyOf(inner));
      if (!next?.list) return next && partElement(writer, row, next, inner);
      const { shape, column } = next.list;
      return itemElement(writer, shape, inner, (json) => append(row.lists, column, json));
    },
    text(text) {
      own += text;
    },
    close(at) {
      if (target.text !== undefined) row.values[target.text] = isNil(tag) ? null : textValue(own);
      done(at);
    },
  };
};

/** An element outside of records; `begin` opens those that are records. */
export const outsideElement = (
  shape: Shape,
  begin: (shape: Shape, tag: Tag) => OpenElement | undefined,
): OpenElement => ({
  child(tag) {
    const own = shape.children.get(keyOf(tag));
    return own && (begin(own, tag) ?? outsideElement(own, begin));
  },
  text: () => undefined,
  close: () => undefined,
});
