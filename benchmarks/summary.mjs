import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';

const relation = (path, query) =>
  query.includes('file_row_number')
    ? `read_parquet('${path}', file_row_number = true)`
    : `read_parquet('${path}')`;

/** A few numbers over every output of a contender. */
export const summaryOf = async ({ outputs }, folder) => {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    const numbers = {};
    for (const [file, query] of Object.entries(outputs)) {
      const reader = await connection.runAndReadAll(
        `select ${query} from ${relation(join(folder, file), query)}`,
      );
      numbers[file] = reader.getRows()[0]?.map(Number) ?? [];
    }
    return numbers;
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
};

/** Some contenders know no decimals, so sums may differ in the last digits. */
const TOLERANCE = 1e-9;

const isClose = (a, b) => Math.abs(a - b) <= TOLERANCE * Math.max(1, Math.abs(a), Math.abs(b));

/** Throws where a contender's results are not those of the first: nobody wins by doing less. */
export const holdTogether = (work, contender, summary, reference) => {
  for (const [file, numbers] of Object.entries(reference)) {
    const others = summary[file] ?? [];
    if (numbers.length === others.length && numbers.every((number, index) => isClose(number, others[index])))
      continue;
    throw new Error(
      `(${work.id}) ${contender} gives another ${file}: ${others.join(', ')} instead of ${numbers.join(', ')}`,
    );
  }
};
