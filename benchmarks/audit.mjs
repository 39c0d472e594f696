import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openAuditLog, proveRecord, verifyTrail } from '../dist/audit/index.js';
import { systemClock } from '../dist/base/clock.js';

/** What a trail takes: durable records a second from so many clients at once, and the seconds to verify them. */
const RECORDS = 100_000;
const CLIENTS = [1, 50, 200];

const entry = (number) => ({
  actor: {
    id: 'alice@example.com',
    name: 'Alice',
    roles: ['viewer'],
    authentication: { method: 'session', id: 'b3f1c0de', issuer: 'https://issuer.example' },
    from: { address: '192.0.2.17', agent: 'Mozilla/5.0 (X11; Linux x86_64)' },
  },
  action: 'dataset.read',
  resource: { type: 'Dataset', id: 'orders/out', version: String(number) },
  columns: { asked: ['id', 'mail', 'amount'], granted: ['id', 'amount'], masked: { mail: 'mask' } },
  rowFilter: 'country = $country',
  decision: 'allow',
  policies: ['viewer-reads', 'own-country'],
  outcome: 'succeeded',
  rows: 100,
  trace: '0af7651916cd43dd8448eb211c80319c',
});

const seconds = async (work) => {
  const before = performance.now();
  await work();
  return (performance.now() - before) / 1000;
};

const append = async (log, count, clients) => {
  let next = 0;
  const client = async () => {
    while (next < count) {
      next += 1;
      await log.append(entry(next));
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
};

const root = await mkdtemp(join(process.env.MILLRACE_BENCH_FOLDER ?? tmpdir(), 'millrace-audit-'));
const onProblems = (problems) => console.error(problems);
try {
  for (const clients of CLIENTS) {
    const folder = join(root, String(clients));
    const log = await openAuditLog({ folder, clock: systemClock, origin: 'example.com/bench', onProblems });
    const count = clients === 1 ? RECORDS / 20 : RECORDS;
    const took = await seconds(() => append(log, count, clients));
    await log.close();
    console.log(
      `${String(clients).padStart(4)} clients: ${Math.round(count / took)} durable records/s (${count} records)`,
    );
  }
  const folder = join(root, String(CLIENTS.at(-1)));
  let found;
  const took = await seconds(async () => {
    found = await verifyTrail(folder);
  });
  if (found.size !== RECORDS || found.findings.length > 0) throw new Error('the trail does not hold');
  console.log(
    `${RECORDS} records verified in ${took.toFixed(2)} s, against ${found.checkpoints} checkpoints`,
  );
  console.log(`one record proved in ${(await seconds(() => proveRecord(folder, 4711))).toFixed(2)} s`);
} finally {
  await rm(root, { recursive: true, force: true });
}
