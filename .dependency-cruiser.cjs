/**
 * The floors of the house: arrows go down only, and rooms on one floor never import each other.
 * Type-only imports count (tsPreCompilationDeps). Tests and test helpers may reach anywhere.
 */
const floors = {
  0: ['base'],
  1: ['spec'],
  2: ['kit'],
  3: [
    'nodes',
    'semantics',
    'planner',
    'preflight',
    'policies',
    'state',
    'storage',
    'access',
    'audit',
    'identity',
    'workers',
    'conversion',
    'transforms',
    'plugins',
    'observability',
    'report',
    'schedules',
  ],
  4: ['engines', 'gateway'],
  5: ['app'],
  6: ['server', 'client'],
  7: ['cli'],
};

const rooms = Object.entries(floors).flatMap(([floor, names]) =>
  names.map((name) => ({ name, floor: Number(floor) })),
);
const test = '\\.test\\.ts$|/testing/';

const forbidden = rooms.map(({ name, floor }) => {
  const above = rooms.filter((room) => room.name !== name && room.floor >= floor).map((room) => room.name);
  return {
    name: `floors-${name}`,
    comment: `src/${name} is on floor ${floor}: it imports lower floors only`,
    severity: 'error',
    from: { path: `^src/${name}/`, pathNot: test },
    to: { path: `^src/(${above.join('|')})/` },
  };
});

/** What only one room may reach. */
const only = (name, from, to) => ({
  name,
  severity: 'error',
  from: { path: '^src/', pathNot: [from, test] },
  to: { path: to },
});

module.exports = {
  forbidden: [
    ...forbidden,
    {
      name: 'nodes-live-by-the-public-door',
      severity: 'error',
      from: { path: '^src/nodes/', pathNot: test },
      to: { path: '^src/', pathNot: '^src/(nodes|kit|spec|base)/' },
    },
    only('duckdb-in-its-engine-only', '^src/engines/duckdb/', 'node_modules/@duckdb/'),
    only('guards-in-policies-only', '^src/policies/', 'node_modules/cockatiel/'),
    only(
      'http-in-server-only',
      '^src/server/',
      'node_modules/(fastify|@fastify|@tus|fastify-type-provider-zod)/',
    ),
    only('http-client-in-client-only', '^src/client/', 'node_modules/openapi-fetch/'),
    only('policies-of-access-in-access-only', '^src/access/', 'node_modules/@cedar-policy/'),
    only(
      'identity-libraries-in-identity-only',
      '^src/identity/',
      'node_modules/(openid-client|jose|@node-rs/argon2)/',
    ),
    only('arguments-in-cli-only', '^src/cli/', 'node_modules/commander/'),
    only(
      'databases-in-state-only',
      '^src/state/(sql|pglite|postgres)/',
      'node_modules/(kysely|pg|@types/pg|@electric-sql)/',
    ),
    { name: 'no-cycles', severity: 'error', from: { path: '^src/' }, to: { circular: true } },
    {
      name: 'no-unknown-room',
      severity: 'error',
      from: {
        path: '^src/',
        pathNot: `^src/(${rooms.map(({ name }) => name).join('|')})/|^src/(index|version)\\.ts$`,
      },
      to: {},
    },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default'],
      extensions: ['.ts', '.js', '.d.ts'],
    },
    extraExtensionsToScan: [],
  },
};
