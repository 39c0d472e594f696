import { failure } from '../../base/errors/index.js';
import type { ConversionTask } from '../../kit/index.js';
import { csvLine } from '../csv-text.js';
import type { Layout, Target } from './columns.js';
import type { XmlEncoding } from './encoding.js';
import { type Item, itemWriter, textValue } from './item.js';
import { type Handlers, type Position, parsing, type Tag } from './parse.js';
import { isNil, keyOf, type Shape, valueAttributes } from './shape.js';

/** An element that is open: outside of records, a part of one, or one of a list in it. */
type Open =
  | { readonly kind: 'outside'; readonly shape: Shape }
  | {
      readonly kind: 'part';
      readonly target: Target;
      text: string;
      readonly isNil: boolean;
      readonly isRecord: boolean;
    }
  | { readonly kind: 'item'; readonly item: Item; readonly key: string; readonly column?: number };

interface Row {
  readonly values: (string | null)[];
  readonly lists: Map<number, string[]>;
}

const rowText = ({ values, lists }: Row): string => {
  for (const [column, items] of lists) values[column] = `[${items.join(',')}]`;
  return csvLine(values);
};

/** Characters past which engines take no record. */
const LONGEST = 2_000_000;

const tooLong = ({ name, path }: ConversionTask, length: number, line: number): Error =>
  failure(
    'MR4005',
    `the record of "${name}" that ends in line ${line} has ${length.toLocaleString('en')} characters, and ${LONGEST.toLocaleString('en')} can be read`,
    {
      dataFile: path,
      dataLine: line,
      mend: 'Ask for the document without the element that is so long, or name smaller elements with `record`.',
    },
  );

/** Handlers that hand over each record as a line of CSV. */
const recordHandlers = (
  task: ConversionTask,
  document: Shape,
  records: ReadonlySet<Shape>,
  { names, record }: Layout,
  take: (line: string) => void,
): Handlers => {
  const open: Open[] = [{ kind: 'outside', shape: document }];
  const items = itemWriter();
  const give = (line: string, at: Position): void => {
    if (line.length > LONGEST) throw tooLong(task, line.length, at.line);
    take(line);
  };
  let row: Row = { values: [], lists: new Map() };

  const openPart = (target: Target, tag: Tag, isRecord: boolean): Open => {
    for (const attribute of valueAttributes(tag)) {
      const column = target.attributes.get(keyOf(attribute));
      if (column !== undefined) row.values[column] = textValue(attribute.value);
    }
    return { kind: 'part', target, text: '', isNil: isNil(tag), isRecord };
  };

  const openOutside = ({ shape }: Extract<Open, { kind: 'outside' }>, tag: Tag): Open | undefined => {
    const child = shape.children.get(keyOf(tag));
    if (!child) return undefined;
    if (!records.has(child)) return { kind: 'outside', shape: child };
    row = { values: names.map(() => null), lists: new Map() };
    return openPart(record, tag, true);
  };

  const openIn = (parent: Open, tag: Tag): Open | undefined => {
    const key = keyOf(tag);
    if (parent.kind === 'outside') return openOutside(parent, tag);
    if (parent.kind === 'item') {
      const shape = parent.item.shape.children.get(key);
      return shape && { kind: 'item', item: items.begin(shape, tag), key };
    }
    const target = parent.target.children.get(key);
    if (!target?.list) return target && openPart(target, tag, false);
    const { shape, column } = target.list;
    return { kind: 'item', item: items.begin(shape, tag), key, column };
  };

  const closeItem = ({ item, key, column }: Extract<Open, { kind: 'item' }>): void => {
    const parent = open.at(-1);
    const json = items.end(item);
    const lists: Map<string | number, string[]> | undefined =
      column !== undefined ? row.lists : parent?.kind === 'item' ? parent.item.parts : undefined;
    const at = column ?? key;
    const list = lists?.get(at);
    if (list) list.push(json);
    else lists?.set(at, [json]);
  };

  return {
    open(tag) {
      const parent = open.at(-1);
      const next = parent && openIn(parent, tag);
      if (!next) throw new Error(`the second reading found <${tag.name}> where the first did not`);
      open.push(next);
    },
    text(text) {
      const current = open.at(-1);
      if (current?.kind === 'part') current.text += text;
      else if (current?.kind === 'item') current.item.text += text;
    },
    close(at) {
      const closed = open.pop();
      if (closed?.kind === 'item') closeItem(closed);
      if (closed?.kind !== 'part') return;
      const { target, text, isNil: isNull, isRecord } = closed;
      if (target.text !== undefined) row.values[target.text] = isNull ? null : textValue(text);
      if (isRecord) give(rowText(row), at);
    },
  };
};

/** The records of a document as CSV, with a header. */
export const recordsAsCsv = async function* (
  task: ConversionTask,
  encoding: XmlEncoding,
  document: Shape,
  records: readonly Shape[],
  layout: Layout,
): AsyncGenerator<string> {
  let lines: string[] = [csvLine(layout.names)];
  const handlers = recordHandlers(task, document, new Set(records), layout, (line) => lines.push(line));
  for await (const _ of parsing(task, encoding, handlers)) {
    if (lines.length > 0) yield lines.join('');
    lines = [];
  }
};
