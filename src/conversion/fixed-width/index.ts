import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type FoundEncoding, findEncoding } from '../../base/encoding.js';
import { failure, type MillraceError } from '../../base/errors/index.js';
import type { ConversionTask, Converted } from '../../kit/index.js';
import { csvLine, quotedField } from '../csv-text.js';
import { bytesOf, damaged, decoded, isUnpacking, samplesOf } from '../text.js';
import { between, type Line, LONGEST_LINE, linesOf } from './lines.js';
import { type CutLine, cutter, isBlankLine, type LineShape } from './record.js';
import { decisionsOf, type Seen } from './seen.js';

const faultOf = (
  { name, path }: ConversionTask<'fixed_width'>,
  { number, text }: Line,
  { fault, isEncoding }: Extract<CutLine, { fault: string }>,
): MillraceError =>
  failure(isEncoding ? 'MR4003' : 'MR4005', `line ${number} of "${name}" ${fault}`, {
    dataFile: path,
    dataLine: number,
    notes: [
      `the line is: ${text.slice(0, 120)}`,
      'with a `contract` such lines go to quarantine, and the others through',
    ],
    mend: isEncoding
      ? 'Pin how characters are encoded with `encoding`, or ask for the file again.'
      : 'Mend the line, or `columns`; `short_lines: pad` takes lines without the blanks at their ends, `line_length` longer ones.',
  });

/**
 * A line that is no record, as a record that has another number of fields than the header: readers set it aside as it
 * was. Where there is one column, a field follows that is none; readers do not mind it where it is empty.
 */
const brokenRecord = (text: string, width: number): string => {
  const field = quotedField(text.replaceAll('\0', ' '));
  return width === 1 ? `${field},!\n` : `${field}\n`;
};

/** Turns lines into records, and keeps note of those that are none. */
const recordsOf = (
  task: ConversionTask<'fixed_width'>,
  shape: LineShape,
  seen: Seen,
): ((line: Line) => string) => {
  const cut = cutter(shape);
  return (line) => {
    const found = cut(line.text);
    if ('fields' in found) {
      seen.hasNulls ||= found.hasNulls;
      return csvLine(found.fields);
    }
    if (!task.isGuarded) throw faultOf(task, line, found);
    seen.broken += 1;
    if (seen.broken === 1) seen.first = `line ${line.number} ${found.fault}`;
    return brokenRecord(line.text, shape.columns.length);
  };
};

const tooLong = ({ name, path }: ConversionTask<'fixed_width'>): ((line: number) => never) => {
  return (line) => {
    throw failure(
      'MR4005',
      `line ${line} of "${name}" does not end within ${LONGEST_LINE.toLocaleString('en')} characters`,
      { dataFile: path, dataLine: line, mend: 'Check that the file is text whose records are lines.' },
    );
  };
};

const csvOf = async function* (
  task: ConversionTask<'fixed_width'>,
  found: FoundEncoding,
  seen: Seen,
): AsyncGenerator<string> {
  const { columns, line_length: length, short_lines, skip = 0, skip_footer: footer = 0 } = task.options;
  const shape = { columns, length, mayBeShort: short_lines === 'pad' };
  const lines = linesOf(decoded(bytesOf(task), found.encoding), tooLong(task));
  const record = recordsOf(task, shape, seen);
  yield csvLine(columns.map(({ name }) => name));
  const noted = async function* (): AsyncGenerator<readonly Line[]> {
    for await (const some of lines) {
      seen.lines += some.length;
      yield some;
    }
  };
  for await (const some of between(noted(), { skip, footer, isBlank: isBlankLine }))
    if (some.length > 0) yield some.map(record).join('');
};

/** Turns lines whose columns stand at fixed places into a CSV file. */
export const convertFixedWidth = async (task: ConversionTask<'fixed_width'>): Promise<Converted> => {
  const { options } = task;
  const found = findEncoding(await samplesOf(task), options.encoding);
  const seen: Seen = { lines: 0, broken: 0, first: '', hasNulls: false };
  const path = join(task.folder, 'lines.csv');
  try {
    await pipeline(Readable.from(csvOf(task, found, seen)), createWriteStream(path));
  } catch (thrown) {
    throw isUnpacking(thrown) ? damaged(task, thrown) : thrown;
  }
  if (seen.lines === 0) throw failure('MR4001', `"${task.name}" is empty`, { dataFile: task.path });
  return {
    files: [{ path, name: task.name }],
    decisions: decisionsOf(found, seen, options),
  };
};
