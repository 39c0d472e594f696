import { failure, type MillraceError } from '../../base/errors/index.js';
import type { ConversionTask } from '../../kit/index.js';
import { csvLine } from '../csv-text.js';
import type { Layout } from './columns.js';
import { type OpenElement, outsideElement, partElement, type Row } from './element.js';
import type { XmlEncoding } from './encoding.js';
import { itemWriter } from './item.js';
import { type Handlers, type Position, parsing } from './parse.js';
import type { Shape } from './shape.js';

const rowText = ({ values, lists }: Row): string => {
  for (const [column, items] of lists) values[column] = `[${items.join(',')}]`;
  return csvLine(values);
};

/** Characters past which engines take no record. */
const LONGEST = 2_000_000;

const tooLong = (
  { name, path }: ConversionTask<'xml'>,
  length: number,
  { line }: Position,
): MillraceError => {
  const [has, most] = [length, LONGEST].map((count) => count.toLocaleString('en'));
  const message = `the record of "${name}" that ends in line ${line} has ${has} characters, and ${most} can be read`;
  return failure('MR4005', message, {
    dataFile: path,
    dataLine: line,
    mend: 'Ask for the document without the element that is so long, or name smaller elements with `record`.',
  });
};

const changed = ({ name, path }: ConversionTask<'xml'>): MillraceError =>
  failure('MR4010', `"${name}" changed between two readings`, { dataFile: path });

/** What is to be read of a document: where its records are, and their columns. */
export interface Wanted {
  readonly document: Shape;
  readonly records: readonly Shape[];
  readonly layout: Layout;
}

/** The document, which hands over each record in it as a line of CSV. */
const documentElement = (
  task: ConversionTask<'xml'>,
  { document, records, layout: { names, record } }: Wanted,
  take: (line: string) => void,
): OpenElement => {
  const writer = itemWriter();
  const isRecord = new Set(records);
  return outsideElement(document, (shape, tag) => {
    if (!isRecord.has(shape)) return undefined;
    const row: Row = { values: names.map(() => null), lists: new Map() };
    return partElement(writer, row, record, tag, (at) => {
      const line = rowText(row);
      if (line.length > LONGEST) throw tooLong(task, line.length, at);
      take(line);
    });
  });
};

const handlersOf = (task: ConversionTask<'xml'>, document: OpenElement): Handlers => {
  const open = [document];
  return {
    open(tag) {
      const next = open.at(-1)?.child(tag);
      if (!next) throw changed(task);
      open.push(next);
    },
    text: (text) => open.at(-1)?.text(text),
    close: (at) => open.pop()?.close(at),
  };
};

/** The records of a document as CSV, with a header. */
export const recordsAsCsv = async function* (
  task: ConversionTask<'xml'>,
  encoding: XmlEncoding,
  wanted: Wanted,
): AsyncGenerator<string> {
  let lines: string[] = [csvLine(wanted.layout.names)];
  const document = documentElement(task, wanted, (line) => lines.push(line));
  for await (const _ of parsing(task, encoding, handlersOf(task, document))) {
    if (lines.length > 0) yield lines.join('');
    lines = [];
  }
};
