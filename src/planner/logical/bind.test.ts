import { describe, expect, it } from 'vitest';
import { columnLineage } from '../explain/lineage.js';
import { documentOf, planOf } from '../testing/plan.js';
import { nodeNamed } from './plan.js';

const columns = { a: 'id BIGINT, x BIGINT, day DATE, y VARCHAR' };
const read = '  a: { use: read_csv, with: { path: "raw://a.csv" } }\n';
const write = (from: string): string =>
  `  out: { use: write_csv, from: ${from}, with: { path: "out://o.csv" } }\n`;

const problemsOf = async (nodes: string): Promise<readonly string[]> =>
  (await planOf(documentOf(`${read}${nodes}`), columns)).problems
    .filter(({ severity }) => severity === 'error')
    .map(({ code, place }) => `${code}@${place?.line}:${place?.column}+${place?.length}`);

describe('binding', () => {
  it('gives every node its columns and types', async () => {
    const { plan } = await planOf(
      documentOf(
        `${read}  g:\n    use: aggregate\n    from: a\n    with:\n      by: [y]\n      measures:\n        n: count(*)\n        m: avg(x)\n${write('g')}`,
      ),
      columns,
    );
    expect(nodeNamed(plan, 'g').schema).toEqual([
      { name: 'y', type: 'VARCHAR' },
      { name: 'n', type: 'BIGINT' },
      { name: 'm', type: 'DOUBLE' },
    ]);
  });

  it('finds an unknown column at its place inside the expression', async () => {
    expect(
      await problemsOf(
        `  f:\n    use: filter\n    from: a\n    with:\n      where: x > 1 and dely > 2\n${write('f')}`,
      ),
    ).toEqual(['MR2104@9:24+4']);
  });

  it.each([
    ['rename', '{ nmae: title }', 'nmae'],
    ['cast', '{ nmae: DOUBLE }', 'nmae'],
  ])('marks an unknown column where %s names it, as a key', async (use, config, name) => {
    const head = `  r: { use: ${use}, from: a, with: { columns: `;
    const column = head.length + config.indexOf(name) + 1;
    const [first] = await problemsOf(`${head}${config} } }\n${write('r')}`);
    expect(first).toBe(`MR2104@5:${column}+${name.length}`);
  });

  it('finds it through quotes and folds', async () => {
    const folded = `  f:\n    use: filter\n    from: a\n    with:\n      where: >-\n        x > 1\n        and dely > 2\n${write('f')}`;
    expect(await problemsOf(folded)).toEqual(['MR2104@11:13+4']);
  });

  it.each([
    ['a literal that is no number', "x > 'abc'", 'MR2112'],
    ['the same in a branch', "case when x > 1 then y = 'a' else day > 'abc' end", 'MR2112'],
    ['types that cannot be compared', 'x > day', 'MR2107'],
    ['something that is no condition', 'x + 1', 'MR2108'],
    ['an aggregate', 'sum(x) > 1', 'MR2116'],
    ['a window', 'row_number() over () > 1', 'MR2116'],
    ['a file', "exists (select 1 from read_csv('/etc/passwd'))", 'MR2109'],
    ['another node', 'exists (select 1 from a)', 'MR2110'],
    ['the clock', 'day < current_date', 'MR2109'],
    ['an undeclared parameter', 'x > $nope', 'MR2111'],
    ['an unknown function', 'sqare(x) > 1', 'MR2106'],
    ['broken syntax', 'x > > 1 )', 'MR2101'],
  ])('refuses %s in a filter', async (_what, where, code) => {
    const problems = await problemsOf(
      `  f:\n    use: filter\n    from: a\n    with:\n      where: ${where}\n${write('f')}`,
    );
    expect(problems.map((text) => text.slice(0, 6))).toEqual([code]);
  });

  it('reports what is wrong in several nodes, and not what follows from it', async () => {
    const nodes = `  f: { use: filter, from: a, with: { where: nope > 1 } }\n  g: { use: filter, from: f, with: { where: x > 1 } }\n  h: { use: filter, from: a, with: { where: nope2 > 1 } }\n`;
    const problems = await problemsOf(
      `${nodes}${write('g')}  out2: { use: write_csv, from: h, with: { path: "out://p.csv" } }\n`,
    );
    expect(problems.map((text) => text.slice(0, 8))).toEqual(['MR2104@5', 'MR2104@7']);
  });

  it('refuses unions that the engine would let through', async () => {
    const nodes = `  s1:\n    use: select\n    from: a\n    with:\n      columns:\n        v: x\n  s2:\n    use: select\n    from: a\n    with:\n      columns:\n        v: day\n  u: { use: union, from: [s1, s2] }\n`;
    expect((await problemsOf(`${nodes}${write('u')}`)).map((text) => text.slice(0, 6))).toEqual(['MR2113']);
  });

  it('knows which source columns each output column comes from', async () => {
    const { plan } = await planOf(
      documentOf(
        `${read}  d:\n    use: derive\n    from: a\n    with:\n      columns:\n        total: x + id\n  s: { use: select, from: d, with: { columns: [total, y] } }\n${write('s')}`,
      ),
      columns,
    );
    expect(columnLineage(plan)).toEqual({
      out: {
        total: [
          { node: 'a', column: 'x' },
          { node: 'a', column: 'id' },
        ],
        y: [{ node: 'a', column: 'y' }],
      },
    });
  });
});
