import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { runPipeline, testDocument, validate, wire } from '../../src/app/index.js';
import type { Example, RunEvent } from '../../src/kit/index.js';
import { builtInKinds } from '../../src/nodes/index.js';
import { writeInputFile } from '../support/input-file.js';
import { unseen } from '../support/seen.js';

const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

const projectOf = async ({ document, files = {} }: Example): Promise<string> => {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-example-'));
  folders.push(folder);
  for (const [name, text] of Object.entries(files)) {
    await writeInputFile(join(folder, name), text);
  }
  writeFileSync(join(folder, 'pipeline.yaml'), document);
  return folder;
};

describe.each(builtInKinds)('the example of $kind', ({ kind, family, example }) => {
  it('shows the kind, holds, passes its tests and runs', async () => {
    const wiring = wire({ cwd: await projectOf(example) });
    expect(example.document).toContain(`use: ${kind}\n`);
    const { problems } = await validate(wiring, 'pipeline.yaml');
    expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    const { results } = await testDocument(wiring, 'pipeline.yaml');
    expect(results.length > 0 || family === 'check').toBe(true);
    expect(results.filter(({ passed }) => !passed)).toEqual([]);
    const events: RunEvent[] = [];
    const onEvent = (event: RunEvent): void => void events.push(event);
    const { record } = await runPipeline(wiring, 'pipeline.yaml', { onEvent });
    expect(record.problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(record.status).toBe('succeeded');
    expect(unseen(events, record)).toEqual([]);
  });
});
