import { expect, test } from 'vitest';
import { CODE_DOCUMENTS, codeDocument, openCodeGround } from './code-batch.js';
import { SHAPE_NAMES } from './code-functions.js';

test('every shape of function stands in documents that run, and over every source', async () => {
  const { sources, close } = await openCodeGround();
  close();
  const documents = Array.from({ length: CODE_DOCUMENTS }, (_, index) => codeDocument(index + 1, sources));
  const shapes = documents.flatMap(({ modules }) => modules.map(({ shape }) => shape));
  const counts = SHAPE_NAMES.map((name) => [name, shapes.filter((shape) => shape === name).length] as const);
  const lines = counts.map(([name, count]) => `  ${name.padEnd(26)} ${count}`);
  process.stdout.write(`functions of seeds 1 to ${CODE_DOCUMENTS}, by shape:\n${lines.join('\n')}\n`);
  expect(counts.filter(([, count]) => count === 0)).toEqual([]);
  const unread = sources.filter(({ file }) => documents.every(({ text }) => !text.includes(file.name)));
  expect(unread).toEqual([]);
  expect(documents.filter(({ kinds }) => !kinds.has('code'))).toEqual([]);
});
