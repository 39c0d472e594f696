import { createReadStream } from 'node:fs';
import { literal } from '../../../kit/index.js';

/** The engine's log as it stands on disk: CSV, a row of quarantine a line. */
export interface LogFile {
  readonly path: string;
  /** Bytes of the longest line. */
  readonly longest: number;
}

const NEWLINE = 10;

/** Bytes of the longest line of a file. */
export const longestLine = async (path: string): Promise<number> => {
  let longest = 0;
  let open = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
    let from = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, from)) {
      longest = Math.max(longest, open + end - from);
      open = 0;
      from = end + 1;
    }
    open += chunk.length - from;
  }
  return Math.max(longest, open);
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
  const line = Math.max(1 << 21, longest + 1);
  const options = `auto_detect = false, delim = ',', quote = '"', escape = '"', header = true, columns = ${literal(COLUMNS).text}, max_line_size = ${line}, buffer_size = ${2 * line}`;
  return `select substr(message, ${node.length + 2}) as line from read_csv(${literal(path).text}, ${options}) where type = 'quarantine' and starts_with(message, ${literal(`${node} `).text})`;
};
