import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { runPipeline, wire } from '../../src/app/index.js';
import { withTelemetry } from '../../src/app/telemetry.js';
import { millrace } from '../support/cli.js';
import { delays, secret } from './pipeline.js';

test('metrics of a run are served for Prometheus while it goes on, and no longer', async () => {
  const { folder } = await delays();
  const wiring = wire({ cwd: folder, environment: {} });
  let address = '';
  const notices = {
    write: () => undefined,
    onAddress: (at: string) => {
      address = at;
    },
  };
  const text = await withTelemetry(wiring, { metricsPort: 0 }, notices, async (onEvent) => {
    const { record } = await runPipeline(wiring, 'pipeline.yaml', { onEvent });
    expect(record.status).toBe('succeeded');
    return (await fetch(address)).text();
  });
  expect(text).toContain('millrace_runs_total{millrace_pipeline="cases",millrace_run_status="succeeded"');
  expect(text).toMatch(/millrace_rows_total\{[^}]*millrace_stage="s1"[^}]*\} 2\n/);
  expect(text).toMatch(/process_memory_usage\{millrace_pipeline="cases"[^}]*\} \d+/);
  expect(text).not.toContain(secret);
  await expect(fetch(address)).rejects.toThrow('fetch failed');
});

test('a port that is taken costs the metrics and not the run', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const { code, err } = await millrace(await delays(), [
    'run',
    'pipeline.yaml',
    '--metrics-port',
    String(port),
  ]);
  expect(code).toBe(0);
  expect(err).toContain('MR7203');
  expect(err).toContain(`port ${port} cannot be opened`);
});
