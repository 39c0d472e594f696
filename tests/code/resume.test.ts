import { expect, test } from 'vitest';
import { millrace } from '../support/cli.js';
import { codeProject } from './code.js';

const transform = (factor: number): string =>
  `{ reads: { n: 'bigint' }, writes: { m: 'bigint' }, map: ({ n }) => ({ m: n.values.map((v) => times(v, ${factor}n)) }) }`;
const moduleOf = (factor: number): string =>
  `import { defineTransform } from 'millrace/kit';\nimport { times } from './times.ts';\nexport default defineTransform(${transform(factor)});\n`;
const TIMES = 'export const times = (a: bigint, b: bigint): bigint => a * b;\n';

test('what a function made is taken over by a run that goes on, until its module or one that it imports changes', async () => {
  const at = await codeProject({ rows: 'n\n1\n2\n', module: moduleOf(2), files: { 'times.ts': TIMES } });
  const again = async (): Promise<string> => {
    const { code, out, err } = await millrace(at, ['run', 'pipeline.yaml', '--resume', '--explain-cache']);
    expect(code, err).toBe(0);
    return out + err;
  };
  expect((await millrace(at, ['run', 'pipeline.yaml', '--checkpoint'])).code).toBe(0);
  expect(await again()).toMatch(/made: reused/);
  await at.write({ 'made.ts': moduleOf(3) });
  expect(await again()).toMatch(/made: done: .*made/);
  expect(await again()).toMatch(/made: reused/);
  await at.write({ 'times.ts': TIMES.replace('a * b', 'a * b * 1n') });
  expect(await again()).toMatch(/made: done: .*made/);
});

test('what a function made is there for stages that are done again', async () => {
  const at = await codeProject({ rows: 'n\n1\n2\n', module: moduleOf(2), files: { 'times.ts': TIMES } });
  const text = await at.read('pipeline.yaml');
  const checked = (least: number): string =>
    `${text}  enough:\n    use: check\n    from: made\n    with: { rows: { min: ${least} } }\n`;
  await at.write({ 'pipeline.yaml': checked(3) });
  expect((await millrace(at, ['run', 'pipeline.yaml', '--checkpoint'])).code).toBe(3);
  await at.write({ 'pipeline.yaml': checked(2) });
  const { code, out, err } = await millrace(at, ['run', 'pipeline.yaml', '--resume', '--explain-cache']);
  expect(code, err).toBe(0);
  expect(out + err).toMatch(/made: reused/);
});
