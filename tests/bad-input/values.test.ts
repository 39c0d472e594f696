import { describe, expect, it } from 'vitest';
import { between, copying } from '../support/document.js';
import { type Project, project } from '../support/project.js';
import { expectRefused, publishedOnce } from '../support/refusal.js';

const header = 'id,name,amount';
const row = (id: number, amount: string | number): string => `${id},name ${id},${amount}`;
const rows = (count: number): readonly string[] => Array.from({ length: count }, (_, n) => row(n, n / 2));
const textOf = (records: readonly string[]): string => `${[header, ...records].join('\n')}\n`;

const publishedGood = async (document: string): Promise<Project> => {
  const at = await project({ 'pipeline.yaml': copying, 'data/in.csv': textOf(rows(10)) });
  await publishedOnce(at);
  await at.write({ 'pipeline.yaml': document });
  return at;
};

describe('a value that does not fit', () => {
  it('is found in row 50,000, with its file, its line and its text', async () => {
    const at = await publishedGood(copying);
    const records = [...rows(49_999), row(49_999, 'unknown'), ...rows(1000)];
    await at.write({ 'data/in.csv': textOf(records) });
    const { err } = await expectRefused(at, { exit: 1, code: 'MR4004' });
    expect(err).toContain("'unknown'");
    expect(err).toContain('data/in.csv:50001');
    expect(err).toContain('"amount"');
  });

  it('of a pinned type is found like any other', async () => {
    const at = await publishedGood(copying.replace('raw://in.csv', 'raw://in.csv, types: { name: INTEGER }'));
    const { err } = await expectRefused(at, { exit: 1, code: 'MR4004' });
    expect(err).toContain("'name 0'");
  });

  it('stops a cast in the node that casts', async () => {
    const at = await publishedGood(between('cast', ' { columns: { name: INTEGER } }'));
    const { err } = await expectRefused(at, { exit: 1, code: 'MR4008' });
    expect(err).toContain('in "middle"');
    expect(err).toContain('pipeline.yaml:11:3');
  });

  it('stops an expression in the node that computes, among several that are fused', async () => {
    const nodes = `\n      where: id >= 0
  later:
    use: derive
    from: middle
    with:
      columns: { half: cast(name as integer) / 2 }
`;
    const at = await publishedGood(
      between('filter', nodes).replace('from: middle\n    with: {', 'from: later\n    with: {'),
    );
    const { err } = await expectRefused(at, { exit: 1, code: 'MR4008' });
    expect(err).toContain('in "later"');
  });
});

describe('a column that does not fit', () => {
  it.each([
    ['filter', '\n      where: amuont > 1', 'MR2104', 'did you mean "amount"?'],
    ['filter', '\n      where: name > 1', 'MR2107', 'name'],
    ['filter', '\n      where: amount', 'MR2108', 'BOOLEAN'],
    ['select', ' { columns: [id, nmae] }', 'MR2104', 'did you mean "name"?'],
    ['rename', ' { columns: { nmae: title } }', 'MR2104', 'did you mean "name"?'],
    ['cast', ' { columns: { amuont: DOUBLE } }', 'MR2104', 'did you mean "amount"?'],
    ['sort', ' { by: [amuont] }', 'MR2104', 'did you mean "amount"?'],
    ['limit', ' { rows: 1, order_by: [amuont] }', 'MR2104', 'did you mean "amount"?'],
    ['aggregate', ' { by: [nmae] }', 'MR2104', 'did you mean "name"?'],
    ['derive', '\n      columns: { twice: 2 * amuont }', 'MR2104', 'did you mean "amount"?'],
    ['read_csv', ' { path: raw://in.csv, types: { amuont: DOUBLE } }', 'MR2104', 'did you mean "amount"?'],
  ])('in %s with%s is %s before anything runs', async (use, config, code, says) => {
    const document =
      use === 'read_csv' ? copying.replace(' { path: raw://in.csv }', config) : between(use, config);
    const at = await publishedGood(document);
    const { err } = await expectRefused(at, { exit: 2, code });
    expect(err).toContain(says);
    expect(
      Object.keys(await at.bytes('.millrace/runs')).filter((name) => name.endsWith('run.json')),
    ).toHaveLength(1);
  });
});
