import { chmod } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import type { RunRecord } from '../../src/kit/index.js';
import { millrace } from '../support/cli.js';
import { documentOf, reading, someRows, writing } from '../support/document.js';
import { type Files, type Project, project } from '../support/project.js';
import { faulty, firstTimes } from './faulty.js';

const nodes = `${reading}${writing('rows')}`;

const sharing = (rules: string): string => `millrace: 1\nproject: shop\npolicies:\n${rules}`;

const retrying = sharing(
  '  - match: { kind: read_* }\n    retry: { max_attempts: 3, type: constant, initial: 2s, jitter: none }\n',
);

const made = (files: Files = {}) =>
  project({
    'millrace.yaml': retrying,
    'orders/pipeline.yaml': documentOf(nodes),
    'orders/data/in.csv': someRows,
    ...files,
  });

const run = async (
  at: Project,
  options: Parameters<typeof millrace>[2] = {},
  ...words: readonly string[]
) => {
  const seen = await millrace(at, ['run', 'orders/pipeline.yaml', '--json', ...words], options);
  return { ...seen, record: JSON.parse(seen.out || '{}') as RunRecord };
};

describe('a run of a pipeline of a project', () => {
  it('does what the shared rules say, and has them on record with where they are from', async () => {
    const at = await made();
    const { wiring, time } = faulty(firstTimes(2));
    const { code, err, record } = await run(at, { wiring });
    expect(code, err).toBe(0);
    expect(time.waits).toEqual([2000, 2000]);
    expect(record.document.project).toEqual({
      file: 'millrace.yaml',
      hash: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    const shown = await millrace(at, ['runs', record.runId]);
    expect(shown.out).toMatch(/^ {2}project millrace\.yaml, sha256 [0-9a-f]{12}…$/m);
    await millrace(at, ['report', 'latest', '-o', 'report.html']);
    expect(await at.read('report.html')).toContain('<code>millrace.yaml</code>');
    expect(record.policies?.[0]?.settings.find(({ key }) => key === 'retry.max_attempts')).toEqual({
      key: 'retry.max_attempts',
      value: 3,
      rule: 1,
      file: 'millrace.yaml',
      line: 5,
      overridden: [],
    });
  });

  it('has the hash of its document alone, which the project does not change', async () => {
    const [alone, shared, other] = [
      await run(await made({ 'millrace.yaml': 'millrace: 1\nproject: shop\n' })),
      await run(await made()),
      await run(await made({ 'millrace.yaml': retrying.replace('3', '4') })),
    ];
    expect(shared.record.document.hash).toBe(alone.record.document.hash);
    expect(shared.record.document.project?.hash).not.toBe(other.record.document.project?.hash);
    expect(alone.record.policies).toBeUndefined();
  });

  it('is resumed by the rules of today, as with those of its document, and what was done is taken over', async () => {
    const held = reading.replace('}\n', '}\n    contract: { columns: { id: { type: integer } } }\n');
    const asking = (rows: number): Files => ({
      'orders/pipeline.yaml': documentOf(
        `${held}  enough:\n    use: check\n    from: rows\n    with: { rows: { min: ${rows} } }\n${writing('rows')}`,
      ),
    });
    const at = await made(asking(50));
    const failed = await run(at, {}, '--checkpoint');
    expect(failed.code).toBe(3);
    await at.write({ ...asking(1), 'millrace.yaml': retrying.replace('max_attempts: 3', 'max_attempts: 4') });
    const { code, err, record } = await run(at, {}, '--resume');
    expect(code, err).toBe(0);
    expect(record.resumes).toBe(failed.record.runId);
    expect(record.cache?.flatMap(({ from }) => from ?? [])).toEqual([failed.record.runId]);
    const attempts = ({ policies }: RunRecord) =>
      policies?.[0]?.settings.find(({ key }) => key === 'retry.max_attempts')?.value;
    expect([attempts(failed.record), attempts(record)]).toEqual([3, 4]);
  });

  it('can take back what a shared rule says: a fallback that would lose rows', async () => {
    const once = documentOf(nodes.replace('in.csv', 'in.csv, new_only: true'));
    const files = { 'millrace.yaml': sharing('  - fallback: skip\n'), 'orders/pipeline.yaml': once };
    const refused = await run(await made(files));
    expect(refused.code).toBe(2);
    expect(refused.err).toContain('error[MR7005]');
    expect(refused.err).toContain('millrace.yaml:4:5');
    const own = once.replace('resources:', 'policies:\n  - fallback: none\nresources:');
    const taken = await run(await made({ ...files, 'orders/pipeline.yaml': own }));
    expect(taken.code, taken.err).toBe(0);
  });

  it('tells the hooks of its project, whose programs stand beside the project file', async () => {
    const at = await made({
      'millrace.yaml': sharing('  - on_success: { command: [./tell.sh, told.json] }\n'),
      'tell.sh': '#!/bin/sh\n/bin/cat > "$1"\n',
    });
    await chmod(at.path('tell.sh'), 0o755);
    const { code, err, record } = await run(at);
    expect(code, err).toBe(0);
    expect(record.hooks).toMatchObject([{ target: 'tell.sh', succeeded: true }]);
    expect(JSON.parse(await at.read('orders/told.json'))).toMatchObject({
      event: 'success',
      pipeline: 'cases',
    });
  });
});

const bare = `millrace: 1
pipeline: bare
nodes:
${nodes}`;

const stores = `millrace: 1
project: shop
resources:
  stores:
    raw: { folder: ./shared/data }
    out: { folder: ./shared/out }
    lake: { folder: "$\{env:LAKE}/raw" }
    part: { folder: "./parts/$\{env:PART}/out" }
`;

describe('stores that pipelines share', () => {
  const files = { 'millrace.yaml': stores, 'orders/pipeline.yaml': bare, 'shared/data/in.csv': someRows };

  it('are folders from the project file, wherever a pipeline stands', async () => {
    const at = await made(files);
    const { code, err, record } = await run(at);
    expect(code, err).toBe(0);
    expect(await at.read('shared/out/out.csv')).toContain('Ada');
    expect(record.outputs[0]?.rows).toBe(3);
  });

  it('give way to stores of the same name of a pipeline', async () => {
    const own = bare.replace('nodes:', 'resources: { stores: { out: { folder: ./mine } } }\nnodes:');
    const at = await made({ ...files, 'orders/pipeline.yaml': own });
    const { code, err } = await run(at);
    expect(code, err).toBe(0);
    expect(await at.read('orders/mine/out.csv')).toContain('Ada');
    expect(Object.keys(await at.bytes('shared/out'))).toEqual([]);
  });

  it('need a variable only where they are named, and say where it is missing', async () => {
    const at = await made({
      ...files,
      'orders/pipeline.yaml': bare.replace('raw://', 'lake://'),
      'lake/raw/in.csv': someRows,
    });
    const { code, err } = await run(at);
    expect(code).toBe(2);
    expect(err).toContain('error[MR1030] the environment variable "LAKE" is not set');
    expect(err).toContain('millrace.yaml:7:22');
    const set = await run(at, { environment: { LAKE: at.path('lake') } });
    expect(set.code, set.err).toBe(0);
  });

  it('may have a variable further on in their path', async () => {
    const at = await made({ ...files, 'orders/pipeline.yaml': bare.replace('out://', 'part://') });
    const { code, err } = await run(at, { environment: { PART: 'north' } });
    expect(code, err).toBe(0);
    expect(await at.read('parts/north/out/out.csv')).toContain('Ada');
  });

  it('are looked at by schedules, and one that there is not is refused', async () => {
    const timed = (store: string): Files => ({
      ...files,
      'orders/pipeline.yaml': bare.replace(
        'nodes:',
        `schedule: { on_files: { path: ${store}://*.csv } }\nnodes:`,
      ),
    });
    const seen = await millrace(await made(timed('raw')), ['validate', 'orders/pipeline.yaml']);
    expect(seen.code, seen.err).toBe(0);
    const wrong = await millrace(await made(timed('rwa')), ['validate', 'orders/pipeline.yaml']);
    expect(wrong.code).toBe(2);
    expect(wrong.err).toContain('error[MR3001] unknown store "rwa"');
    expect(wrong.err).toContain('did you mean "raw"?');
  });
});
