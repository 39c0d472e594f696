import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { expect, test } from 'vitest';
import { millrace } from '../support/cli.js';
import type { Project } from '../support/project.js';
import { collector } from './collector.js';
import { delays, document, secret } from './pipeline.js';

interface Sent {
  readonly eventType: string;
  readonly run: {
    readonly runId: string;
    readonly facets: { readonly errorMessage?: { readonly message: string } };
  };
  readonly outputs: readonly {
    readonly name: string;
    readonly facets: { readonly columnLineage: { readonly fields: object } };
    readonly outputFacets?: { readonly outputStatistics: { readonly rowCount: number } };
  }[];
}

const ajv = new Ajv2020({ strictTypes: false });
formats.default(ajv);
const schema = JSON.parse(readFileSync(join(import.meta.dirname, 'openlineage.schema.json'), 'utf8'));
ajv.addSchema(
  JSON.parse(readFileSync(join(import.meta.dirname, '../../schema/upload-run-facet.json'), 'utf8')),
);
const holds = ajv.compile(schema);

const validated = (events: readonly unknown[]): readonly Sent[] => {
  for (const event of events) expect(holds(event) ? [] : holds.errors).toEqual([]);
  expect(JSON.stringify(events)).not.toContain(secret);
  return events as readonly Sent[];
};

const runInto = async (at: Project) => {
  const { code } = await millrace(at, ['run', 'pipeline.yaml', '--lineage', 'lineage.ndjson']);
  const lines = (await at.read('lineage.ndjson')).trim().split('\n');
  return { code, events: validated(lines.map((line): unknown => JSON.parse(line))) };
};

test('a run starts and completes, with the columns that each column is made from', async () => {
  const { code, events } = await runInto(await delays());
  expect(code).toBe(0);
  expect(events.map(({ eventType }) => eventType)).toEqual(['START', 'COMPLETE']);
  expect(new Set(events.map(({ run }) => run.runId)).size).toBe(1);
  const output = events[1]?.outputs[0];
  expect(output?.name).toBe('out://late.parquet');
  const from = (field: string) => ({
    inputFields: [{ namespace: 'millrace', name: 'raw://rows.csv', field }],
  });
  expect(output?.facets.columnLineage.fields).toEqual({
    id: from('id'),
    town: from('town'),
    delay: from('delay'),
    hours: from('delay'),
  });
  expect(output?.outputFacets?.outputStatistics.rowCount).toBe(2);
});

test('a run that fails says so by code, and quotes no value', async () => {
  const casting = document.replace('delay / 60.0', 'cast(town as integer)');
  const { code, events } = await runInto(await delays(casting));
  expect(code).not.toBe(0);
  expect(events.map(({ eventType }) => eventType)).toEqual(['START', 'FAIL']);
  expect(events[1]?.run.facets.errorMessage?.message).toMatch(/^MR\d{4} /);
  expect(events[1]?.outputs[0]?.outputFacets).toBeUndefined();
});

test('events go to an address as its variables say', async () => {
  const { url, received, json } = await collector();
  const environment = {
    OPENLINEAGE_URL: url,
    OPENLINEAGE_API_KEY: 'key',
    OPENLINEAGE_NAMESPACE: 'warehouse',
  };
  await millrace(await delays(), ['run', 'pipeline.yaml'], { environment });
  const events = validated(json('/api/v1/lineage'));
  expect(events).toMatchObject([
    { eventType: 'START', job: { namespace: 'warehouse', name: 'cases' } },
    { eventType: 'COMPLETE' },
  ]);
  expect(received[0]?.headers.authorization).toBe('Bearer key');
});

test('events that are not valid are found out: the schema refuses what it does not know', async () => {
  const { events } = await runInto(await delays());
  const [start] = events;
  expect(holds({ ...start, run: { runId: 'no-uuid' } })).toBe(false);
  expect(holds({ ...start, job: { namespace: '', name: 'x' } })).toBe(false);
  expect(holds({ ...start, inputs: [{ namespace: 'n', name: 'x', facets: { other: {} } }] })).toBe(false);
});

test('a file that cannot be written costs the lineage and not the run', async () => {
  const at = await delays();
  const { code, err } = await millrace(at, ['run', 'pipeline.yaml', '--lineage', 'nowhere/lineage.ndjson']);
  expect(code).toBe(0);
  expect(err).toContain('MR7201');
});
