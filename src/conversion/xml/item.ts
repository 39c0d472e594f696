import { type InnerNames, innerNames } from './names.js';
import type { Tag } from './parse.js';
import { isNil, keyOf, type Shape, valueAttributes } from './shape.js';

/** A value as text: null where it is empty but for blanks. */
export const textValue = (text: string): string | null => {
  const trimmed = text.trim();
  return trimmed === '' ? null : trimmed;
};

const isPlain = ({ attributes, children }: Shape): boolean => attributes.size === 0 && children.size === 0;

const namesByShape = (): ((shape: Shape) => InnerNames) => {
  const known = new WeakMap<Shape, InnerNames>();
  return (shape) => {
    const names = known.get(shape) ?? innerNames(shape);
    known.set(shape, names);
    return names;
  };
};

/** Names of the text of an element that has more than text, beside the names of its parts. */
const textKey = ({ attributes, children }: InnerNames): string => {
  const taken = new Set([...attributes.values(), ...children.values()]);
  let key = 'text';
  while (taken.has(key)) key = `${key}_`;
  return key;
};

/** An element of a list on its way to JSON. */
export interface Item {
  readonly shape: Shape;
  text: string;
  readonly isNil: boolean;
  /** JSON of its attributes. */
  readonly members: readonly string[];
  /** JSON of the elements in it, by key. */
  readonly parts: Map<string, string[]>;
}

/** Makes JSON of elements: text of those that are text only, objects of the others. All values are text, as they are in XML. */
export interface ItemWriter {
  begin(shape: Shape, tag: Tag): Item;
  end(item: Item): string;
}

const member = (name: string, json: string): string => `${JSON.stringify(name)}:${json}`;

const attributeMembers = ({ attributes }: InnerNames, tag: Tag): readonly string[] =>
  valueAttributes(tag).map((attribute) => {
    const key = keyOf(attribute);
    return member(attributes.get(key) ?? key, JSON.stringify(textValue(attribute.value)));
  });

const elementMembers = ({ children }: InnerNames, { shape, parts }: Item): readonly string[] =>
  [...shape.children].flatMap(([key, child]) => {
    const found = parts.get(key);
    if (!found) return [];
    const json = child.repeats ? `[${found.join(',')}]` : (found[0] ?? 'null');
    return [member(children.get(key) ?? key, json)];
  });

export const itemWriter = (): ItemWriter => {
  const namesOf = namesByShape();
  return {
    begin: (shape, tag) => ({
      shape,
      text: '',
      isNil: isNil(tag),
      members: attributeMembers(namesOf(shape), tag),
      parts: new Map(),
    }),
    end(item) {
      const { shape, text, isNil: isNull, members } = item;
      const own = isNull ? null : textValue(text);
      if (isPlain(shape)) return JSON.stringify(own);
      const names = namesOf(shape);
      const texts = shape.hasText && own !== null ? [member(textKey(names), JSON.stringify(own))] : [];
      const all = [...members, ...texts, ...elementMembers(names, item)];
      return all.length === 0 ? 'null' : `{${all.join(',')}}`;
    },
  };
};
