import { describe, expect, it } from 'vitest';
import { printPlan } from '../logical/plan.js';
import { documentOf, planOf } from '../testing/plan.js';
import { pruneColumns } from './prune-columns.js';
import { pruneNodes } from './prune-nodes.js';
import { pushFilters } from './push-filters.js';
import { reordered } from './reordered.js';

const wide = { a: 'id BIGINT, x BIGINT, y VARCHAR, z DATE', b: 'id BIGINT, city VARCHAR, state VARCHAR' };
const read = (name: string): string => `  ${name}: { use: read_csv, with: { path: "raw://${name}.csv" } }\n`;
const write = (from: string): string =>
  `  out: { use: write_csv, from: ${from}, with: { path: "out://o.csv" } }\n`;

const pruned = async (nodes: string, columns: Readonly<Record<string, string>> = wide): Promise<string> => {
  const { plan, problems } = await planOf(documentOf(nodes), columns);
  expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  return printPlan(pruneColumns.apply(plan).plan);
};

describe('prune_nodes', () => {
  it('leaves out what no output and no check needs', async () => {
    const { plan } = await planOf(
      documentOf(
        `${read('a')}  f: { use: filter, from: a, with: { where: x > 1 } }\n  c: { use: check, from: a, with: { rows: { min: 1 } } }\n`,
      ),
      wide,
    );
    const { plan: after, notes } = pruneNodes.apply(plan);
    expect(printPlan(after)).toBe(
      'a: read_csv (id BIGINT, x BIGINT, y VARCHAR, z DATE)\nc: check <- a (id BIGINT, x BIGINT, y VARCHAR, z DATE)',
    );
    expect(notes).toEqual(['left out "f": nothing reads it']);
  });
});

describe('prune_columns', () => {
  it('reads what an output names, through a filter on another column', async () => {
    expect(
      await pruned(
        `${read('a')}  f: { use: filter, from: a, with: { where: x > 1 } }\n  s: { use: select, from: f, with: { columns: [y] } }\n${write('s')}`,
      ),
    ).toBe(
      'a: read_csv (x BIGINT, y VARCHAR)\nf: filter <- a (x BIGINT, y VARCHAR)\ns: select <- f (y VARCHAR)\nout: write_csv <- s (y VARCHAR)',
    );
  });

  it('reads everything where everything is written', async () => {
    expect(await pruned(`${read('a')}${write('a')}`)).toContain(
      'a: read_csv (id BIGINT, x BIGINT, y VARCHAR, z DATE)',
    );
  });

  it('keeps what an expression names although its result is not needed', async () => {
    const plan = await pruned(
      `${read('a')}  d:\n    use: derive\n    from: a\n    with:\n      columns:\n        w: x + 1\n  s: { use: select, from: d, with: { columns: [id] } }\n${write('s')}`,
    );
    expect(plan).toContain('a: read_csv (id BIGINT, x BIGINT)');
  });

  it('keeps a column that is overwritten, for its place', async () => {
    const plan = await pruned(
      `${read('a')}  d:\n    use: derive\n    from: a\n    with:\n      columns:\n        x: id + 1\n${write('d')}`,
    );
    expect(plan).toContain('d: derive <- a (id BIGINT, x BIGINT, y VARCHAR, z DATE)');
    expect(plan).toContain('a: read_csv (id BIGINT, x BIGINT, y VARCHAR, z DATE)');
  });

  it('keeps the keys of a join and what is taken from either side', async () => {
    const plan = await pruned(
      `${read('a')}${read('b')}  j:\n    use: join\n    from: { l: a, r: b }\n    with:\n      keys: [id]\n      columns: [l.y, r.city]\n${write('j')}`,
    );
    expect(plan).toContain('a: read_csv (id BIGINT, y VARCHAR)');
    expect(plan).toContain('b: read_csv (id BIGINT, city VARCHAR)');
  });

  it('keeps every column under a query, which may use whole rows', async () => {
    const plan = await pruned(
      `${read('a')}  q:\n    use: sql\n    from: a\n    with:\n      query: select count(*) as n from a\n${write('q')}`,
    );
    expect(plan).toContain('a: read_csv (id BIGINT, x BIGINT, y VARCHAR, z DATE)');
  });

  it('keeps every column under a union that removes duplicates', async () => {
    const plan = await pruned(
      `${read('a')}  u: { use: union, from: [a], with: { distinct: true } }\n  s: { use: select, from: u, with: { columns: [y] } }\n${write('s')}`,
    );
    expect(plan).toContain('a: read_csv (id BIGINT, x BIGINT, y VARCHAR, z DATE)');
  });

  it('keeps what an order is made of, for the limit that relies on it', async () => {
    const plan = await pruned(
      `${read('a')}  o: { use: sort, from: a, with: { by: [x] } }\n  l: { use: limit, from: o, with: { rows: 3 } }\n  s: { use: select, from: l, with: { columns: [y] } }\n${write('s')}`,
    );
    expect(plan).toMatch(/a: read_csv \(.*x BIGINT/);
  });

  it('reads one column where only the number of rows counts', async () => {
    const plan = await pruned(
      `${read('a')}  n:\n    use: aggregate\n    from: a\n    with:\n      measures:\n        n: count(*)\n${write('n')}`,
    );
    expect(plan).toContain('n: aggregate <- a (n BIGINT)');
  });
});

describe('push_filters', () => {
  const pushed = async (nodes: string): Promise<readonly string[]> => {
    const { plan, problems } = await planOf(documentOf(`${read('a')}${nodes}`), wide);
    expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    return printPlan(pushFilters.apply(plan).plan)
      .split('\n')
      .map((line) => line.replace(/ \(.*/, ''));
  };
  const filter = (where: string): string => `  f: { use: filter, from: n, with: { where: ${where} } }\n`;
  const node = (use: string, config: string): string => `  n: { use: ${use}, from: a, with: ${config} }\n`;
  const before = ['a: read_csv', 'f: filter <- a'];

  it.each([
    ['a sort', 'sort', '{ by: [y] }'],
    ['a derive of other columns', 'derive', '{ columns: { w: id + 1 } }'],
    ['a select that keeps the column', 'select', '{ columns: [x] }'],
    ['a select that names it as an expression', 'select', '{ columns: { x: x, w: id } }'],
    ['a rename of other columns', 'rename', '{ columns: { y: w } }'],
    ['a cast of other columns', 'cast', '{ columns: { id: VARCHAR } }'],
    ['an aggregate by the column', 'aggregate', '{ by: [x, y], measures: { n: count(*) } }'],
  ])('goes below %s', async (_what, use, config) => {
    expect(await pushed(`${node(use, config)}${filter('x > 1')}${write('f')}`)).toEqual([
      ...before,
      `n: ${use} <- f`,
      'out: write_csv <- n',
    ]);
  });

  it.each([
    ['a derive that overwrites it', 'derive', '{ columns: { x: x + 1 } }'],
    ['a select that computes it', 'select', '{ columns: { x: x + 1 } }'],
    ['a window, which sees other rows', 'derive', '{ columns: { w: sum(id) over () } }'],
    ['a rename that gives it', 'rename', '{ columns: { x: y, y: x } }'],
    ['a cast of it', 'cast', '{ columns: { x: DOUBLE } }'],
    ['an aggregate that measures it', 'aggregate', '{ by: [y], measures: { x: sum(x) } }'],
    ['a limit, which counts rows', 'limit', '{ rows: 3, order_by: [x] }'],
  ])('stays above %s', async (_what, use, config) => {
    const where = use === 'rename' ? "x > 'a'" : 'x > 1';
    const lines = await pushed(`${node(use, config)}${filter(where)}${write('f')}`);
    expect(lines.slice(1, 3)).toEqual([`n: ${use} <- a`, 'f: filter <- n']);
  });

  it('stays above a node that has other readers', async () => {
    const other = '  whole: { use: write_csv, from: n, with: { path: "out://all.csv" } }\n';
    const lines = await pushed(`${node('sort', '{ by: [y] }')}${filter('x > 1')}${write('f')}${other}`);
    expect(lines).toContain('f: filter <- n');
  });

  it('goes below several nodes, and says so', async () => {
    const nodes = `${node('sort', '{ by: [y] }')}  d: { use: derive, from: n, with: { columns: { w: id } } }\n  f: { use: filter, from: d, with: { where: x > 1 } }\n`;
    const { plan } = await planOf(documentOf(`${read('a')}${nodes}${write('f')}`), wide);
    expect(pushFilters.apply(plan).notes).toEqual(['"f" comes before "d", "n"']);
  });

  it('tells which nodes have changed places', async () => {
    const nodes = `${node('sort', '{ by: [y] }')}  d: { use: derive, from: n, with: { columns: { w: id } } }\n  f: { use: filter, from: d, with: { where: x > 1 } }\n  g: { use: filter, from: f, with: { where: w > 1 } }\n`;
    const { plan } = await planOf(documentOf(`${read('a')}${nodes}${write('g')}`), wide);
    expect([...reordered(plan, pushFilters.apply(plan).plan)].toSorted()).toEqual(['d', 'f', 'n']);
    expect([...reordered(plan, plan)]).toEqual([]);
  });

  it('keeps an order that a later node relies on', async () => {
    const nodes = `${node('sort', '{ by: [y] }')}${filter('x > 1')}  l: { use: limit, from: f, with: { rows: 3 } }\n`;
    const { plan } = await planOf(documentOf(`${read('a')}${nodes}${write('l')}`), wide);
    const after = pushFilters.apply(plan).plan;
    expect(after.nodes.map(({ name, order }) => [name, order?.[0]?.column])).toEqual([
      ['a', undefined],
      ['f', undefined],
      ['n', 'y'],
      ['l', 'y'],
      ['out', undefined],
    ]);
  });
});
