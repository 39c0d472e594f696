import { DuckDBInstance } from '@duckdb/node-api';
import { type FormatOptions, literal } from '../../../kit/index.js';
import { type Slice, slicesOf } from '../cut.js';
import type { RecordLayout } from '../layout.js';

/** What a file has: its rows, or that the engine refuses it. */
export type Found = readonly unknown[] | 'refused';

export interface Reader {
  /** @throws what the engine throws */
  readonly rows: (path: string, options: FormatOptions) => Promise<readonly unknown[]>;
  readonly found: (path: string, options: FormatOptions) => Promise<Found>;
  readonly interrupt: () => void;
  readonly close: () => void;
}

export const createReader = async (): Promise<Reader> => {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection = await instance.connect();
  const rows: Reader['rows'] = async (path, options) => {
    const named = Object.entries(options).map(([name, value]) => `, ${name} = ${literal(value).text}`);
    const reads = options['delim'] === undefined ? 'read_json' : 'read_csv';
    const query = `select * from ${reads}(${literal(path).text}${named.join('')})`;
    return (await connection.runAndReadAll(query)).getRowsJson();
  };
  return {
    rows,
    found: (path, options) => rows(path, options).catch(() => 'refused' as const),
    interrupt: () => connection.interrupt(),
    close: () => {
      connection.closeSync();
      instance.closeSync();
    },
  };
};

export const allSlices = async (
  layout: RecordLayout,
  target: number,
  piece?: number,
): Promise<readonly Slice[]> => {
  const slices: Slice[] = [];
  for await (const slice of slicesOf(layout, target, piece === undefined ? {} : { piece }))
    slices.push(slice);
  return slices;
};
