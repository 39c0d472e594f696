import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PostgresServer, startPostgres } from '../../src/state/testing/postgres-server.js';
import { opened } from '../../src/state/testing/subject.js';
import { codesIn } from '../support/expectations.js';
import { millraceProcess } from '../support/process.js';
import { project } from '../support/project.js';

const document = `millrace: 1
pipeline: in-database
resources: { stores: { raw: { folder: . }, out: { folder: ./out } } }
nodes:
  rows: { use: read_csv, with: { path: raw://in.csv } }
  out: { use: write_csv, from: rows, with: { path: out://out.csv } }
`;

let server: PostgresServer;

beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server.stop());

const run = async (environment: Readonly<Record<string, string>>) => {
  const at = await project({ 'pipeline.yaml': document, 'in.csv': 'id\n1\n' });
  const seen = await millraceProcess(at, ['run', 'pipeline.yaml'], { environment });
  return [seen.code, codesIn(seen.err)];
};

const kept = async () => {
  const { statistics } = await opened({ kind: 'postgres', url: server.url });
  return (await statistics.newest({ pipeline: 'in-database', node: 'out' }, 10)).length;
};

describe('state in the database of `DATABASE_URL`', () => {
  it('is kept there where `MILLRACE_STATE` says so, and not because there is an address', async () => {
    expect(await run({ DATABASE_URL: server.url })).toEqual([0, []]);
    expect(await kept()).toBe(0);
    expect(await run({ MILLRACE_STATE: 'postgres', DATABASE_URL: server.url })).toEqual([0, []]);
    expect(await kept()).toBe(1);
  });

  it.each([
    [{ MILLRACE_STATE: 'postgres' }, 'MR7110'],
    [{ MILLRACE_STATE: 'mysql' }, 'MR7110'],
    [{ MILLRACE_STATE: 'postgres', DATABASE_URL: 'postgres://127.0.0.1:1/none' }, 'MR7101'],
  ])('that is not to be had costs no run: %j', async (environment, code) => {
    expect(await run(environment as Record<string, string>)).toEqual([0, [code]]);
  });
});
