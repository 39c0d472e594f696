import { execFile, spawn } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { runPipeline, wire } from '../../src/app/index.js';
import { withTelemetry } from '../../src/app/telemetry.js';
import { metrics, prometheusName } from '../../src/observability/names.js';
import { temporaryFolder } from '../support/project.js';
import { delays } from './pipeline.js';
import { prometheusTools } from './prometheus-tools.js';

const tools = await prometheusTools();
const has = tools.why === undefined;
const titled = (title: string): string => (has ? title : `${title} (skipped: ${tools.why})`);
const deploy = join(import.meta.dirname, '../../deploy');
const run = promisify(execFile);

/** Names of metrics in an expression. */
const namesIn = (text: string): readonly string[] =>
  text.match(/\b(millrace_[a-z_]+|process_[a-z_]+)(?=[{[)\s]|$)(?!\s*=)/g) ?? [];

const served = new Set(
  Object.values(metrics).flatMap((metric) => {
    const name = prometheusName(metric);
    return metric.instrument === 'histogram' ? [`${name}_bucket`, `${name}_sum`, `${name}_count`] : [name];
  }),
);

test.skipIf(!has)(titled('the alert rules hold, case by case, by promtool'), async () => {
  if (tools.why !== undefined) return;
  const { stdout } = await run(tools.promtool, ['test', 'rules', join(deploy, 'prometheus/alerts.test.yml')]);
  expect(stdout).toContain('SUCCESS');
});

test('the dashboard asks only for metrics that there are', async () => {
  const dashboard = JSON.parse(await readFile(join(deploy, 'grafana/millrace.json'), 'utf8')) as {
    readonly panels: readonly { readonly targets: readonly { readonly expr: string }[] }[];
  };
  const asked = dashboard.panels.flatMap(({ targets }) =>
    targets.flatMap(({ expr }) => namesIn(expr.replaceAll(/by \([^)]*\)|\{[^}]*\}/g, ' '))),
  );
  expect(asked.length).toBeGreaterThan(10);
  expect(asked.filter((name) => !served.has(name))).toEqual([]);
});

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });

interface Answer {
  readonly data: { readonly result: readonly { readonly value: readonly [number, string] }[] };
}

/** Asks until there is an answer: scrapes come when they come. */
const asked = async (url: string): Promise<string> => {
  for (;;) {
    const answer = await fetch(url).then(
      (response) => response.json() as Promise<Answer>,
      () => undefined,
    );
    const value = answer?.data?.result[0]?.value[1];
    if (value !== undefined) return value;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
};

/** A Prometheus that scrapes an address; gives its own. */
const scraping = async (program: string, address: string): Promise<string> => {
  const folder = await temporaryFolder();
  const port = await freePort();
  await mkdir(join(folder, 'data'));
  const config = join(folder, 'prometheus.yml');
  await writeFile(
    config,
    `global: { scrape_interval: 1s }\nscrape_configs:\n  - job_name: millrace\n    static_configs: [{ targets: ['${new URL(address).host}'] }]\n`,
  );
  const words = [`--config.file=${config}`, `--storage.tsdb.path=${join(folder, 'data')}`];
  const child = spawn(program, [...words, `--web.listen-address=127.0.0.1:${port}`], { stdio: 'ignore' });
  onTestFinished(async () => {
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await gone;
  });
  return `http://127.0.0.1:${port}`;
};

test.skipIf(!has)(titled('a real Prometheus scrapes a run and answers what became of it'), async () => {
  if (tools.why !== undefined) return;
  const { folder } = await delays();
  const wiring = wire({ cwd: folder, environment: {} });
  let address = '';
  const notices = {
    write: () => undefined,
    onAddress: (at: string) => {
      address = at;
    },
  };
  await withTelemetry(wiring, { metricsPort: 0 }, notices, async (onEvent) => {
    const server = await scraping(tools.prometheus, address);
    await runPipeline(wiring, 'pipeline.yaml', { onEvent });
    const query = (text: string) => asked(`${server}/api/v1/query?query=${encodeURIComponent(text)}`);
    expect(await query('millrace_published_rows_total{millrace_pipeline="cases"}')).toBe('2');
    expect(await query('sum(millrace_runs_total{millrace_run_status="succeeded"})')).toBe('1');
    expect(await query('millrace_runs_active')).toBe('0');
  });
});
