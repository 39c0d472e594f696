import { describe, expect, it } from 'vitest';
import { documentOf, graphOf } from '../testing/plan.js';

const codes = (nodes: string): readonly string[] =>
  graphOf(documentOf(nodes)).problems.map(({ code, place }) => `${code}@${place?.line ?? '?'}`);

const read = '  a: { use: read_csv, with: { path: raw://a.csv } }\n';
const write = (from: string, name = 'out'): string =>
  `  ${name}: { use: write_csv, from: ${from}, with: { path: "out://${name}.csv" } }\n`;

const route = '  r:\n    use: route\n    from: a\n    with: { cases: { eu: x > 1 } }\n';

describe('the graph of a document', () => {
  it('puts each node after those that it reads, whatever the order in the document', () => {
    const { graph } = graphOf(
      documentOf(`${write('b')}  b: { use: filter, from: a, with: { where: x > 1 } }\n${read}`),
    );
    expect(graph.nodes.map(({ name }) => name)).toEqual(['a', 'b', 'out']);
  });

  it('takes a node, a list and aliases as inputs', () => {
    const { graph } = graphOf(
      documentOf(
        `${read}  u: { use: union, from: [a, a.out] }\n  s: { use: sql, from: { x: a, y: u }, with: { query: select 1 } }\n${write('s')}`,
      ),
    );
    expect(graph.nodes.find(({ name }) => name === 's')?.inputs).toEqual([
      { alias: 'x', node: 'a' },
      { alias: 'y', node: 'u' },
    ]);
  });

  it.each([
    ['an unknown node, with a suggestion', `${read}${write('aa')}`, 'MR2001@5'],
    ['an unknown port', `${read}${write('a.late')}`, 'MR2002@5'],
    ['several outputs where one must be named', `${read}${route}${write('r')}`, 'MR2002@9'],
    ['an unknown one of several outputs', `${read}${route}${write('r.ue')}`, 'MR2002@9'],
    ['rows of a case that go nowhere', `${read}${route}${write('r.eu')}`, 'MR2005@5'],
    ['a kind that there is not', `  a: { use: read_cvs }\n`, 'MR2007@4'],
    ['a kind that is not built yet', `  a: { use: read_postgres }\n`, 'MR9001@4'],
    [
      'an option that is not built yet',
      `  a: { use: read_csv, with: { path: "raw://a.csv", dataset: a } }\n`,
      'MR9001@4',
    ],
    [
      'a mode that is not built yet',
      `${read}  out: { use: write_csv, from: a, with: { path: "out://a/", mode: scd2 } }\n`,
      'MR9001@5',
    ],
    ['no input where one is needed', '  f: { use: filter, with: { where: x > 1 } }\n', 'MR2004@4'],
    [
      'an input where none is taken',
      `${read}  b: { use: read_csv, from: a, with: { path: "raw://a.csv" } }\n${write('b')}`,
      'MR2004@5',
    ],
    [
      'reading a node without rows',
      `${read}${write('a')}  f: { use: filter, from: out, with: { where: x } }\n${write('f', 'z')}`,
      'MR2009@6',
    ],
    [
      'two writers to one target',
      `${read}${write('a')}  out2: { use: write_csv, from: a, with: { path: "out://out.csv" } }\n`,
      'MR2006@6',
    ],
    ['nothing to run', read, 'MR2008@3'],
    [
      'an output that nobody reads',
      `${read}  f: { use: filter, from: a, with: { where: x } }\n${write('a')}`,
      'MR2005@5',
    ],
    [
      'a setting that the kind does not have',
      `${read}  f: { use: filter, from: a, with: { were: x } }\n${write('f')}`,
      'MR1020@5',
    ],
  ])('reports %s', (_what, nodes, expected) => {
    expect(codes(nodes)).toContain(expected);
  });

  it('shows a cycle as the way round', () => {
    const { problems } = graphOf(
      documentOf(
        '  a: { use: filter, from: c, with: { where: x } }\n  b: { use: filter, from: a, with: { where: x } }\n  c: { use: filter, from: b, with: { where: x } }\n' +
          write('c'),
      ),
    );
    expect(problems.map(({ message }) => message)).toContain('the nodes form a cycle: b -> c -> a -> b');
  });

  it('reports everything at once', () => {
    expect(codes(`${read}${write('nope')}  f: { use: fliter, from: a }\n`)).toEqual(
      expect.arrayContaining(['MR2001@5', 'MR2007@6']),
    );
  });

  it('only warns of an unused output', () => {
    const { problems } = graphOf(
      documentOf(`${read}  f: { use: filter, from: a, with: { where: x } }\n${write('a')}`),
    );
    expect(problems.map(({ severity }) => severity)).toEqual(['warning']);
  });
});
