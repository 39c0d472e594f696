import type { Shape, XmlName } from './shape.js';

const folded = (name: string): string => name.toLowerCase();

/** Names as they are, but for those that stand twice (in whatever case), which get a number at the end. */
export const distinctNames = (names: readonly string[]): readonly string[] => {
  const all = new Set(names.map(folded));
  const taken = new Set<string>();
  return names.map((name) => {
    let unique = name;
    for (let count = 2; taken.has(folded(unique)); count += 1) {
      const next = `${name}_${count}`;
      unique = all.has(folded(next)) ? unique : next;
    }
    taken.add(folded(unique));
    return unique;
  });
};

/** What a name is called beside its siblings: its prefix and its being an attribute are said only where it takes that. */
const ownName = (
  own: XmlName,
  isAttribute: boolean,
  siblings: readonly XmlName[],
  elements: ReadonlySet<string>,
): string => {
  const isClash = siblings.some((other) => other !== own && folded(other.local) === folded(own.local));
  const name = isClash && own.prefix !== '' ? `${own.prefix}_${own.local}` : own.local;
  return isAttribute && elements.has(folded(name)) ? `${name}_attribute` : name;
};

/** What the attributes and the elements in an element are called. */
export interface InnerNames {
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: ReadonlyMap<string, string>;
}

const named = (keys: Iterable<string>, names: readonly string[]): ReadonlyMap<string, string> =>
  new Map([...keys].map((key, index) => [key, names[index] ?? key]));

/** Elements keep their names; an attribute of the same name is told by `_attribute`, another namespace by its prefix. */
export const innerNames = ({ attributes, children }: Shape): InnerNames => {
  const [inAttributes, inElements] = [[...attributes.values()], [...children.values()]];
  const elements = inElements.map((own) => ownName(own, false, inElements, new Set()));
  const taken = new Set(elements.map(folded));
  const own = inAttributes.map((attribute) => ownName(attribute, true, inAttributes, taken));
  const all = distinctNames([...elements, ...own]);
  return {
    children: named(children.keys(), all.slice(0, elements.length)),
    attributes: named(attributes.keys(), all.slice(elements.length)),
  };
};
