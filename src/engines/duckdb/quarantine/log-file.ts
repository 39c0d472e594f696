import { createReadStream } from 'node:fs';
import { literal } from '../../../kit/index.js';

/** The engine's log as it stands on disk: CSV, a row of quarantine a line. */
export interface LogFile {
  readonly path: string;
  /** Bytes of the longest line. */
  readonly longest: number;
}

const NEWLINE = 10;
/** Room for a line that takes no buffer of more than a few megabytes. */
const USUAL = 1 << 21;

/** Bytes of the longest line of a file, or `USUAL` where none is longer. Looks for one line end in so many bytes only. */
export const longestLine = async (path: string): Promise<number> => {
  let longest = USUAL;
  let line = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: USUAL / 2 }) as AsyncIterable<Buffer>) {
    const [first, last] = [chunk.indexOf(NEWLINE), chunk.lastIndexOf(NEWLINE)];
    longest = Math.max(longest, line + (first < 0 ? chunk.length : first));
    line = last < 0 ? line + chunk.length : chunk.length - last - 1;
  }
  return longest;
};

const COLUMNS = {
  context_id: 'VARCHAR',
  timestamp: 'VARCHAR',
  type: 'VARCHAR',
  log_level: 'VARCHAR',
  message: 'VARCHAR',
};

/** SQL of what a node has put into the log, as the column `line`. */
export const linesOf = ({ path, longest }: LogFile, node: string): string => {
  const line = longest + 1;
  const options = `auto_detect = false, delim = ',', quote = '"', escape = '"', header = true, columns = ${literal(COLUMNS).text}, max_line_size = ${line}, buffer_size = ${2 * line}`;
  return `select substr(message, ${node.length + 2}) as line from read_csv(${literal(path).text}, ${options}) where type = 'quarantine' and starts_with(message, ${literal(`${node} `).text})`;
};
