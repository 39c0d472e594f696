import { describe, expect, it } from 'vitest';
import type { PolicyExplanation } from '../../src/app/policy/explain.js';
import { millrace } from '../support/cli.js';
import { documentOf, reading, someRows, writing } from '../support/document.js';
import { problemsIn } from '../support/expectations.js';
import { type Files, project } from '../support/project.js';

const nodes = `${reading}${writing('rows')}`;

const shared = `millrace: 1
project: shop
policies:
  - retry: { max_attempts: 2, initial: 1s }
  - match: { kind: read_* }
    retry: { max_attempts: 5 }
    timeout: 10m
`;

const own = `policies:
  - match: { node: rows }
    timeout: 5m
`;

const made = (files: Files = {}) =>
  project({
    'millrace.yaml': shared,
    'orders/pipeline.yaml': documentOf(nodes, own),
    'orders/data/in.csv': someRows,
    ...files,
  });

const explain = async (files: Files = {}, words: readonly string[] = []) =>
  millrace(await made(files), ['policy', 'explain', 'orders/pipeline.yaml', ...words]);

const validate = async (files: Files = {}, file = 'orders/pipeline.yaml') => {
  const seen = await millrace(await made(files), ['validate', file]);
  return { ...seen, problems: problemsIn(seen.err).map(({ code, place }) => [code, place]) };
};

const sharing = (rules: string): Files => ({
  'millrace.yaml': `millrace: 1\nproject: shop\npolicies:\n${rules}`,
});

describe('rules that pipelines share', () => {
  it('come before those of a pipeline, which win key by key; each value says file, line and what it overrides', async () => {
    const { code, out, err } = await explain({}, ['rows']);
    expect(code, err).toBe(0);
    expect(out).toBe(`rows (read_csv)
  retry.initial       1s  rule 1, millrace.yaml:4
  retry.max_attempts  5   rule 2, millrace.yaml:6         instead of 2 of rule 1 of millrace.yaml
  timeout             5m  rule 1, orders/pipeline.yaml:5  instead of 10m of rule 2 of millrace.yaml
`);
  });

  it('are told as JSON by their numbers in their own file', async () => {
    const { out } = await explain({}, ['rows', '--format', 'json']);
    const explanation = JSON.parse(out) as PolicyExplanation;
    expect(explanation).toMatchObject({ rules: 3, project: { file: 'millrace.yaml', rules: 2 } });
    const [policy] = explanation.policies;
    expect(policy).toMatchObject({ matched: [1], matchedShared: [1, 2] });
    expect(policy?.settings).toEqual([
      { key: 'retry.initial', value: '1s', rule: 1, file: 'millrace.yaml', line: 4, overridden: [] },
      {
        key: 'retry.max_attempts',
        value: 5,
        rule: 2,
        file: 'millrace.yaml',
        line: 6,
        overridden: [{ value: 2, rule: 1, file: 'millrace.yaml' }],
      },
      {
        key: 'timeout',
        value: '5m',
        rule: 1,
        line: 5,
        overridden: [{ value: '10m', rule: 2, file: 'millrace.yaml' }],
      },
    ]);
  });

  it('need not match: only own rules that match nothing are warned of', async () => {
    const elsewhere = '  - match: { node: payments, kind: read_json* }\n    timeout: 1m\n';
    expect(await validate(sharing(elsewhere))).toMatchObject({ code: 0, problems: [] });
    const idle = 'policies:\n  - match: { kind: read_json* }\n    timeout: 5m\n';
    const { err, problems } = await validate({ 'orders/pipeline.yaml': documentOf(nodes, idle) });
    expect(problems).toEqual([['MR7003', 'orders/pipeline.yaml:4:5']]);
    expect(err).toContain('rule 1 of `policies` matches no node');
  });

  it('are told of at their place in the project file', async () => {
    const contradicting = '  - retry: { initial: 10s }\n';
    const less = 'policies:\n  - retry: { max: 1s }\n';
    const { err, problems } = await validate({
      ...sharing(contradicting),
      'orders/pipeline.yaml': documentOf(nodes, less),
    });
    expect(problems).toEqual([['MR7001', 'orders/pipeline.yaml:4:14']]);
    expect(err).toContain('`retry.initial` is from rule 1 of millrace.yaml, line 4');
    expect(err).toContain('`retry.max` is from rule 1, line 4');
  });

  it.each([
    ['a kind that there is not', 'match: { kind: read_cvs }\n    timeout: 1m', 'MR7002', '4:20'],
    ['a node that no pipeline can have', 'match: { node: read-orders }\n    timeout: 1m', 'MR7002', '4:20'],
    [
      'a node that its pipeline has not',
      'match: { pipeline: cases, node: rwos }\n    timeout: 1m',
      'MR7002',
      '4:37',
    ],
    ['a timeout that depends on an error', 'match: { code: MR3016 }\n    timeout: 1m', 'MR7004', '5:5'],
    ['waits where nothing is tried again', 'retry: { max_attempts: 1, initial: 1s }', 'MR7001', '4:14'],
  ])('are refused with %s', async (_what, rule, code, at) => {
    const { code: exit, err, problems } = await validate(sharing(`  - ${rule}\n`));
    expect(exit, err).toBe(2);
    expect(problems).toEqual([[code, `millrace.yaml:${at}`]]);
  });
});
