import { describe, expect, it } from 'vitest';
import type { RunRecord, Statement } from '../../src/kit/index.js';
import { millrace } from '../support/cli.js';
import { documentOf } from '../support/document.js';
import { type Project, project } from '../support/project.js';
import { type Fault, faulty } from './faulty.js';

/** Two sources, each copied, and one output made of both. */
const nodes = `  a:
    use: read_csv
    with: { path: raw://a.csv }
  b:
    use: read_csv
    with: { path: raw://b.csv }
  joined:
    use: union
    from: [a, b]
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

const made = (policies: string) =>
  project({
    'pipeline.yaml': documentOf(nodes, `policies:\n${policies}`),
    'data/a.csv': 'id\n1\n',
    'data/b.csv': 'id\n2\n',
  });

const readsB: Fault = ({ query }: Statement) => (query.text.includes('b.csv') ? 'before' : 'none');

const run = async (at: Project, fault: Fault, code?: 'MR4023') => {
  const { wiring } = faulty(fault, code);
  const seen = await millrace(at, ['run', 'pipeline.yaml', '--json'], { wiring });
  return { ...seen, record: JSON.parse(seen.out || '{}') as RunRecord };
};

const published = async (at: Project): Promise<readonly string[]> =>
  Object.keys(await at.bytes('out')).filter((name) => !name.startsWith('.millrace'));

describe('fallback: skip', () => {
  it('leaves out what depends on the stage, publishes the rest and says so', async () => {
    const at = await made('  - { match: { node: b }, fallback: skip }\n');
    const { code, err, record } = await run(at, readsB);
    expect(code, err).toBe(0);
    expect(record.status).toBe('succeeded');
    expect(record.outputs.map(({ node }) => node)).toEqual(['out_a']);
    expect(await published(at)).toEqual(['a.csv']);
    expect(record.givenUp?.[0]).toMatchObject({
      nodes: ['b'],
      fallback: 'skip',
      left: ['out_b', 'out_both'],
    });
    expect(err).toContain('warning[MR7020] output "out_both" was left as it is');
    expect(err).toContain('warning[MR3016]');
  });

  it('fails the run where nothing would be left to publish', async () => {
    const at = await made('  - { fallback: skip }\n');
    const { code, err } = await run(at, () => 'before');
    expect(code, err).toBe(1);
    expect(await published(at)).toEqual([]);
  });

  it('is for what stands in the way from outside, unless a rule names the error', async () => {
    const plain = await made('  - { match: { node: b }, fallback: skip }\n');
    expect((await run(plain, readsB, 'MR4023')).code).toBe(3);
    const named = await made('  - { match: { node: b, code: MR4023 }, fallback: skip }\n');
    const { code, err } = await run(named, readsB, 'MR4023');
    expect(code, err).toBe(0);
  });
});

describe('fallback: last_good', () => {
  it('leaves outputs from before as they are', async () => {
    const at = await made('  - { match: { node: b }, fallback: last_good }\n');
    expect((await run(at, () => 'none')).code).toBe(0);
    await at.write({ 'data/a.csv': 'id\n10\n', 'data/b.csv': 'id\n20\n' });
    const { code, err, record } = await run(at, readsB);
    expect(code, err).toBe(0);
    expect(record.outputs.map(({ node }) => node)).toEqual(['out_a']);
    expect(await at.read('out/a.csv')).toBe('id\n10\n');
    expect(await at.read('out/b.csv')).toBe('id\n2\n');
    expect(err).toContain('warning[MR7020]');
  });

  it('fails the run where there is none', async () => {
    const at = await made('  - { match: { node: b }, fallback: last_good }\n');
    const { code, err } = await run(at, readsB);
    expect(code, err).toBe(1);
    expect(err).toContain('error[MR3016]');
    expect(await published(at)).toEqual([]);
  });
});
