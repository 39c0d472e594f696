import { mkdir } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { millrace } from '../support/cli.js';
import { copying, documentOf, reading, sound, writing } from '../support/document.js';
import { codesIn } from '../support/expectations.js';
import { project } from '../support/project.js';
import { expectRefused, publishedOnce } from '../support/refusal.js';

const chain = (count: number): string => {
  const nodes = Array.from(
    { length: count },
    (_, n) =>
      `  n${n}: { use: filter, from: ${n === 0 ? 'rows' : `n${n - 1}`}, with: { where: id > ${n} } }\n`,
  );
  return documentOf(`${reading}${nodes.join('')}${writing(`n${count - 1}`)}`);
};

const laughs = (levels: number): string =>
  Array.from(
    { length: levels },
    (_, n) => `l${n}: &l${n} [${n === 0 ? 'ha, ha' : `*l${n - 1}, *l${n - 1}`}]\n`,
  ).join('');

const cyclic = documentOf(
  `${reading}  a: { use: union, from: [rows, c] }
  b: { use: filter, from: a, with: { where: id > 1 } }
  c: { use: filter, from: b, with: { where: id > 2 } }
${writing('c')}`,
);

/** What is wrong, the document, the error. */
const cases: readonly (readonly [string, string | Uint8Array, string])[] = [
  ['nothing in it', '', 'MR1009'],
  ['only comments', '# one day\n', 'MR1009'],
  ['only a word', 'pipeline\n', 'MR1009'],
  ['bytes that are not text', Buffer.from([0xff, 0xfe, 0x00, 0x80, 0x81]), 'MR1009'],
  ['a control character', copying.replace('cases', 'ca\u0007ses'), 'MR1002'],
  ['tabs for indentation', copying.replace('    use: read_csv', '\tuse: read_csv'), 'MR1002'],
  ['a bracket that is never closed', copying.replace('./data }', './data'), 'MR1002'],
  ['a quote that is never closed', copying.replace('raw://in.csv', "'raw://in.csv"), 'MR1002'],
  ['two documents', `${copying}---\n${copying}`, 'MR1002'],
  ['an alias that stands for nothing', copying.replace('from: rows', 'from: *rows'), 'MR1010'],
  ['aliases that double', `${laughs(30)}${copying}`, 'MR1007'],
  ['an alias of itself', `x: &x [*x]\n${copying}`, 'MR1007'],
  ['5 MB of text', `${copying}# ${'x'.repeat(5_000_000)}\n`, 'MR1008'],
  ['100,000 brackets', `x: ${'['.repeat(100_000)}\n`, 'MR1008'],
  [
    '100,000 levels of blocks',
    `${Array.from({ length: 2000 }, (_, n) => `${' '.repeat(n)}a:\n`).join('')}`,
    'MR1008',
  ],
  ['10,000 nodes', chain(10_000), 'MR1027'],
  ['a cycle', cyclic, 'MR2003'],
  ['a node that reads itself', copying.replace('from: rows', 'from: result'), 'MR2003'],
  ['a variable that is not set', copying.replace('./out', `'$${'{env:NOT_SET}'}'`), 'MR1030'],
  [
    'a secret where none may be',
    copying.replace('{ path: raw://in.csv }', '{ path: { secret: TOKEN } }'),
    'MR1032',
  ],
];

describe('a document with', () => {
  it.each(cases)('%s is refused; nothing is published, nothing is lost', async (_what, document, code) => {
    const at = await project(sound);
    await publishedOnce(at);
    await at.write({ 'pipeline.yaml': document });
    const { err } = await expectRefused(at, { exit: 2, code });
    expect(err.length).toBeLessThan(20_000);
  });

  it('many faults tells them all at once, in their order', async () => {
    const at = await project({
      ...sound,
      'pipeline.yaml': copying
        .replace('read_csv', 'read_cvs')
        .replace('from: rows', 'from: row')
        .replace('out://out.csv }', 'out://out.csv, mode: overwrite }'),
    });
    const { err } = await expectRefused(at, { exit: 2, code: 'MR2001' });
    expect(codesIn(err)).toEqual(['MR2007', 'MR2001', 'MR1023']);
  });
});

describe('a document that is', () => {
  it.each(['run', 'validate', 'explain', 'test'])('a folder is refused by %s', async (command) => {
    const at = await project();
    await mkdir(at.path('pipeline.yaml'));
    await expectRefused(at, { exit: 2, code: 'MR1001' }, [command, 'pipeline.yaml']);
  });

  it.each(['run', 'validate', 'explain', 'test'])('not there is refused by %s', async (command) => {
    await expectRefused(await project(), { exit: 2, code: 'MR1001' }, [command, 'pipeline.yaml']);
  });

  it('one of several to validate does not keep the others from being checked', async () => {
    const at = await project({ ...sound, 'bad.yaml': '%' });
    const { code, err } = await millrace(at, ['validate', 'bad.yaml', 'pipeline.yaml', 'absent.yaml']);
    expect({ code, codes: codesIn(err) }).toEqual({ code: 2, codes: ['MR1002', 'MR1001'] });
    expect(err).toContain('✓ pipeline.yaml: cases, 2 nodes');
  });

  it('a JSON text that is cut short is refused at the place', async () => {
    const at = await project({ 'pipeline.json': '{ "millrace": 1,\n  "pipeline": ' });
    const { err } = await expectRefused(at, { exit: 2, code: 'MR1002' }, ['run', 'pipeline.json']);
    expect(err).toContain('pipeline.json:2:');
  });
});
