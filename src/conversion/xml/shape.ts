import type { Tag } from './parse.js';

/** A name as XML has it: the namespace counts, its prefix is how one document calls it. */
export interface XmlName {
  readonly local: string;
  readonly prefix: string;
  readonly uri: string;
}

/** What elements at one path of a document are like. */
export interface Shape extends XmlName {
  readonly attributes: Map<string, XmlName>;
  readonly children: Map<string, Shape>;
  hasText: boolean;
  /** Whether one parent has several of them. */
  repeats: boolean;
  /** The last parent that has one, by number. */
  parent: number;
}

export const XSI = 'http://www.w3.org/2001/XMLSchema-instance';
const XMLNS = 'http://www.w3.org/2000/xmlns/';

export const keyOf = ({ local, uri }: { readonly local: string; readonly uri: string }): string =>
  uri === '' ? local : `{${uri}}${local}`;

export const newShape = ({ local, prefix, uri }: XmlName): Shape => ({
  local,
  prefix,
  uri,
  attributes: new Map(),
  children: new Map(),
  hasText: false,
  repeats: false,
  parent: -1,
});

/** Attributes that hold values; those of namespaces and schemas speak of the document. */
export const valueAttributes = ({ attributes }: Tag): Tag['attributes'][string][] =>
  Object.values(attributes).filter(({ uri }) => uri !== XSI && uri !== XMLNS);

/** Whether an element says that it has no value. */
export const isNil = ({ attributes }: Tag): boolean =>
  Object.values(attributes).some(
    ({ uri, local, value }) => uri === XSI && local === 'nil' && /^\s*(true|1)\s*$/.test(value),
  );

/** One shape of several: what any of them has. */
export const merged = (shapes: readonly Shape[]): Shape => {
  const [first, ...others] = shapes;
  if (!first || others.length === 0) return first ?? newShape({ local: '', prefix: '', uri: '' });
  const result = newShape(first);
  const children = new Map<string, Shape[]>();
  for (const shape of shapes) {
    result.hasText ||= shape.hasText;
    result.repeats ||= shape.repeats;
    for (const [key, attribute] of shape.attributes)
      if (!result.attributes.has(key)) result.attributes.set(key, attribute);
    for (const [key, child] of shape.children) children.set(key, [...(children.get(key) ?? []), child]);
  }
  for (const [key, same] of children) result.children.set(key, merged(same));
  return result;
};
