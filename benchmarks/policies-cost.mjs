import { attempting } from '../dist/policies/guard/attempts.js';
import { createBudget } from '../dist/policies/guard/budget.js';
import { createGuards } from '../dist/policies/guard/guards.js';
import { randomFrom, systemTime } from '../dist/policies/guard/tools.js';
import { rulesOf } from '../dist/policies/resolve/match.js';
import { policyOf } from '../dist/policies/resolve/policy.js';
import { resolve } from '../dist/policies/resolve/resolve.js';

/** What a guarded call costs beside its work: CPU time, since other work may be going on. */
const CALLS = 100_000;
const ROUNDS = 7;

const facts = { pipeline: 'p', tags: [], nodes: [{ name: 'orders', kind: 'read_csv' }] };
const rules = {
  'no policy': [],
  retry: [{ retry: {} }],
  'retry, timeout': [{ retry: {}, timeout: '1h' }],
  'retry, timeout, breaker, bulkhead': [
    { retry: {}, timeout: '1h', breaker: {}, bulkhead: { max_concurrent: 4 } },
  ],
};

const signal = new AbortController().signal;
const work = async () => 1;

const guarded = (given) => {
  const all = rulesOf(given);
  const policy = policyOf(resolve(all, facts));
  const guard = createGuards(systemTime).guardFor(policy, 'it', {
    breaker: 'b',
    bulkhead: 'u',
    rateLimit: 'r',
  });
  const trying = {
    what: 'it',
    retryFor: (error) => policyOf(resolve(all, facts, error)).retry,
    ...(policy.timeout === undefined ? {} : { timeout: policy.timeout }),
    guard,
    budget: createBudget(policy.budget),
    time: systemTime,
    random: randomFrom('seed'),
    signal,
    onFailed: () => undefined,
  };
  return () => attempting(trying, work);
};

const microseconds = async (call) => {
  const before = process.cpuUsage();
  for (let count = 0; count < CALLS; count += 1) await call();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / CALLS;
};

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

const calls = Object.entries({
  'the work alone': () => work(),
  ...Object.fromEntries(Object.entries(rules).map(([name, given]) => [name, guarded(given)])),
});
const measured = new Map(calls.map(([name]) => [name, []]));
// Round by round, so that what else goes on meets all of them.
for (let round = 0; round < ROUNDS; round += 1) {
  for (const [name, call] of calls) measured.get(name).push(await microseconds(call));
}
for (const [name, values] of measured) {
  console.log(
    `${name.padEnd(36)} ${median(values).toFixed(2)} µs of CPU a call (median of ${ROUNDS} × ${CALLS})`,
  );
}
