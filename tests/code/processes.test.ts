import { expect, test } from 'vitest';
import { wire } from '../../src/app/wire.js';
import type { TransformDeclaration } from '../../src/kit/index.js';
import { type CodeRun, codeProject, made } from './code.js';

const moduleWith = (load: string, body: string): string => `import { defineTransform } from 'millrace/kit';
${load}
export default defineTransform({
  reads: { n: 'bigint' }, writes: { m: 'integer' },
  map: (_, rows) => { ${body}; return { m: new Array(rows).fill(1) }; },
});
`;

const saidIn = async (run: CodeRun): Promise<readonly string[]> => (await run.printed()).trim().split('\n');

test('the process that says what a module declares is the one that runs it, and nothing that it printed is lost', async () => {
  const run = await made({
    rows: 'n\n1\n',
    module: moduleWith(`console.log('loaded by', process.pid);`, `console.log('run by', process.pid)`),
  });
  expect(run.record.status).toBe('succeeded');
  const said = await saidIn(run);
  const pids = new Set(said.map((line) => line.split(' ').at(-1)));
  expect(pids.size).toBe(1);
  const loads = said.filter((line) => line.startsWith('loaded'));
  expect(loads).toHaveLength(1);
  expect(said[0]).toBe(loads[0]);
});

test('what it printed before it ended itself is there, however much', async () => {
  const run = await made({
    rows: 'n\n1\n',
    module: moduleWith(
      '',
      `for (let at = 0; at < 5000; at += 1) console.log('line ' + at + ' ' + 'x'.repeat(60)); process.exit(3)`,
    ),
  });
  expect(run.record.status).toBe('failed');
  const said = await saidIn(run);
  const first = said.slice(0, 5000);
  expect(first[4999]).toMatch(/^line 4999 x{60}$/);
  // It is tried once more, by another process.
  expect(said).toHaveLength(10_000);
});

/** What it declares tells which process declared it, and what that sees. */
const telling = `export default {
  reads: { n: 'bigint' }, writes: { [process.pid]: 'integer', [process.env.A_TOKEN]: 'integer' }, map: () => ({}),
};
`;

test('processes serve those only that see the same of the environment', async () => {
  const at = await codeProject({ rows: 'n\n1\n', module: telling });
  const { createCodePool, close } = wire().keepCodePools();
  const said: (readonly string[])[] = [];
  try {
    for (const A_TOKEN of ['one', 'two', 'one']) {
      const environment = { A_TOKEN };
      const module = { path: at.path('made.ts'), shown: './made.ts', exportName: 'default', environment };
      const pool = createCodePool({ size: 1, memory: 500_000_000, module });
      const request = { ask: 'declare', module, seconds: 60, stays: false };
      const reply = await pool.run(request, 'the module', new AbortController().signal);
      said.push(Object.keys((reply as TransformDeclaration).writes));
      await pool.close();
    }
  } finally {
    await close();
  }
  const [first, second, third] = said;
  expect([first?.[1], second?.[1], third?.[1]]).toEqual(['one', 'two', 'one']);
  expect(second?.[0]).not.toBe(first?.[0]);
  expect(third?.[0]).toBe(first?.[0]);
});
