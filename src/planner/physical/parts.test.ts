import { describe, expect, it } from 'vitest';
import type { TransformDeclaration } from '../../kit/index.js';
import type { LogicalPlan } from '../logical/plan.js';
import { documentOf, planOf } from '../testing/plan.js';
import { nothingOf, partQuery } from './parts.js';
import type { Stage } from './plan.js';
import { toStages } from './stages.js';

const columns = { a: 'id BIGINT, x BIGINT', p: 'id BIGINT, y BIGINT' };
const csv = '  a: { use: read_csv, with: { path: "raw://a.csv" } }\n';
const parquet = '  p: { use: read_parquet, with: { path: "raw://p.parquet" } }\n';
const write = '  out: { use: write_csv, from: made, with: { path: "out://made.csv" } }\n';

const map: TransformDeclaration = {
  shape: 'map',
  isRowWise: false,
  reads: { id: 'bigint' },
  writes: { made: 'bigint' },
  by: [],
  order: [],
};
const aggregate: TransformDeclaration = { ...map, shape: 'aggregate', by: ['id'] };

/** A plan with a function after a node. */
const planWith = async (nodes: string, from: string, declaration = map): Promise<LogicalPlan> => {
  const { plan } = await planOf(
    documentOf(`${nodes}  made: { use: code, from: ${from}, with: { module: ./made.ts } }\n${write}`),
    columns,
    { made: declaration },
  );
  return plan;
};

const codeStage = (plan: LogicalPlan): Stage => {
  const stage = toStages(plan).stages.find(({ sink }) => sink.kind === 'code');
  if (!stage) throw new Error('no stage has a function');
  return stage;
};

const partedOf = async (nodes: string, from: string, declaration = map) =>
  codeStage(await planWith(nodes, from, declaration)).parted;

const filter = '  f: { use: filter, from: a, with: { where: x > 1 } }\n';

describe('rows for a function', () => {
  it('are made in parts of what is read where each goes through alone', async () => {
    expect(await partedOf(`${csv}${filter}`, 'f')).toEqual({ leaves: ['a'], whole: [] });
  });

  it('are made in parts of all sources of a union', async () => {
    const union = `${csv}${parquet}  r: { use: rename, from: p, with: { columns: { y: x } } }\n  u: { use: union, from: [a, r] }\n`;
    expect(await partedOf(union, 'u')).toEqual({ leaves: ['a', 'p'], whole: [] });
  });

  it('have the other side of a join whole, which is made once', async () => {
    const plan = await planWith(
      `${csv}${parquet}  j: { use: join, from: { a: a, p: p }, with: { keys: [id] } }\n`,
      'j',
    );
    expect(codeStage(plan).parted).toEqual({ leaves: ['a'], whole: ['p'] });
    expect(toStages(plan).stages[0]).toMatchObject({
      nodes: ['p'],
      reason: 'given whole to each process that runs the function of "made"',
    });
  });

  it.each([
    ['are distinct', '  n: { use: distinct, from: a }\n', 'n', map],
    [
      'are joined with a row for each of their own',
      `${parquet}  n: { use: join, from: { a: a, p: p }, with: { keys: [id], type: full } }\n`,
      'n',
      map,
    ],
    [
      'stop the run where a key stands twice',
      `${parquet}  n: { use: join, from: { a: a, p: p }, with: { keys: [id], cardinality: one_to_one } }\n`,
      'n',
      map,
    ],
    [
      'are joined with themselves',
      '  n: { use: join, from: { l: a, r: a }, with: { keys: [id], type: semi } }\n',
      'n',
      map,
    ],
    ['are asked for by a key', '', 'a', aggregate],
    [
      'break a contract',
      '  n:\n    use: filter\n    from: a\n    with: { where: x > 1 }\n    contract: { columns: { x: { min: 3 } } }\n',
      'n',
      map,
    ],
  ] as const)('are not made in parts where they %s', async (_, nodes, from, declaration) => {
    expect(await partedOf(`${csv}${nodes}`, from, declaration)).toBeUndefined();
  });

  it('of a part are those of the files that it has', async () => {
    const plan = await planWith(`${csv}${filter}`, 'f');
    const source = plan.nodes.find(({ name }) => name === 'a')?.source;
    if (!source) throw new Error('"a" has no source');
    const part = partQuery(plan, codeStage(plan), new Map([['a', nothingOf(source)]]));
    expect(part.text).toContain('where false');
    expect(codeStage(plan).query.text).not.toContain('where false');
  });
});
