import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { prepare, wire } from '../../src/app/index.js';
import { millrace } from '../support/cli.js';
import { type Project, project } from '../support/project.js';

const root = resolve(import.meta.dirname, '../..');
const data = join(root, 'node_modules/vega-datasets/data');
const example = readFileSync(join(root, 'examples/late-flights/pipeline.yaml'), 'utf8').replace(
  '../../node_modules/vega-datasets/data',
  data,
);
const value = parse(example) as Readonly<Record<string, unknown>>;

const builder = `import { pipeline } from 'millrace';
const { description, owner, tags, params, resources, nodes } = ${JSON.stringify(value)};
let built = pipeline('late-flights', { description, owner, tags }).params(params).resources(resources);
for (const [name, node] of Object.entries(nodes)) built = built.node(name, node.use, node.with, node.from);
export default built.build();
`;

const lateFlights = (): Promise<Project> =>
  project({ 'pipeline.yaml': example, 'pipeline.json': JSON.stringify(value), 'pipeline.js': builder });

describe('late flights', () => {
  it('is one value and one hash as YAML, as JSON and from the builder', async () => {
    const { folder } = await lateFlights();
    const wiring = wire({ cwd: folder });
    const hashes: string[] = [];
    for (const file of ['pipeline.yaml', 'pipeline.json', 'pipeline.js']) {
      hashes.push((await prepare(wiring, file)).loaded.parsed.hash);
    }
    expect(new Set(hashes).size).toBe(1);
  });

  it('validates, passes its tests, runs, and leaves a record and a report', async () => {
    const at = await lateFlights();
    expect(await millrace(at, ['validate', 'pipeline.yaml'])).toMatchObject({ code: 0, out: '' });
    expect((await millrace(at, ['test', 'pipeline.yaml'])).err).toContain('2 tests passed, 0 failed');
    const { code, out } = await millrace(at, ['run', 'pipeline.yaml', '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      status: 'succeeded',
      outputs: [{ rows: 229 }],
      checks: [{ passed: true }],
    });
    expect((await millrace(at, ['runs', 'latest'])).out).toContain('gold://late-by-origin.parquet');
    expect((await millrace(at, ['validate', '--offline', 'pipeline.yaml'])).code).toBe(0);
    expect((await millrace(at, ['report', 'latest', '-o', '-'])).out).toMatch(/^<!doctype html>/);
  });

  it.each([
    ['tree', /prune_columns: "flights" reads 2 of 5 columns/],
    ['sql', /delay > CAST\(\$minutes AS BIGINT\)/],
    ['json', /"rule": "prune_columns"/],
    ['mermaid', /^flowchart LR/],
  ])('is explained as %s', async (format, expected) => {
    const { code, out } = await millrace(await lateFlights(), [
      'explain',
      '--format',
      format,
      'pipeline.yaml',
    ]);
    expect(code).toBe(0);
    expect(out).toMatch(expected);
  });

  it('is refused with its contract and policies, which are not built, both at once', async () => {
    const contract = example
      .replace(
        'path: raw://flights-*.parquet }',
        'path: raw://flights-*.parquet }\n    contract:\n      columns: {}',
      )
      .replace('\ntests:', '\npolicies:\n  - match: { kind: read_* }\n\ntests:');
    const { code, err } = await millrace(await project({ 'pipeline.yaml': contract }), [
      'validate',
      'pipeline.yaml',
    ]);
    expect(code).toBe(2);
    expect(err).toContain('error[MR9001] "contract" is not built yet');
    expect(err).toContain('error[MR9001] "policies" is not built yet');
  });
});
