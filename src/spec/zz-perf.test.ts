import { it } from 'vitest';
import { problemsOf } from '../base/errors/index.js';
import { parseDocument } from './index.js';

const N = 3_900_000;
const head = 'millrace: 1\npipeline: p\nnodes:\n  a:\n    use: filter\n    with:\n';
const fill = (unit: string, pre = '', post = '') =>
  pre + unit.repeat(Math.floor((N - pre.length - post.length) / unit.length)) + post;
const cases: Record<string, [string, string]> = {
  jsonstring: [fill('a', '{"millrace":1,"pipeline":"', '"}'), 'x.json'],
  jsonesc: [fill('\\n', '{"millrace":1,"pipeline":"', '"}'), 'x.json'],
  jsonlist: [fill('1,', '{"millrace":1,"tags":[', '1]}'), 'x.json'],
  jsonws: [fill(' '), 'x.json'],
  jsonnum: [fill('1'), 'x.json'],
  flowcut: [fill('f(x, 2), ', head + '      a: [', '1]\n'), 'x.yaml'],
  flowbare: [fill('a(b, ', head + '      a: {', '}\n'), 'x.yaml'],
  ats: [fill('@x, ', head + '      a: [', '1]\n'), 'x.yaml'],
  atlines: [fill('      - @x\n', head + '      a:\n'), 'x.yaml'],
  comments: [fill("      - a = 'x #1\n", head + '      a:\n'), 'x.yaml'],
  oneline: [fill('a ( ', head + '      a: '), 'x.yaml'],
  hashes: [fill('( # ', head + '      a: ', '\n     : x'), 'x.yaml'],
  colons: [fill('a: ', head + '      a: x'), 'x.yaml'],
  dups: [fill('a: 1\n', 'millrace: 1\n'), 'x.yaml'],
  tags: [fill('- !x a\n', 'b:\n'), 'x.yaml'],
  aliases: [fill('- *x\n', 'b: &x 1\na:\n'), 'x.yaml'],
  badaliases: [fill('- *y\n', 'b: &x 1\na:\n'), 'x.yaml'],
  anchors: [fill('- &a\n', 'a:\n'), 'x.yaml'],
  unknown: [Array.from({ length: 300000 }, (_, i) => `k${i}: 1`).join('\n'), 'x.yaml'],
  space: [fill(' ', 'a: x', 'y'), 'x.yaml'],
  quotes: [fill("'' ", 'a: '), 'x.yaml'],
  env: [fill('${env:A}', head + '      a: '), 'x.yaml'],
  dashes: [fill('---\n'), 'x.yaml'],
  newlines: [fill('\n', 'a: "', '"'), 'x.yaml'],
  qmarks: [fill('?\n'), 'x.yaml'],
  cells: [
    fill(
      '      - { a: 1, b: 2.0, c: [1, 2] }\n',
      'millrace: 1\npipeline: p\nnodes: {}\ntests:\n- name: t\n  expect: {}\n  given:\n    a:\n',
    ),
    'x.yaml',
  ],
};
for (const [name, [text, file]] of Object.entries(cases)) {
  it(name, { timeout: 120000 }, () => {
    const start = Date.now();
    let out = 'ok';
    try {
      parseDocument(text, file);
    } catch (e) {
      const p = problemsOf(e);
      out = p.length + ' ' + p[0]?.code + ' ' + p[0]?.message.slice(0, 80);
    }
    process.stdout.write(`${name} ${Date.now() - start}ms ${out}\n`);
  });
}
