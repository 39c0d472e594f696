import { literal, type StatementResult, type WrittenFile } from '../../kit/index.js';
import { runFault } from './run-faults.js';
import type { Session } from './session.js';

const csvCall = ({ path, options, schema }: WrittenFile): string => {
  const columns = new Map(schema.map(({ name }) => [name, 'VARCHAR']));
  const dialect = {
    auto_detect: false,
    header: options['header'] ?? true,
    delim: options['delimiter'] ?? options['delim'] ?? ',',
    quote: '"',
    escape: '"',
    columns,
    ...(options['compression'] === undefined ? {} : { compression: options['compression'] }),
  };
  const values = Object.entries(dialect).map(([key, value]) => `${key} = ${literal(value).text}`);
  return `read_csv(${literal(path).text}, ${values.join(', ')})`;
};

const jsonCall = ({ path, options, schema }: WrittenFile): string => {
  const columns = literal(new Map(schema.map(({ name, type }) => [name, type]))).text;
  const format = options['array'] === true ? 'array' : 'newline_delimited';
  return `read_json(${literal(path).text}, format = '${format}', columns = ${columns})`;
};

const call = (written: WrittenFile): string => {
  if (written.format === 'csv') return csvCall(written);
  if (written.format === 'json') return jsonCall(written);
  return `read_parquet(${literal(written.path).text})`;
};

/** Counts the rows of a written file as a reader would, and gives the first of them. */
export const readBack = async (
  session: Session,
  written: WrittenFile,
  limit: number,
): Promise<StatementResult> => {
  try {
    const relation = call(written);
    const count = await session.rows(`select count(*) from ${relation}`);
    const { schema, rows } = await session.query(`select * from ${relation} limit ${limit}`);
    return { rows: Number(count[0]?.[0] ?? 0), schema, values: rows };
  } catch (thrown) {
    throw runFault(thrown, { dataFile: written.path });
  }
};
