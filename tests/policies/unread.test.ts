import { rm } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { wire } from '../../src/app/wire.js';
import type { RunRecord } from '../../src/kit/index.js';
import { changingServer } from '../harness/server.js';
import { millrace } from '../support/cli.js';
import { documentOf } from '../support/document.js';
import { type Project, project } from '../support/project.js';

/** Two sources, each copied, and one output made of both; a check reads the second. */
const nodes = `  a:
    use: read_csv
    with: { path: raw://a.csv }
  b:
    use: read_csv
    with: { path: raw://b.csv }
  joined:
    use: union
    from: [a, b]
  enough:
    use: check
    from: b
    with: { rows: { min: 1 } }
  out_a:
    use: write_csv
    from: a
    with: { path: out://a.csv }
  out_b:
    use: write_csv
    from: b
    with: { path: out://b.csv }
  out_both:
    use: write_csv
    from: joined
    with: { path: out://both.csv }
`;

const made = (policies: string, document = nodes) =>
  project({
    'pipeline.yaml': documentOf(document, policies === '' ? '' : `policies:\n${policies}`),
    'data/a.csv': 'id\n1\n',
    'data/b.csv': 'id\n2\n',
  });

const run = async (at: Project) => {
  const seen = await millrace(at, ['run', 'pipeline.yaml', '--json']);
  return { ...seen, record: JSON.parse(seen.out || '{}') as RunRecord };
};

const published = async (at: Project): Promise<readonly string[]> =>
  Object.keys(await at.bytes('out').catch(() => ({}))).filter((name) => !name.startsWith('.millrace'));

const runsOf = (at: Project) => wire().createRunStore(at.path('.millrace')).list();

const withoutB = async (at: Project): Promise<void> => {
  await at.write({ 'data/a.csv': 'id\n10\n' });
  await rm(at.path('data/b.csv'));
};

describe('a run whose source is not there', () => {
  it('is on record as failed, with code, place, mend and attempts', async () => {
    const at = await made('  - { retry: { max_attempts: 2, type: constant, initial: 1ms } }\n');
    await withoutB(at);
    const { code, record } = await run(at);
    expect(code).toBe(1);
    const [kept] = await runsOf(at);
    expect(kept).toMatchObject({ runId: record.runId, status: 'failed' });
    expect(record.tried).toMatchObject([
      { work: 'opening', nodes: ['b'], attempts: [{ codes: ['MR3004'] }, { codes: ['MR3004'] }] },
    ]);
    const listed = await millrace(at, ['runs']);
    expect(listed.out).toMatch(/failed/);
    const shown = await millrace(at, ['runs', record.runId]);
    expect(shown.out + shown.err).toMatch(/MR3004[\s\S]*pipeline\.yaml:\d+:\d+[\s\S]*tried 2 times/);
    expect(shown.out + shown.err).toContain('opening b: failed 2 times (MR3004, MR3004)');
    expect(shown.out + shown.err).toContain('Check the path and the store it names.');
  });

  it('tells of it in the order in which it was, from its start to its end', async () => {
    const at = await made('  - { retry: { max_attempts: 2, type: constant, initial: 1ms } }\n');
    await withoutB(at);
    const { record } = await run(at);
    const events = (await at.read(`.millrace/runs/${record.runId}/events.ndjson`))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { type: string; work?: string; nodes?: unknown; attempt?: number });
    expect(events.map(({ type }) => type)).toEqual([
      'run_started',
      'attempt_failed',
      'attempt_failed',
      'problem',
      'run_finished',
    ]);
    expect(events[1]).toMatchObject({ work: 'opening', nodes: ['b'], attempt: 1 });
  });

  it('leaves no record where the document does not hold either', async () => {
    const at = await made('', nodes.replace('raw://a.csv', 'nowhere://a.csv'));
    await withoutB(at);
    expect((await run(at)).code).toBe(2);
    expect(await runsOf(at)).toEqual([]);
  });
});

describe('fallback of a source that is not there', () => {
  it('skip leaves out what is made of it, publishes the rest and says so', async () => {
    const at = await made('  - { match: { node: b }, fallback: skip }\n');
    await withoutB(at);
    const { code, err, record } = await run(at);
    expect(code, err).toBe(0);
    expect(await published(at)).toEqual(['a.csv']);
    expect(record.givenUp).toMatchObject([
      {
        nodes: ['b'],
        fallback: 'skip',
        left: expect.arrayContaining(['out_b', 'out_both', 'enough']),
        attempts: [{ codes: ['MR3004'] }],
      },
    ]);
    expect(record.givenUp?.[0]).not.toHaveProperty('stage');
    expect(err).toContain('warning[MR3004]');
    expect(err).toContain('warning[MR7020] output "out_both" was left as it is: "b" could not be read');
    expect(err).toContain('warning[MR7020] check "enough" was not made');
  });

  it('last_good leaves outputs from before as they are', async () => {
    const at = await made('  - { match: { node: b }, fallback: last_good }\n');
    expect((await run(at)).code).toBe(0);
    await withoutB(at);
    const { code, err, record } = await run(at);
    expect(code, err).toBe(0);
    expect(record.outputs.map(({ node }) => node)).toEqual(['out_a']);
    expect(await at.read('out/a.csv')).toBe('id\n10\n');
    expect(await at.read('out/b.csv')).toBe('id\n2\n');
    expect(await at.read('out/both.csv')).toBe('id\n1\nid\n2\n'.replace('\nid\n', '\n'));
    await at.write({ 'data/b.csv': 'id\n20\n' });
    expect((await run(at)).record.outputs).toHaveLength(3);
    expect(await at.read('out/b.csv')).toBe('id\n20\n');
  });

  it('fails the run where no output is there from before, or nothing would be left', async () => {
    const none = await made('  - { match: { node: b }, fallback: last_good }\n');
    await withoutB(none);
    expect((await run(none)).code).toBe(1);
    expect(await published(none)).toEqual([]);
    const all = await made('  - { fallback: skip }\n');
    await rm(all.path('data/a.csv'));
    await rm(all.path('data/b.csv'));
    const { code, err } = await run(all);
    expect(code, err).toBe(1);
    expect(err.match(/error\[MR3004\]/g)).toHaveLength(2);
  });

  it('goes on with nothing at all where every output is there from before', async () => {
    const at = await made('  - { fallback: last_good }\n');
    expect((await run(at)).code).toBe(0);
    await rm(at.path('data/a.csv'));
    await rm(at.path('data/b.csv'));
    const { code, err, record } = await run(at);
    expect(code, err).toBe(0);
    expect(record).toMatchObject({ status: 'succeeded', outputs: [], stages: [] });
    expect(await at.read('out/both.csv')).toContain('2');
  });

  it('speaks of the node that reads, and of errors of its kind', async () => {
    const behind = await made('  - { match: { node: out_b }, fallback: skip }\n');
    await withoutB(behind);
    expect((await run(behind)).code).toBe(1);
    const other = await made('  - { match: { node: b, code: MR3006 }, fallback: skip }\n');
    await withoutB(other);
    expect((await run(other)).code).toBe(1);
  });

  it('is not for a source that only a check reads', async () => {
    const only = `  a: { use: read_csv, with: { path: raw://a.csv } }
  b: { use: read_csv, with: { path: raw://b.csv } }
  enough: { use: check, from: b, with: { rows: { min: 1 } } }
  out_a: { use: write_csv, from: a, with: { path: out://a.csv } }
`;
    const at = await made('  - { match: { node: b }, fallback: skip }\n', only);
    await withoutB(at);
    expect((await run(at)).code).toBe(1);
    expect(await published(at)).toEqual([]);
  });

  it('holds for one that cannot be fetched, and it is fetched no more often than its policy says', async () => {
    const server = await changingServer(() => 'id\n2\n');
    const at = await project({
      'pipeline.yaml': `millrace: 1
pipeline: fetched
resources: { stores: { raw: { folder: ./data }, partner: { url: "${server.url}" }, out: { folder: ./out } } }
policies:
  - match: { node: b }
    retry: { max_attempts: 3, type: constant, initial: 1ms }
    fallback: last_good
nodes:
${nodes.replace('raw://b.csv', 'partner://b.csv')}`,
      'data/a.csv': 'id\n1\n',
    });
    expect((await run(at)).code).toBe(0);
    server.become('failing');
    await at.write({ 'data/a.csv': 'id\n10\n' });
    const { code, err, record } = await run(at);
    expect(code, err).toBe(0);
    expect(await at.read('out/a.csv')).toBe('id\n10\n');
    expect(await at.read('out/b.csv')).toBe('id\n2\n');
    expect(record.givenUp).toMatchObject([{ nodes: ['b'], fallback: 'last_good' }]);
    expect(record.givenUp?.[0]?.attempts).toHaveLength(3);
    server.become('flapping');
    expect((await run(at)).record).toMatchObject({
      status: 'succeeded',
      tried: [{ work: 'fetching', nodes: ['b'], file: 'partner://b.csv' }],
    });
  });
});
