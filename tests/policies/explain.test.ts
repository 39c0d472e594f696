import { describe, expect, it } from 'vitest';
import type { PolicyExplanation } from '../../src/app/policy/explain.js';
import { millrace } from '../support/cli.js';
import { documentOf, reading, someRows, writing } from '../support/document.js';
import { project } from '../support/project.js';

const policies = `policies:
  - retry: { max_attempts: 2, initial: 1s }
  - match: { kind: read_* }
    retry: { max_attempts: 5 }
  - match: { kind: read_*, code: MR3004 }
    retry: { max_attempts: 9 }
`;

/** Nothing is there to be read: the policies of a document are its own. */
const made = (text = policies) =>
  project({ 'pipeline.yaml': documentOf(`${reading}${writing('rows')}`, text) });

const explain = async (...words: readonly string[]) =>
  millrace(await made(), ['policy', 'explain', 'pipeline.yaml', ...words]);

describe('millrace policy explain', () => {
  it('shows the winner of each key, and what it overrides', async () => {
    const { code, out, err } = await explain('rows');
    expect(code, err).toBe(0);
    expect(out).toBe(`rows (read_csv)
  retry.initial       1s  rule 1, pipeline.yaml:4
  retry.max_attempts  5   rule 2, pipeline.yaml:6  instead of 2 of rule 1
  where an error has code MR3004
    retry.max_attempts  9  rule 3, pipeline.yaml:8  instead of 5 of rule 2, 2 of rule 1
`);
  });

  it('says what is learned within which bounds, and what a pin leaves without effect', async () => {
    const rules =
      'policies:\n  - timeout: { learned: { min: 1m, max: 9m } }\n  - match: { node: rows }\n    pin: { timeout: 5m }\n';
    const { out } = await millrace(await made(rules), ['policy', 'explain', 'pipeline.yaml']);
    expect(out).toMatch(/^the run\n {2}timeout {2}learned, from 1m to 9m {2}rule 1, pipeline\.yaml:4$/m);
    expect(out).toMatch(/^ {2}timeout .* of no effect: pin\.timeout holds$/m);
    expect(out).toMatch(/^ {2}pin\.timeout {2}5m .* rule 2, pipeline\.yaml:6$/m);
  });

  it('says what is learned as things stand, and of which evidence', async () => {
    const rules = 'policies:\n  - timeout: { learned: { min: 1m, max: 9m } }\n';
    const at = await project({
      'pipeline.yaml': documentOf(`${reading}${writing('rows')}`, rules),
      'data/in.csv': someRows,
    });
    const nowOf = async () => {
      const { out } = await millrace(at, ['policy', 'explain', 'pipeline.yaml', 'result']);
      return out.match(/timeout now: .*/)?.[0];
    };
    expect(await nowOf()).toContain('nothing is known yet');
    await millrace(at, ['run', 'pipeline.yaml']);
    expect(await nowOf()).toMatch(/now: 1 min: 1 success of the node .*; held at its bound `min`$/);
  });

  it('points to its own help, though its first word is the name of another command', async () => {
    const { code, err } = await millrace(await made(), ['policy', 'explain']);
    expect(code).toBe(2);
    expect(err).toContain('`millrace policy --help`');
  });

  it('shows the run and all nodes, where none is asked for', async () => {
    const { out } = await explain();
    expect(out.split('\n').filter((line) => /^\S/.test(line))).toEqual([
      'the run',
      'rows (read_csv)',
      'result (write_csv)',
    ]);
  });

  it('gives the same as JSON', async () => {
    const { out } = await explain('result', '--format', 'json');
    const {
      policies: [policy],
    } = JSON.parse(out) as PolicyExplanation;
    expect(policy).toEqual({
      node: 'result',
      kind: 'write_csv',
      matched: [1],
      settings: [
        { key: 'retry.initial', value: '1s', rule: 1, line: 4, overridden: [] },
        { key: 'retry.max_attempts', value: 2, rule: 1, line: 4, overridden: [] },
      ],
      onErrors: [],
    });
  });

  it('refuses a node that there is not with MR7006', async () => {
    const { code, err } = await explain('rwos');
    expect(code).toBe(2);
    expect(err).toContain('error[MR7006] there is no node "rwos"');
    expect(err).toContain('did you mean "rows"?');
  });

  it('says so where there are no policies', async () => {
    const { code, out } = await millrace(await made(''), ['policy', 'explain', 'pipeline.yaml']);
    expect(code).toBe(0);
    expect(out).toContain('no policies');
  });
});
