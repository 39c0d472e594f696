import { existsSync, readdirSync, statSync } from 'node:fs';
import { expect, test } from 'vitest';
import { runPipeline } from '../../src/app/index.js';
import { tap } from '../../src/app/watch/tap/ask.js';
import { wire } from '../../src/app/wire.js';
import { MASK } from '../../src/kit/index.js';
import { createFolderRunStore } from '../../src/state/index.js';
import { entryOf } from '../../src/state/testing/runs.js';
import { codeProject } from '../code/code.js';
import { millrace } from '../support/cli.js';
import { project } from '../support/project.js';
import { heldRun, until } from './held.js';

/** The rows go to a function, which holds the run, and to a file: they are kept in between. */
const KEPT = `millrace: 1
pipeline: made
resources:
  stores: { raw: { folder: . }, out: { folder: ./out } }
nodes:
  rows:
    use: read_csv
    with: { path: raw://rows.csv }
    contract: { columns: { email: { class: personal } } }
  kept: { use: derive, from: rows, with: { columns: { twice: "n * 2" } } }
  made: { use: code, from: kept, with: { module: ./made.ts } }
  out: { use: write_parquet, from: made, with: { path: out://made.parquet } }
  other: { use: write_csv, from: kept, with: { path: out://other.csv } }
`;

interface Tapped {
  readonly asked: string;
  readonly node: string;
  readonly schema: readonly { readonly name: string }[];
  readonly rows: readonly (readonly unknown[])[];
  readonly fused?: readonly string[];
}

const held = async () => {
  const run = await heldRun(KEPT);
  const { out } = await until(
    () => millrace(run.at, ['top', '--json']),
    (seen) => seen.out.includes('"busy": 1'),
  );
  const [{ runId }] = JSON.parse(out) as [{ runId: string }];
  return { ...run, runId, folder: run.at.path('.millrace/runs', runId) };
};

test('rows that the engine keeps are seen when it is free, without classified values', async () => {
  const { at, runId, folder, started, letGo } = await held();
  const asking = millrace(at, ['tap', runId.slice(0, 20), 'rows', '--json']);
  const waiting = async () => ({
    code: 0,
    err: '',
    out: readdirSync(folder).includes('tap') ? readdirSync(`${folder}/tap`).join() : '',
  });
  await until(waiting, ({ out }) => out.includes('said.json'));
  // Who may not read the run may not ask it, nor read what it says.
  expect(statSync(`${folder}/tap`).mode & 0o777).toBe(0o700);
  await letGo();
  const { code, out } = await asking;
  expect(code).toBe(0);
  const tapped = JSON.parse(out) as Tapped;
  expect(tapped).toMatchObject({
    asked: 'rows',
    node: 'kept',
    fused: expect.arrayContaining(['rows', 'kept']),
  });
  const email = tapped.schema.findIndex(({ name }) => name === 'email');
  expect(tapped.rows.map((row) => row[email])).toEqual([MASK, MASK]);
  expect(tapped.rows).toHaveLength(2);
  expect(out).not.toContain('example.org');
  expect((await started.ended).code).toBe(0);
  expect(existsSync(`${folder}/tap`)).toBe(false);
});

test('a node that the run does not have, and a run that has ended, are told', async () => {
  const { at, runId, started, letGo } = await held();
  const { err, code } = await millrace(at, ['tap', 'latest', 'rwos']);
  expect(code).toBe(2);
  expect(err).toContain('MR7403');
  expect(err).toContain('its nodes: rows, kept, made');
  await letGo();
  await started.ended;
  const after = await millrace(at, ['tap', runId, 'rows']);
  expect(after.code).toBe(2);
  expect(after.err).toContain(`[MR7402] run "${runId}" is not under way: it has succeeded`);
});

const FIRST_ONLY = `import { existsSync } from 'node:fs';
import { defineTransform } from 'millrace/kit';
const clock = new Int32Array(new SharedArrayBuffer(4));
export default defineTransform({
  reads: { n: 'bigint' }, writes: { m: 'bigint' },
  map: ({ n }) => {
    while (n.values[0] > 100n && !existsSync('./go')) Atomics.wait(clock, 0, 0, 20);
    return { m: n.values };
  },
});
`;

test('rows of a function are seen partition by partition, while others are at work', async () => {
  const at = await codeProject({ rows: '', module: FIRST_ONLY });
  const document = (await at.read('pipeline.yaml')).replace('raw://rows.csv', 'raw://in/*.csv');
  const rows = (value: number): string => `n\n${`${value}\n`.repeat(20_000)}`;
  await at.write({ 'pipeline.yaml': document, 'in/1.csv': rows(7), 'in/2.csv': rows(700) });
  const wiring = wire({ cwd: at.folder, sharing: { partition: 50_000 } });
  const running = runPipeline(wiring, 'pipeline.yaml');
  await until(
    () => millrace(at, ['top', '--json']),
    ({ out }) => /"done": [1-9]/.test(out.replace(/"stages": \{[^}]*\}/, '')),
  );
  const { out, code, err } = await millrace(at, ['tap', 'latest', 'made', '--rows', '3']);
  await at.write({ go: '' });
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out).toMatch(/^3 rows of "made"\n/);
  expect((await running).record.status).toBe('succeeded');
});

test('a run that says nothing is not waited for', async () => {
  const at = await project({});
  const log = await createFolderRunStore(at.path('.millrace')).start(entryOf('silent'));
  const options = {
    rows: 1,
    follow: false,
    patience: 300,
    signal: new AbortController().signal,
    onWaiting: () => undefined,
    onRows: () => undefined,
  };
  await expect(tap(wire({ cwd: at.folder }), 'silent', 'a', options)).rejects.toThrow('does not answer');
  await expect(tap(wire({ cwd: at.folder }), 'silent', 'a', options)).rejects.toMatchObject({
    problems: [{ code: 'MR7404' }],
  });
  expect(existsSync(`${log.folder}/tap`)).toBe(false);
});
