import { fork } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Pages of 100 rows of a dataset of 20 columns, 3 of them masked, read by 50 clients over HTTP:
 * `node benchmarks/dataset-pages.mjs`. The service and its clients are processes of their own.
 */
const ROWS = Number(process.env.ROWS ?? 1_000_000);
const READS = Number(process.env.READS ?? 5_000);
const CLIENTS = 50;
const PAGE = 100;
const root = join(import.meta.dirname, '../dist');
const base = '/v1/datasets/people/out/rows';

const at = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];

const document = `millrace: 1
pipeline: people
resources:
  memory: 1GB
  stores: { here: { folder: .. } }
nodes:
  one:
    use: read_csv
    with: { path: here://one.csv }
  people:
    use: sql
    from: { o: one }
    with:
      query: >-
        select i as id, 'person' || i || '@example' || (i % 97) || '.com' as email, 'DE' || lpad((i % 97)::varchar, 2, '0') || lpad(i::varchar, 18, '0') as iban,
        (30000 + i % 70000)::integer as salary, ['DE', 'FR', 'IT', 'ES', 'PL', 'NL', 'BE', 'AT', 'CH', 'SE'][i % 10 + 1] as country,
        ${Array.from({ length: 15 }, (_, n) => (n % 3 === 0 ? `(i * ${n + 3}) % 1000003 as n${n}` : n % 3 === 1 ? `'text ' || i % ${n + 100} as t${n}` : `date '2001-01-01' + (i % ${n + 3000})::integer as d${n}`)).join(', ')}
        from o, range(${ROWS}) t(i) order by i
    contract:
      columns:
        email: { type: email }
        iban: { class: sensitive }
        salary: { class: personal }
  out:
    use: write_parquet
    from: people
    with: { path: here://people.parquet }
`;

const get = (agent, { port, token }, path) =>
  new Promise((resolve, reject) => {
    const sent = request(
      { agent, host: '127.0.0.1', port, path, headers: { authorization: `Bearer ${token}` } },
      (answer) => {
        const parts = [];
        answer.on('data', (part) => parts.push(part));
        answer.on('end', () => resolve({ status: answer.statusCode, text: Buffer.concat(parts).toString() }));
        answer.on('error', reject);
      },
    );
    sent.on('error', reject);
    sent.end();
  });

/** Who reads sees three columns masked, and with the role `regional` the rows of one country alone. */
const rules = {
  'millrace.yaml': `millrace: 1
project: people
access:
  policies: access/*.cedar
  people:
    all: { roles: [masked] }
    one: { roles: [masked, regional], attributes: { country: IT } }
`,
  'access/masked.cedar': `@id("masked-describe")
permit (principal in Millrace::Role::"masked", action == Millrace::Action::"dataset.describe", resource);
@id("all-rows")
permit (principal in Millrace::Role::"masked", action == Millrace::Action::"dataset.read", resource)
unless { principal in Millrace::Role::"regional" };
@id("regional-rows")
@rows("country = $country")
permit (principal in Millrace::Role::"regional", action == Millrace::Action::"dataset.read", resource);
@id("clear")
permit (principal in Millrace::Role::"masked", action == Millrace::Action::"column.read", resource)
when { resource.class == Millrace::Class::"none" };
@id("masked")
@mask("mask")
permit (principal in Millrace::Role::"masked", action == Millrace::Action::"column.masked", resource)
when { resource.column != "salary" };
@id("hashed")
@mask("hash")
permit (principal in Millrace::Role::"masked", action == Millrace::Action::"column.masked", resource)
when { resource.column == "salary" };
`,
};

/** The service, and a token of whoever reads. */
async function serveIn({ folder, owner, reading = {} }) {
  const { loadServiceConfig } = await import(join(root, 'app/service/config.js'));
  const { openService } = await import(join(root, 'app/service/service.js'));
  const { wire } = await import(join(root, 'app/wire.js'));
  const { createServer } = await import(join(root, 'server/create-server.js'));
  const config = await loadServiceConfig(undefined, {}, folder);
  const service = await openService(wire({ cwd: folder }), config, { isNewToken: true, reading });
  const app = await createServer(service, config);
  await app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = app.server.address();
  const made = await fetch(`http://127.0.0.1:${port}/v1/tokens`, {
    method: 'POST',
    headers: { authorization: `Bearer ${service.madeToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'benchmark', owner }),
  });
  const { token } = await made.json();
  process.send({ port, token });
  process.once('message', async () => {
    await app.close();
    await service.close(1_000);
    process.disconnect();
  });
}

async function reads({ target, paths, every }) {
  const agent = new Agent({ keepAlive: true, maxSockets: CLIENTS });
  const times = [];
  const client = async (number) => {
    for (let done = 0; done < READS / CLIENTS; done += 1) {
      const before = performance.now();
      const path = paths[(number * 7919 + done * 31) % paths.length];
      const { status, text } = await get(agent, target, path);
      if (status !== 200) throw new Error(`${status} ${text}`);
      const took = performance.now() - before;
      times.push(took);
      if (every > took) await new Promise((resolve) => setTimeout(resolve, every - took));
    }
  };
  const started = performance.now();
  await Promise.all(Array.from({ length: CLIENTS }, (_, number) => client(number)));
  const seconds = (performance.now() - started) / 1000;
  agent.destroy();
  times.sort((a, b) => a - b);
  process.send({ rate: READS / seconds, median: at(times, 0.5), p95: at(times, 0.95), p99: at(times, 0.99) });
  process.disconnect();
}

const child = (work, options) => {
  const started = fork(import.meta.filename, [work, JSON.stringify(options)]);
  const said = new Promise((resolve, reject) => {
    started.once('message', resolve);
    started.once('exit', (code) => code && reject(new Error(`${work} ended with ${code}`)));
  });
  return { started, said };
};

/** Where pages all over the table begin. */
async function places(target) {
  const agent = new Agent({ keepAlive: true });
  const found = [base];
  let cursor;
  do {
    const after = cursor === undefined ? '' : `&cursor=${cursor}`;
    const { status, text } = await get(agent, target, `${base}?columns=id&limit=2000${after}`);
    if (status !== 200) throw new Error(text);
    cursor = JSON.parse(text).next;
    if (cursor !== undefined) found.push(`${base}?limit=${PAGE}&cursor=${cursor}`);
  } while (cursor !== undefined);
  agent.destroy();
  return found;
}

async function measure(folder, name, options) {
  const { started, said } = child('serve', { folder, ...options });
  const target = await said;
  const agent = new Agent({ keepAlive: true });
  const before = performance.now();
  const first = await get(agent, target, base);
  if (first.status !== 200) throw new Error(first.text);
  console.log(
    `${name}: first page after ${((performance.now() - before) / 1000).toFixed(1)} s, ${first.text.length} bytes`,
  );
  agent.destroy();
  const all = await places(target);
  for (const [what, paths] of [
    ['the same page', [base]],
    [`${all.length} pages all over the table`, all],
  ])
    for (const every of [0, 50]) {
      const { rate, median, p95, p99 } = await child('reads', { target, paths, every }).said;
      const pace = every === 0 ? 'as fast as they can' : 'each 20 times a second';
      console.log(
        `${name}, ${what}, ${CLIENTS} clients ${pace}: ${Math.round(rate)}/s, median ${median.toFixed(1)} ms, p95 ${p95.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms`,
      );
    }
  started.send('end');
  await new Promise((resolve) => started.once('exit', resolve));
}

async function main() {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-bench-pages-'));
  try {
    mkdirSync(join(folder, 'pipelines'));
    mkdirSync(join(folder, 'access'));
    for (const [file, text] of Object.entries(rules)) writeFileSync(join(folder, file), text);
    writeFileSync(join(folder, 'serve.yaml'), 'serve: 1\nlimits: { requests: 10000000/1m }\n');
    writeFileSync(join(folder, 'one.csv'), 'x\n1\n');
    writeFileSync(join(folder, 'pipelines/people.yaml'), document);
    await child('publish', { folder }).said;
    await measure(folder, 'kept answers', { owner: 'all' });
    await measure(folder, 'no kept answers', { owner: 'all', reading: { cache: 0 } });
    await measure(folder, 'row filter, no kept answers', { owner: 'one', reading: { cache: 0 } });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Runs the pipeline in a service, so that it is on record there. */
async function publish({ folder }) {
  const { loadServiceConfig } = await import(join(root, 'app/service/config.js'));
  const { openService } = await import(join(root, 'app/service/service.js'));
  const { wire } = await import(join(root, 'app/wire.js'));
  const config = await loadServiceConfig(undefined, {}, folder);
  const service = await openService(wire({ cwd: folder }), config);
  const { runId } = await service.desk.start({
    pipeline: 'people',
    params: {},
    cause: { kind: 'request', principal: 'administrator' },
  });
  let status = 'queued';
  while (status === 'queued' || status === 'running') {
    await new Promise((resolve) => setTimeout(resolve, 200));
    ({ status } = await service.runs.get(runId));
  }
  if (status !== 'succeeded') throw new Error(JSON.stringify(await service.runs.problems(runId)));
  await service.close(1_000);
  process.send('done');
  process.disconnect();
}

const work = { serve: serveIn, reads, publish };
const [name, options] = process.argv.slice(2);
if (name === undefined) await main();
else await work[name](JSON.parse(options));
