import type { FormatOptions } from '../../kit/index.js';
import type { RecordLayout } from './layout.js';

/**
 * Options to read a slice with, by those of its file. The line end is pinned: the engine takes the first one for that of all
 * records, and in a slice it may stand in quotes. So is what the engine tells from the first record of a file.
 */
export const sliceOptions = ({ format, lineEnd }: RecordLayout, options: FormatOptions): FormatOptions =>
  format.kind === 'lines'
    ? { ...options, format: 'newline_delimited', records: true }
    : { ...options, skip: 0, header: false, new_line: lineEnd === '\r\n' ? '\\r\\n' : '\\n' };
