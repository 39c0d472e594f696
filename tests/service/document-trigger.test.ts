import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { describe, expect, test } from 'vitest';
import { withoutValue } from '../../src/app/clean/erase-record.js';
import { runPipeline, validate, wire } from '../../src/app/index.js';
import { loadDocument } from '../../src/app/load/load-document.js';
import { triggerProblems } from '../../src/app/service/trigger/index.js';
import { withTelemetry } from '../../src/app/telemetry.js';
import type { RunTrigger } from '../../src/kit/index.js';
import { parseDocument, uploadChannel } from '../../src/spec/index.js';
import { millrace } from '../support/cli.js';
import { type Project, project } from '../support/project.js';

const documentWith = (trigger: string, more = '', mode = 'append'): string => `millrace: 1
pipeline: orders
${trigger}
resources:
  stores:
    inbox: { folder: ./inbox/orders }
    out: { folder: ./out }
nodes:
  rows:
    use: read_csv
    with: { path: "inbox://*.csv"${more} }
  result:
    use: write_csv
    from: rows
    with: { path: ${mode === 'append' ? 'out://result/' : 'out://result.csv'}, mode: ${mode} }
`;

const NEW = ', new_only: true';

const orders = (document: string) =>
  project({ 'pipeline.yaml': document, 'inbox/orders/20260101t000000000z-ab.csv': 'id\n1\n2\n' });

/** The rows of all files of the output. */
const rows = async (at: Project): Promise<readonly string[]> => {
  const names = Object.keys(await at.bytes('out/result'));
  const texts = await Promise.all(names.map((name) => at.read(`out/result/${name}`)));
  return texts.flatMap((text) => text.trim().split('\n').slice(1)).toSorted();
};

const because: RunTrigger = {
  channel: 'orders',
  uploads: [
    {
      upload: '20260101t000000000z-ab',
      file: '20260101t000000000z-ab.csv',
      sha256: 'f'.repeat(64),
      clientName: 'Jane Doe.csv',
      principal: 'jane',
    },
  ],
};

describe('trigger: upload', () => {
  test.each([
    ['trigger: upload', 'orders'],
    ['trigger: { upload: invoices }', 'invoices'],
    ['', undefined],
  ])('%s', (trigger, channel) => {
    const { document } = parseDocument(documentWith(trigger, NEW), 'p.yaml');
    expect(uploadChannel(document)).toBe(channel);
  });

  test('is no part of the hash of a document', () => {
    const hashes = ['trigger: upload', 'trigger: { upload: a }', ''].map(
      (trigger) => parseDocument(documentWith(trigger), 'p.yaml').hash,
    );
    expect(new Set(hashes).size).toBe(1);
  });

  test.each([
    ['trigger: uploads', 'MR1023'],
    ['trigger: { uplaod: a }', 'MR1020'],
    ['trigger: { upload: ../a }', 'MR1024'],
    ['trigger: [upload]', 'MR1022'],
    ['trigger: {}', 'MR1021'],
  ])('%s is refused, at its place', async (trigger, code) => {
    const at = await orders(documentWith(trigger));
    const { err, code: exit } = await millrace(at, ['validate', 'pipeline.yaml']);
    expect(exit).toBe(2);
    expect(err).toContain(`error[${code}]`);
    expect(err).toMatch(/pipeline\.yaml:3:\d+/);
  });

  test('warns where each upload would append the rows of all', async () => {
    const at = await orders(documentWith('trigger: upload'));
    const warned = async (document: string) => {
      await at.write({ 'pipeline.yaml': document });
      const wiring = wire({ cwd: at.folder, environment: {} });
      const looks = [{}, { offline: true }].map((how) => validate(wiring, 'pipeline.yaml', how));
      return (await Promise.all(looks)).map(({ problems }) => problems.some(({ code }) => code === 'MR8408'));
    };
    expect(await warned(documentWith('trigger: upload'))).toEqual([true, true]);
    expect(await warned(documentWith('trigger: upload', NEW))).toEqual([false, false]);
    expect(await warned(documentWith('trigger: upload', '', 'replace'))).toEqual([false, false]);
    expect(await warned(documentWith(''))).toEqual([false, false]);
  });

  test('changes nothing where there is no service: the folder is read as any other', async () => {
    const at = await orders(documentWith('trigger: upload', NEW));
    expect((await millrace(at, ['run', 'pipeline.yaml'])).code).toBe(0);
    const first = await rows(at);
    expect(first).toEqual(['1', '2']);
    await at.write({ 'inbox/orders/20260102t000000000z-cd.csv': 'id\n3\n' });
    expect((await millrace(at, ['run', 'pipeline.yaml'])).code).toBe(0);
    expect(await rows(at)).toEqual(['1', '2', '3']);
  });
});

describe('a run that an upload started', () => {
  const ran = async () => {
    const at = await orders(documentWith('trigger: upload', NEW));
    const wiring = wire({ cwd: at.folder, environment: {} });
    const lineage = { lineage: at.path('lineage.ndjson') };
    const { record } = await withTelemetry(wiring, lineage, { write: () => undefined }, (onEvent) =>
      runPipeline(wiring, 'pipeline.yaml', { onEvent, trigger: because }),
    );
    return { at, record };
  };

  test('has on record which', async () => {
    const { at, record } = await ran();
    expect(record.trigger).toEqual(because);
    const { out } = await millrace(at, ['runs', record.runId]);
    expect(out).toContain('started by 1 upload of the channel "orders": 20260101t000000000z-ab');
    expect(JSON.parse((await millrace(at, ['runs', record.runId, '--json'])).out).trigger).toEqual(because);
  });

  test('tells lineage which, and nothing that a client said', async () => {
    const { at } = await ran();
    const text = await at.read('lineage.ndjson');
    const events = text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    const { clientName: _, principal: __, ...named } = because.uploads[0] ?? {};
    for (const { run } of events) {
      expect(run.facets.millrace_upload).toMatchObject({ channel: 'orders', uploads: [named] });
    }
    expect(events).toHaveLength(2);
    expect(text).not.toMatch(/jane/i);
  });

  test('tells it as the schemas say', async () => {
    const { at } = await ran();
    const json = (path: string) => JSON.parse(readFileSync(join(import.meta.dirname, path), 'utf8'));
    const ajv = new Ajv2020({ strictTypes: false, strictRequired: false });
    formats.default(ajv);
    ajv.addSchema(json('../../schema/upload-run-facet.json'));
    const holds = ajv.compile(json('../telemetry/openlineage.schema.json'));
    for (const line of (await at.read('lineage.ndjson')).trim().split('\n')) {
      const event = JSON.parse(line);
      expect(holds(event) ? [] : holds.errors).toEqual([]);
      event.run.facets.millrace_upload.uploads[0].clientName = 'x';
      expect(holds(event)).toBe(false);
    }
  });

  test('keeps no name of a client in its events, and loses it from its record when it is erased', async () => {
    const { at, record } = await ran();
    expect(await at.read(`.millrace/runs/${record.runId}/events.ndjson`)).not.toMatch(/jane/i);
    const [upload] = withoutValue(record, ['Jane Doe.csv', 'jane']).trigger?.uploads ?? [];
    expect(upload).toMatchObject({ upload: '20260101t000000000z-ab', sha256: 'f'.repeat(64) });
    expect(JSON.stringify(upload)).not.toMatch(/jane/i);
  });
});

describe('a service with channels', () => {
  const channel = (name: string, folder: string) => ({
    name,
    folder,
    accept: ['csv' as const],
    maxBytes: 1,
    archives: { entries: 1, ratio: 1, bytes: 1, depth: 1 },
  });

  const found = async (trigger: string, name: string, folder = 'inbox/orders') => {
    const at = await orders(documentWith(trigger, NEW));
    const loaded = await loadDocument('pipeline.yaml', at.folder);
    return triggerProblems(loaded, [channel(name, at.path(folder))]);
  };

  test('takes a pipeline whose store is the folder of its channel, or one around it', async () => {
    expect(await found('trigger: upload', 'orders')).toEqual([]);
    expect(await found('trigger: upload', 'orders', 'inbox/orders/deep')).toEqual([]);
    expect(await found('', 'other')).toEqual([]);
  });

  test('says of a channel that there is not what was meant', async () => {
    expect(await found('trigger: { upload: ordres }', 'orders')).toMatchObject([
      {
        code: 'MR8409',
        severity: 'error',
        message: 'the pipeline "orders" waits for uploads of the unknown channel "ordres"',
        label: 'did you mean "orders"?',
        place: { line: 3 },
        notes: ['channels: orders'],
      },
    ]);
  });

  test('warns of a pipeline that does not read what starts it', async () => {
    expect(await found('trigger: upload', 'orders', 'elsewhere')).toMatchObject([
      { code: 'MR8410', severity: 'warning', place: { line: 3 } },
    ]);
  });
});
