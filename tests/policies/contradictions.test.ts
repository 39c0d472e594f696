import { describe, expect, it } from 'vitest';
import { millrace } from '../support/cli.js';
import { documentOf, reading, someRows, writing } from '../support/document.js';
import { problemsIn } from '../support/expectations.js';
import { project } from '../support/project.js';

const validated = async (policies: string, nodes = `${reading}${writing('rows')}`) => {
  const at = await project({
    'pipeline.yaml': documentOf(nodes, `policies:\n${policies}`),
    'data/in.csv': someRows,
  });
  const seen = await millrace(at, ['validate', 'pipeline.yaml']);
  return { ...seen, problems: problemsIn(seen.err).map(({ code, place }) => [code, place]) };
};

describe('policies that cannot be', () => {
  it.each([
    ['a longest wait below the first', 'retry: { initial: 10s, max: 1s }', 'MR7001', '14'],
    [
      'a first wait longer than everything',
      'retry: { initial: 1m, max: 2m, max_duration: 30s }',
      'MR7001',
      '14',
    ],
    ['waits where nothing is tried again', 'retry: { max_attempts: 1, initial: 1s }', 'MR7001', '14'],
    ['chance that is not disturbed', 'retry: { type: decorrelated, jitter: none }', 'MR7001', '14'],
    ['learned bounds the wrong way round', 'timeout: { learned: { min: 10m, max: 1m } }', 'MR7001', '5'],
    ['learned sizes the wrong way round', 'partition: { learned: { min: 9MB, max: 1MB } }', 'MR7001', '5'],
    ['a size that depends on an error', 'match: { fault: data }\n    partition: 9MB', 'MR7004', '5'],
    ['a timeout that depends on an error', 'match: { code: MR3016 }\n    timeout: 1m', 'MR7004', '5'],
    [
      'a budget that depends on a node',
      'match: { kind: read_csv }\n    budget: { retries: 1 }',
      'MR7004',
      '5',
    ],
    ['a node that there is not', 'match: { node: [rows, rwos] }\n    timeout: 1m', 'MR7002', '27'],
    ['a kind that there is not', 'match: { kind: read_cvs }\n    timeout: 1m', 'MR7002', '20'],
    ['a code that there is not', 'match: { code: MR3099 }\n    retry: { max_attempts: 2 }', 'MR7002', '20'],
  ])('%s', async (_what, rule, code, column) => {
    const { code: exit, err, problems } = await validated(`  - ${rule}\n`);
    expect(exit, err).toBe(2);
    expect(problems[0]?.[0]).toBe(code);
    expect(problems[0]?.[1]).toMatch(new RegExp(`^pipeline\\.yaml:\\d+:${column}$`));
    expect(problems).toHaveLength(1);
  });

  it('are told with the rules that they come from, once for each', async () => {
    const { err, problems } = await validated('  - timeout: 10m\n  - retry: { max_duration: 5m }\n');
    expect(problems).toEqual([['MR7001', 'pipeline.yaml:5:14']]);
    expect(err).toContain('`timeout` is 10m, longer than `retry.max_duration`, which is 5m');
    expect(err).toContain('`timeout` is from rule 1, line 4');
  });

  it('are found where only an error brings them together', async () => {
    const { problems } = await validated(
      '  - retry: { max: 1s }\n  - { match: { code: MR30* }, retry: { initial: 10s } }\n',
    );
    expect(problems).toEqual([['MR7001', 'pipeline.yaml:5:40']]);
  });

  it('suggest the name that was meant', async () => {
    const { err } = await validated('  - match: { node: rwos }\n    timeout: 1m\n');
    expect(err).toContain('did you mean "rows"?');
  });

  it('warn of a rule that matches nothing', async () => {
    const { code, err, problems } = await validated('  - match: { kind: read_json* }\n    timeout: 1m\n');
    expect(code, err).toBe(0);
    expect(problems).toEqual([['MR7003', 'pipeline.yaml:4:5']]);
  });

  it('refuse to leave outputs out where files are read once', async () => {
    const nodes = `${reading.replace('in.csv', 'in.csv, new_only: true')}${writing('rows')}`;
    const { code, err, problems } = await validated('  - fallback: skip\n', nodes);
    expect(code, err).toBe(2);
    expect(problems[0]).toEqual(['MR7005', 'pipeline.yaml:4:5']);
  });
});
