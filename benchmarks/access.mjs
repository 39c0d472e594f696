import { createAccess, shippedPolicies } from '../dist/access/index.js';

/** What a decision about a column costs, by how many policies there are: CPU time, since other work may be going on. */
const CALLS = 2_000;
const ROUNDS = 7;
const LIMIT = 150;

const pipeline = { type: 'Pipeline', name: 'orders', owner: 'finance', tags: ['sales', 'daily'] };
const dataset = { type: 'Dataset', pipeline, node: 'out' };

const actor = {
  id: 'alice@example.com',
  name: 'Alice',
  roles: ['viewer', 'analyst'],
  groups: ['data', 'eu'],
  attributes: { country: 'DE', level: 'high' },
  authentication: { method: 'session', id: 's', issuer: 'https://login.example.com' },
  from: { address: '10.1.2.3' },
};

/** One of a project's policies: of a role that few have, or of everybody, now and then. */
const own = (number) =>
  number % 50 === 0
    ? `@id("own-${number}") forbid (principal, action == Millrace::Action::"column.read", resource)
       when { resource.tags.contains("secret-${number}") && !(context has address && context.address.isInRange(ip("10.0.0.0/8"))) };`
    : `@id("own-${number}") permit (principal in Millrace::Role::"role-${number}", action == Millrace::Action::"column.read", resource)
       when { resource.pipeline == "orders" && resource.column like "c${number}*" };`;

const filesFor = (count) => {
  const [viewer] = shippedPolicies;
  const text = Array.from({ length: count - 3 }, (_, index) => own(index)).join('\n');
  return [viewer, { file: 'own.cedar', text }];
};

const column = (number) => ({ type: 'Column', dataset, name: `c${number}`, class: 'none' });

const microseconds = (call) => {
  const before = process.cpuUsage();
  for (let count = 0; count < CALLS; count += 1) call();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / CALLS;
};

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

const unseen = (function* () {
  for (let number = 1; ; number += 1) yield column(number);
})();
const calls = await Promise.all(
  [5, 50, 500].map(async (count) => {
    const access = await createAccess({ files: filesFor(count) });
    const decide = (of) => {
      if (!access.decide(actor, 'column.read', of).isAllowed) throw new Error('it is allowed');
    };
    return [
      [`${count} policies, never asked before`, () => decide(unseen.next().value), LIMIT],
      [`${count} policies, asked again`, () => decide(column(0)), LIMIT],
    ];
  }),
);
const measured = calls.flat().map(([name, call, limit]) => ({ name, call, limit, values: [] }));
// Round by round, so that what else goes on meets all of them; the first warms up.
for (let round = 0; round <= ROUNDS; round += 1) {
  for (const { call, values } of measured) {
    const value = microseconds(call);
    if (round > 0) values.push(value);
  }
}
for (const { name, values, limit } of measured) {
  const value = median(values);
  const held = value < limit ? 'held' : 'NOT held';
  console.log(
    `${name.padEnd(36)} ${value.toFixed(2).padStart(8)} µs of CPU a decision (median of ${ROUNDS} × ${CALLS}; under ${limit} µs: ${held})`,
  );
}
