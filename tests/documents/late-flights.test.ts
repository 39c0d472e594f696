import { describe, expect, it } from 'vitest';
import { millrace, type Seen } from '../support/cli.js';
import { contentOf } from '../support/duckdb.js';
import { expectForPeople } from '../support/expectations.js';
import { millraceProcess } from '../support/process.js';
import type { Project } from '../support/project.js';
import { asJson, asTypeScript, lateFlights, lateFlightsProject } from './late-flights.js';

interface Output {
  readonly sha256: string;
  readonly rows: number;
}

interface Record {
  readonly status: string;
  readonly document: { readonly hash: string };
  readonly outputs: readonly Output[];
  readonly params: { readonly minutes: string };
}

const expectGood = ({ code, out, err }: Seen): string => {
  expect(code, err).toBe(0);
  expectForPeople(out + err);
  return out;
};

/** On one thread, as groups come in no particular order on several. */
const runJson = async (at: Project, file: string): Promise<Record> =>
  JSON.parse(expectGood(await millraceProcess(at, ['run', file, '--json', '--threads', '1']))) as Record;

describe('the late flights of the example', () => {
  it('validate, and pass their own tests', async () => {
    const at = await lateFlightsProject();
    const validated = await millrace(at, ['validate', 'pipeline.yaml']);
    expectGood(validated);
    expect(validated.err).toBe('✓ pipeline.yaml: late-flights, 7 nodes\n');
    const tested = await millrace(at, ['test', 'pipeline.yaml']);
    expectGood(tested);
    expect(tested.err).toContain('2 tests passed, 0 failed');
  });

  it.each([
    ['tree', 'by_origin'],
    ['sql', 'quantile_cont'],
    ['json', '"stages"'],
    ['mermaid', 'flowchart'],
  ])('are explained as %s', async (format, holds) => {
    const at = await lateFlightsProject();
    const out = expectGood(await millrace(at, ['explain', 'pipeline.yaml', '--format', format]));
    expect(out).toContain(holds);
    expect(out.endsWith('\n')).toBe(true);
    expect(await at.bytes('.')).toEqual({ 'pipeline.yaml': expect.any(String) });
  });

  it('run, are reported, and are found among the runs', async () => {
    const at = await lateFlightsProject();
    const { status, outputs } = await runJson(at, 'pipeline.yaml');
    expect({ status, rows: outputs.map(({ rows }) => rows) }).toEqual({ status: 'succeeded', rows: [229] });
    const { names, rows } = await contentOf('read_parquet', at.path('out/late-by-origin.parquet'));
    expect(names).toEqual(['origin', 'city', 'late_flights', 'mean_delay', 'p95_delay']);
    expect(rows.find(([origin]) => origin === 'ORD')?.slice(0, 3)).toEqual(['ORD', 'Chicago', '41079']);
    expect(expectGood(await millrace(at, ['runs']))).toMatch(/late-flights +succeeded .* 229 rows/);
    expect(expectGood(await millrace(at, ['runs', 'latest']))).toContain('gold://late-by-origin.parquet');
    const html = expectGood(await millrace(at, ['report', 'latest', '-o', '-']));
    expect(html).toMatch(/^<!doctype html>/i);
    expect(html).toContain('gold://late-by-origin.parquet');
  });

  it('give the same hash and the same bytes as YAML, as JSON and as TypeScript', async () => {
    const at = await lateFlightsProject();
    const yaml = await lateFlights();
    await at.write({ 'pipeline.json': asJson(yaml), 'pipeline.ts': asTypeScript });
    const records: Record[] = [];
    for (const file of ['pipeline.yaml', 'pipeline.json', 'pipeline.ts'])
      records.push(await runJson(at, file));
    expect(new Set(records.map(({ document }) => document.hash)).size).toBe(1);
    expect(new Set(records.map(({ outputs }) => outputs[0]?.sha256)).size).toBe(1);
  });

  it('take another limit from the command line, and keep it in the record', async () => {
    const at = await lateFlightsProject();
    const more = ['run', 'pipeline.yaml', '--param', 'minutes=60', '--json', '--threads', '1'];
    const record = JSON.parse(expectGood(await millrace(at, more))) as Record;
    expect(record.params.minutes).toBe('60');
  });

  it('have a test that says what it got when it expects something else, and can be mended', async () => {
    const at = await lateFlightsProject();
    const wrong = (await lateFlights()).replace(
      '{ delay: 16, origin: SAN }\n  - name',
      '{ delay: 17, origin: SAN }\n  - name',
    );
    await at.write({ 'pipeline.yaml': wrong });
    const failed = await millrace(at, ['test', 'pipeline.yaml']);
    expect(failed.code).toBe(1);
    expect(failed.err).toMatch(/- +17 +SAN\n +\+ +16 +SAN/);
    expect(failed.err).toContain('1 test passed, 1 failed');
    expectGood(await millrace(at, ['test', 'pipeline.yaml', '--fix']));
    expectGood(await millrace(at, ['test', 'pipeline.yaml']));
    expect(await at.read('pipeline.yaml')).toContain('# a parameter is a bound value');
  });
});
