import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { tableFromIPC } from 'apache-arrow';
import { query } from '../../support/duckdb.js';
import { canary } from './partners.js';

/** What is found of values, whatever became of small and capital letters. */
export const marks = {
  open: canary.open,
  elsewhere: canary.elsewhere,
  // Also of what is derived from it.
  personal: 'canary.personal',
  sensitive: canary.sensitive.slice(4, 14),
  bad: 'canary.bad',
  badOpen: canary.badOpen,
} as const;
export type Mark = keyof typeof marks;

export const ofRows: readonly Mark[] = ['open', 'elsewhere', 'personal', 'sensitive'];
export const ofBad: readonly Mark[] = ['bad', 'badOpen'];

/** A way by which bytes leave the service. */
export interface Path {
  readonly name: string;
  readonly url: string;
  readonly init?: RequestInit;
  /** Bytes of formats that are not text are unpacked before they are searched. */
  readonly format?: 'parquet' | 'arrow';
  /** What there is for those who may see all of it. */
  readonly has: readonly Mark[];
}

const rows = '/v1/datasets/partners/out/rows';
const exported = '/v1/datasets/partners/out/export';

const post = (url: string, body: object): Pick<Path, 'url' | 'init'> => ({
  url,
  init: { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } },
});

const sql = (text: string): Pick<Path, 'url' | 'init'> =>
  post('/v1/sql', { query: text, datasets: { d: { pipeline: 'partners', node: 'out' } } });

const withRows = { has: ofRows };
const without = { has: [] };
/** What a run says that failed at a value. */
const withFault = { has: ['elsewhere'] } as const;

/** All of them, of a run that has published, and of one that failed. */
export const pathsOf = (runId: string, failed: string): readonly Path[] => [
  { name: 'page in JSON', url: rows, ...withRows },
  { name: 'page in CSV', url: `${rows}?format=csv`, ...withRows },
  { name: 'page in Parquet', url: `${rows}?format=parquet`, format: 'parquet', ...withRows },
  { name: 'page in Arrow', url: `${rows}?format=arrow`, format: 'arrow', ...withRows },
  { name: 'page of a version', url: `${rows}?version=${runId}`, ...withRows },
  { name: 'page in an order', url: `${rows}?order=email,-account`, ...withRows },
  {
    name: 'page under a condition',
    url: `${rows}?where=${encodeURIComponent("email like '%90ab%'")}`,
    ...without,
  },
  {
    name: 'page whose condition fails',
    url: `${rows}?where=${encodeURIComponent('cast(email as int) = 1')}`,
    ...without,
  },
  {
    name: 'page whose condition fails on notes',
    url: `${rows}?where=${encodeURIComponent('cast(note as int) = 1')}`,
    ...without,
  },
  { name: 'export to CSV', url: `${exported}?format=csv`, ...withRows },
  { name: 'export to JSON lines', url: `${exported}?format=jsonl`, ...withRows },
  { name: 'export to Parquet', url: `${exported}?format=parquet`, format: 'parquet', ...withRows },
  { name: 'export to Arrow', url: `${exported}?format=arrow`, format: 'arrow', ...withRows },
  { name: 'profile', url: '/v1/datasets/partners/out/profile', ...withRows },
  { name: 'SQL', ...sql('select * from d'), ...withRows },
  {
    name: 'SQL of extremes',
    ...sql('select min(email), max(email), max(account), max(who), max(note) from d'),
    ...without,
  },
  { name: 'SQL that fails', ...sql('select cast(email as int) from d'), ...without },
  { name: 'quarantine', url: `/v1/runs/${runId}/quarantine`, has: ofBad },
  { name: 'trace', ...post('/v1/pipelines/partners/trace', { node: 'out', where: 'true' }), ...withRows },
  { name: 'record', url: `/v1/runs/${runId}/record`, ...without },
  { name: 'decisions', url: `/v1/runs/${runId}/decisions`, ...without },
  { name: 'events', url: `/v1/runs/${runId}/events`, ...without },
  { name: 'log', url: `/v1/runs/${runId}/log`, ...without },
  { name: 'report', url: `/v1/runs/${runId}/report`, ...without },
  { name: 'state', url: `/v1/runs/${runId}`, ...without },
  { name: 'state of a failed run', url: `/v1/runs/${failed}`, ...withFault },
  { name: 'record of a failed run', url: `/v1/runs/${failed}/record`, ...withFault },
  { name: 'events of a failed run', url: `/v1/runs/${failed}/events`, ...withFault },
  { name: 'log of a failed run', url: `/v1/runs/${failed}/log`, ...withFault },
  { name: 'report of a failed run', url: `/v1/runs/${failed}/report`, ...withFault },
  { name: 'runs', url: '/v1/runs', ...without },
  { name: 'datasets', url: '/v1/datasets', ...without },
  { name: 'versions', url: '/v1/datasets/partners/out/versions', ...without },
  { name: 'columns', url: '/v1/datasets/partners/out/columns', ...without },
  { name: 'pipelines', url: '/v1/pipelines', ...without },
  { name: 'document', url: '/v1/pipelines/partners/document', ...without },
  { name: 'validation', url: '/v1/pipelines/partners/validate', init: { method: 'POST' }, ...without },
];

const parquetText = async (bytes: Buffer, folder: string): Promise<string> => {
  const file = join(folder, 'answer.parquet');
  await writeFile(file, bytes);
  return JSON.stringify((await query(`select * from read_parquet('${file}')`)).rows);
};

/** All that an answer says: its head, and its body as text. */
export const saidIn = async (answer: Response, { format }: Path, folder: string): Promise<string> => {
  const head = JSON.stringify([...answer.headers]);
  const bytes = Buffer.from(await answer.arrayBuffer());
  const raw = `${head}\n${bytes.toString('latin1')}`;
  if (!answer.ok || format === undefined) return raw;
  const unpacked =
    format === 'parquet'
      ? await parquetText(bytes, folder)
      : tableFromIPC(bytes)
          .toArray()
          .map((row) => JSON.stringify(row))
          .join('\n');
  return `${raw}\n${unpacked}`;
};
