import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { millrace } from '../support/cli.js';
import { copying } from '../support/document.js';
import { codesIn } from '../support/expectations.js';
import { startMillrace } from '../support/process.js';
import { project } from '../support/project.js';
import { workbookOf } from '../support/workbook.js';

const sheets = `millrace: 1
pipeline: sheets
resources:
  stores:
    raw: { folder: . }
    out: { folder: ./out }
nodes:
  orders:
    use: read_xlsx
    with: { path: raw://orders.xlsx }
  result:
    use: write_parquet
    from: orders
    with: { path: out://result.parquet }
`;

/** Takes longer to be taken apart than a process to be found and ended. */
const large = workbookOf({
  Orders: [
    ['id', 'a', 'b', 'c'],
    ...Array.from({ length: 60_000 }, (_, id) => [id, `a${id}`, `b${id}`, `c${id}`]),
  ],
});

const CHILD = /child\/main\.js/;

const commandOf = (pid: string): Promise<string> => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');

const parentOf = async (pid: string): Promise<number> => {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return Number(text.slice(text.lastIndexOf(')') + 2).split(' ')[1]);
};

/** The process that takes a file apart for another one. */
const childOf = async (parent: number): Promise<string> => {
  for (;;) {
    for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name)))
      if ((await parentOf(pid)) === parent && CHILD.test(await commandOf(pid))) return pid;
    await sleep(20);
  }
};

const untilGone = async (pid: string): Promise<void> => {
  while (CHILD.test(await commandOf(pid))) await sleep(20);
};

const copies = async (): Promise<readonly string[]> =>
  (await readdir(tmpdir())).filter((name) => name.startsWith('millrace-look-'));

describe.runIf(existsSync('/proc/self/stat'))('a look at a large spreadsheet that gets SIGINT', () => {
  it.each([['run'], ['validate'], ['profile'], ['explain'], ['validate', '--suggest-contract', 'orders']])(
    'ends with 130, and the process that takes it apart ends too: %s %s',
    async (...words) => {
      const [command = '', ...options] = words.filter((word) => word !== undefined);
      const at = await project({ 'pipeline.yaml': sheets, 'orders.xlsx': large });
      const before = await copies();
      const { child, ended } = startMillrace(at, [command, 'pipeline.yaml', ...options]);
      const taking = await childOf(child.pid ?? 0);
      child.kill('SIGINT');
      const { code, err } = await ended;
      expect({ code, codes: codesIn(err) }, err).toEqual({ code: 130, codes: ['MR9002'] });
      await untilGone(taking);
      expect((await copies()).filter((name) => !before.includes(name))).toEqual([]);
    },
  );
});

it.each([
  ['run', 'pipeline.yaml'],
  ['validate', 'pipeline.yaml'],
  ['profile', 'pipeline.yaml'],
  ['explain', 'pipeline.yaml'],
  ['init', 'new', '--from', 'data/in.csv'],
])('a command that is interrupted before it has looked ends with 130: %s', async (...words) => {
  const at = await project({ 'pipeline.yaml': copying, 'data/in.csv': 'id\n1\n' });
  const { code, err } = await millrace(at, words, { signal: AbortSignal.abort() });
  expect({ code, codes: codesIn(err) }, err).toEqual({ code: 130, codes: ['MR9002'] });
  expect(existsSync(at.path('new/pipeline.yaml'))).toBe(false);
});
