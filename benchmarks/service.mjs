import { fork, spawn } from 'node:child_process';
import {
  createReadStream,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { open } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * What the service takes and gives: one file of 1 GB, 200 files at once, and reads by 50 clients.
 * `node benchmarks/service.mjs`; clients run in a process of their own.
 */
const GIGABYTE = Number(process.env.GIGABYTE ?? 1_000_000_000);
const FILES = 200;
const FILE = 2_000_000;
const CLIENTS = 50;
const READS = 10_000;
const RUNS = 10_000;

const at = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];

const ask = (agent, target, { method = 'GET', path, headers = {}, body }) =>
  new Promise((resolve, reject) => {
    const sent = request(
      {
        agent,
        host: '127.0.0.1',
        port: target.port,
        method,
        path,
        headers: { authorization: `Bearer ${target.token}`, ...headers },
      },
      (answer) => {
        const parts = [];
        answer.on('data', (part) => parts.push(part));
        answer.on('end', () =>
          resolve({
            status: answer.statusCode,
            headers: answer.headers,
            text: Buffer.concat(parts).toString(),
          }),
        );
        answer.on('error', reject);
      },
    );
    sent.on('error', reject);
    if (body === undefined) sent.end();
    else if (typeof body === 'string') sent.end(body);
    else body.pipe(sent);
  });

/** Seconds until it is known whether a file passes. */
async function examined(target, id) {
  const started = performance.now();
  for (;;) {
    const { text } = await ask(new Agent(), target, { path: `/v1/uploads/${id}` });
    const { state } = JSON.parse(text);
    if (state === 'promoted') return (performance.now() - started) / 1000;
    if (state === 'rejected' || state === 'error') throw new Error(text);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** The clients' side: one order, one answer. */
const work = {
  put: async (target, { file, name }) => {
    const started = performance.now();
    const { status, text } = await ask(new Agent(), target, {
      method: 'PUT',
      path: `/v1/channels/orders/files/${name}`,
      headers: { 'content-type': 'text/plain', 'content-length': statSync(file).size },
      body: createReadStream(file, { highWaterMark: 1 << 20 }),
    });
    if (status !== 202) throw new Error(`${status} ${text}`);
    const seconds = (performance.now() - started) / 1000;
    return { seconds, examined: await examined(target, JSON.parse(text).id) };
  },
  tus: async (target, { file, name }) => {
    const agent = new Agent({ keepAlive: true });
    const size = statSync(file).size;
    const metadata = Object.entries({ channel: 'orders', filename: name, filetype: 'text/plain' })
      .map(([key, value]) => `${key} ${Buffer.from(value).toString('base64')}`)
      .join(',');
    const made = await ask(agent, target, {
      method: 'POST',
      path: '/v1/tus/',
      headers: {
        'tus-resumable': '1.0.0',
        'upload-length': size,
        'upload-metadata': metadata,
        'content-length': 0,
      },
    });
    const started = performance.now();
    const { status, text } = await ask(agent, target, {
      method: 'PATCH',
      path: made.headers.location,
      headers: {
        'tus-resumable': '1.0.0',
        'upload-offset': 0,
        'content-type': 'application/offset+octet-stream',
        'content-length': size,
      },
      body: createReadStream(file, { highWaterMark: 1 << 20 }),
    });
    if (status !== 204) throw new Error(`${status} ${text}`);
    const seconds = (performance.now() - started) / 1000;
    agent.destroy();
    return { seconds, examined: await examined(target, made.headers.location.split('/').at(-1)) };
  },
  many: async (target) => {
    const agent = new Agent({ maxSockets: FILES });
    const line = 'all of the same letters\n';
    const body = line.repeat(FILE / line.length);
    const started = performance.now();
    const answers = await Promise.all(
      Array.from({ length: FILES }, (_, index) =>
        ask(agent, target, {
          method: 'PUT',
          path: `/v1/channels/orders/files/many-${index}.txt`,
          headers: {
            'content-type': 'text/plain',
            'content-length': Buffer.byteLength(body),
            prefer: 'wait=200',
          },
          body,
        }),
      ),
    );
    const promoted = answers.filter(
      ({ status, text }) => status === 201 && JSON.parse(text).state === 'promoted',
    );
    return { seconds: (performance.now() - started) / 1000, promoted: promoted.length };
  },
  /** As fast as answers come, or each client once in so many milliseconds. */
  reads: async (target, { path, every = 0 }) => {
    const agent = new Agent({ keepAlive: true, maxSockets: CLIENTS });
    const times = [];
    const client = async () => {
      for (let done = 0; done < READS / CLIENTS; done += 1) {
        const before = performance.now();
        const { status, text } = await ask(agent, target, { path });
        if (status !== 200) throw new Error(`${status} ${text}`);
        const took = performance.now() - before;
        times.push(took);
        if (every > took) await new Promise((resolve) => setTimeout(resolve, every - took));
      }
    };
    const started = performance.now();
    await Promise.all(Array.from({ length: CLIENTS }, client));
    const seconds = (performance.now() - started) / 1000;
    agent.destroy();
    times.sort((a, b) => a - b);
    return { rate: READS / seconds, median: at(times, 0.5), p95: at(times, 0.95), p99: at(times, 0.99) };
  },
};

if (process.send) {
  process.once('message', async ({ name, target, options }) => {
    process.send(await work[name](target, options));
    process.disconnect();
  });
} else await main();

function inClients(name, target, options = {}) {
  return new Promise((resolve, reject) => {
    const child = fork(import.meta.filename);
    child.once('message', resolve);
    child.once('error', reject);
    child.once('exit', (code) => code && reject(new Error(`clients ended with ${code}`)));
    child.send({ name, target, options });
  });
}

async function serving(folder) {
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, '../dist/bin/millrace.js'), 'serve', '--port', '0'],
    {
      cwd: folder,
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  );
  let text = '';
  await new Promise((resolve, reject) => {
    child.stderr.on('data', (part) => {
      text += part;
      if (/serves .*\n/.test(text)) resolve();
    });
    child.once('exit', () => reject(new Error(text)));
  });
  const port = Number(/127\.0\.0\.1:(\d+)/.exec(text)[1]);
  return { child, target: { port, token: /mr_[\w-]+/.exec(text)[0] } };
}

/** The most that a process holds while work goes on, above what it held before, in MB. */
async function watched(pid, task) {
  const resident = () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1000;
  const idle = resident();
  let most = idle;
  const timer = setInterval(() => {
    most = Math.max(most, resident());
  }, 20);
  try {
    return { ...(await task()), idle, above: most - idle };
  } finally {
    clearInterval(timer);
  }
}

/** How fast this disk takes as many bytes from one process, synced at the end: what no upload can be faster than. */
async function bareDisk(folder) {
  const part = Buffer.alloc(1 << 20, 'x');
  const started = performance.now();
  const handle = await open(join(folder, 'bare'), 'w');
  for (let written = 0; written < GIGABYTE; written += part.length) await handle.write(part);
  await handle.sync();
  await handle.close();
  rmSync(join(folder, 'bare'));
  return (performance.now() - started) / 1000;
}

/** Many runs that ended, as the folder's index has them. */
function fillRuns(folder) {
  const index = [];
  for (let run = 0; run < RUNS; run += 1) {
    const startedAt = new Date(Date.UTC(2026, 0, 1) + run * 60_000).toISOString();
    const runId = `${startedAt.replaceAll(/[-:.]/g, '').toLowerCase()}-${run.toString(16).padStart(8, '0')}`;
    index.push({
      runId,
      pipeline: `pipeline-${run % 20}`,
      documentFile: 'p.yaml',
      status: 'succeeded',
      startedAt,
      finishedAt: startedAt,
      seconds: 1.5,
      rowsPublished: run,
    });
  }
  const place = join(folder, '.millrace/serve/runs/runs');
  mkdirSync(place, { recursive: true });
  writeFileSync(join(place, 'index.ndjson'), index.map((entry) => `\n${JSON.stringify(entry)}\n`).join(''));
}

async function main() {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-bench-service-'));
  try {
    mkdirSync(join(folder, 'pipelines'));
    writeFileSync(
      join(folder, 'serve.yaml'),
      'serve: 1\nlimits: { requests: 10000000/1m }\nuploads:\n  scanner: none\n  quotas: { receiving: 1000 }\n  channels:\n    orders: { accept: [text], max: 2GB }\n',
    );
    writeFileSync(
      join(folder, 'pipelines/p.yaml'),
      'millrace: 1\npipeline: p\nresources: { stores: { here: { folder: . } } }\nnodes:\n  a: { use: read_csv, with: { path: here://a.csv } }\n  b: { use: write_csv, from: a, with: { path: here://b.csv } }\n',
    );
    fillRuns(folder);
    const file = join(folder, 'gigabyte.txt');
    const line = `${'a line of text, '.repeat(60)}\n`;
    writeFileSync(file, Buffer.alloc(GIGABYTE, line));
    const { child, target } = await serving(folder);
    try {
      console.log(`bare disk, 1 GB written and synced: ${Math.round(1000 / (await bareDisk(folder)))} MB/s`);
      for (const way of ['put', 'tus']) {
        const {
          seconds,
          above,
          idle,
          examined: after,
        } = await watched(child.pid, () => inClients(way, target, { file, name: `${way}.txt` }));
        console.log(
          `1 GB by ${way}: ${Math.round(1000 / seconds)} MB/s to disk, memory ${Math.round(above)} MB above ${Math.round(idle)} MB idle; promoted ${after.toFixed(1)} s later`,
        );
      }
      const many = await watched(child.pid, () => inClients('many', target));
      console.log(
        `${FILES} uploads of ${FILE / 1e6} MB at once: ${many.promoted} promoted in ${many.seconds.toFixed(1)} s, memory ${Math.round(many.above)} MB above ${Math.round(many.idle)} MB`,
      );
      for (const path of [
        '/v1/runs?limit=50',
        '/v1/runs?pipeline=pipeline-3&limit=10',
        '/v1/pipelines',
        '/v1/uploads?limit=50',
        '/v1/health/live',
      ]) {
        for (const every of [0, 50]) {
          const { rate, median, p95, p99 } = await inClients('reads', target, { path, every });
          const pace = every === 0 ? 'as fast as they can' : `each 20 times a second`;
          console.log(
            `GET ${path}, ${CLIENTS} clients ${pace}: ${Math.round(rate)}/s, median ${median.toFixed(1)} ms, p95 ${p95.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms`,
          );
        }
      }
    } finally {
      child.kill('SIGTERM');
      await new Promise((resolve) => child.once('exit', resolve));
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
