import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { createBuilder, documentHash, fromValue, parseDocument, sqlKeywords } from './index.js';
import { documentWith } from './testing/documents.js';

const yaml = `
millrace: 1
pipeline: late-flights
description: Which origins run late.
owner: data-platform
tags: [aviation, 007]
params:
  minutes: { type: integer, default: 15, min: 0 }
resources:
  memory: 1GB
  threads: 2
  stores: { raw: { folder: ./data } }
nodes:
  flights:
    use: read_parquet
    with: { path: raw://flights-*.parquet }
  late:
    use: filter
    from: flights
    with:
      where: delay > $minutes
  out:
    use: write_parquet
    from: { f: late }
    with: { path: raw://out.parquet }
tests:
  - name: late
    params: { minutes: 15 }
    given: { flights: [{ delay: 16, origin: SAN, note: null }] }
    expect: { late: [{ delay: 16 }] }
`;

const json = JSON.stringify({
  pipeline: 'late-flights',
  millrace: 1,
  owner: 'data-platform',
  description: 'Which origins run late.',
  tags: ['aviation', '007'],
  params: { minutes: { min: 0, default: 15, type: 'integer' } },
  resources: { memory: '1GB', threads: 2, stores: { raw: { folder: './data' } } },
  nodes: {
    flights: { use: 'read_parquet', with: { path: 'raw://flights-*.parquet' } },
    late: { use: 'filter', with: { where: 'delay > $minutes' }, from: 'flights' },
    out: { use: 'write_parquet', from: { f: 'late' }, with: { path: 'raw://out.parquet' } },
  },
  tests: [
    {
      name: 'late',
      params: { minutes: 15 },
      given: { flights: [{ delay: 16, origin: 'SAN', note: null }] },
      expect: { late: [{ delay: 16 }] },
    },
  ],
});

interface Kinds {
  readonly read_parquet: { readonly path: string };
  readonly write_parquet: { readonly path: string };
  readonly filter: { readonly where: string };
}

const built = createBuilder<Kinds>()
  .pipeline('late-flights', {
    description: 'Which origins run late.',
    owner: 'data-platform',
    tags: ['aviation', '007'],
  })
  .params({ minutes: { type: 'integer', default: 15, min: 0 } })
  .resources({ memory: '1GB', threads: 2, stores: { raw: { folder: './data' } } })
  .node('flights', 'read_parquet', { path: 'raw://flights-*.parquet' })
  .node('late', 'filter', { where: 'delay > $minutes' }, 'flights')
  .node('out', 'write_parquet', { path: 'raw://out.parquet' }, { f: 'late' })
  .test({
    name: 'late',
    params: { minutes: 15 },
    given: { flights: [{ delay: 16, origin: 'SAN', note: null }] },
    expect: { late: [{ delay: 16 }] },
  })
  .build();

describe('one pipeline', () => {
  it('written in YAML, JSON and TypeScript is one value and one hash', () => {
    const first = parseDocument(yaml, 'p.yaml');
    const second = parseDocument(json, 'p.json');
    expect(second.document).toEqual(first.document);
    expect(built).toEqual(first.document);
    expect(second.hash).toBe(first.hash);
    expect(documentHash(built)).toBe(first.hash);
    expect(fromValue(built, 'p.ts').hash).toBe(first.hash);
  });

  it('has the same hash whatever its tests, comments and quotes are', () => {
    const { hash } = parseDocument(yaml, 'p.yaml');
    expect(parseDocument(yaml.slice(0, yaml.indexOf('tests:')), 'p.yaml').hash).toBe(hash);
    expect(parseDocument(yaml.replace('use: filter', 'use: "filter" # x'), 'p.yaml').hash).toBe(hash);
  });

  it('has another hash where anything else differs', () => {
    const hash = (line: string) => parseDocument(documentWith(line), 'p.yaml').hash;
    const lines = [
      'tags: [1.0]',
      'tags: [1.00]',
      'tags: ["1"]',
      '  b: { use: x }',
      '  b: { use: x, with: {} }',
    ];
    const numbers = ['007', '7', '12345678901234567890', '12345678901234567891'];
    const all = [...lines, ...numbers.map((number) => `  b: { use: x, with: { y: ${number} } }`)].map(hash);
    expect(new Set(all).size).toBe(all.length);
  });
});

const text = fc
  .string({ unit: 'binary', maxLength: 30 })
  // Control characters are refused, `$` + `{env:` is a substitution.
  .filter(
    (value) => !/[\p{Cc}\p{Cs}\u2028\u2029\uFEFF\uFFFE\uFFFF]/u.test(value) && !value.includes('{env:'),
  );
const multiline = fc.array(text, { maxLength: 4 }).map((lines) => lines.join('\n'));
const number = fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }));
const name = fc
  .stringMatching(/^[a-z][a-z0-9_]{0,8}$/)
  .filter((value) => !sqlKeywords.has(value) && !value.startsWith('run_'));
const key = name.filter((value) => value !== 'secret');
const config = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    multiline,
    number.map((each) => (Object.is(each, -0) ? 0 : each)),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(key, tie('value'), { maxKeys: 4, noNullPrototype: true }),
  ),
})).value;
const node = fc.record(
  {
    use: name,
    description: multiline,
    with: fc.dictionary(key, config, { maxKeys: 4, noNullPrototype: true }),
  },
  { requiredKeys: ['use'], noNullPrototype: true },
);
const scalar = fc.oneof(multiline, fc.integer(), fc.boolean());
const rows = fc.array(fc.dictionary(key, fc.oneof(scalar, fc.constant(null), fc.array(scalar))), {
  maxLength: 3,
});
const documents = fc.record(
  {
    millrace: fc.constant(1),
    pipeline: name,
    owner: multiline,
    tags: fc.array(scalar, { maxLength: 4 }),
    nodes: fc.dictionary(name, node, { maxKeys: 5, noNullPrototype: true }),
    tests: fc.array(
      fc.record({
        name: text.filter((value) => value !== ''),
        given: fc.dictionary(name, rows, { maxKeys: 2 }),
        expect: fc.dictionary(name, rows, { maxKeys: 2 }),
      }),
      { maxLength: 2 },
    ),
  },
  { requiredKeys: ['millrace', 'pipeline', 'nodes'], noNullPrototype: true },
);

describe('any document', () => {
  it('is one value and one hash as YAML, as JSON and as a value', () => {
    fc.assert(
      fc.property(documents, (value) => {
        const fromYaml = parseDocument(stringify(value), 'p.yaml');
        const fromJson = parseDocument(JSON.stringify(value, undefined, '\t'), 'p.json');
        const fromBuilder = fromValue(value, 'p.ts');
        expect(fromJson.document).toEqual(fromYaml.document);
        expect(fromBuilder.document).toEqual(fromYaml.document);
        expect(new Set([fromYaml.hash, fromJson.hash, fromBuilder.hash]).size).toBe(1);
      }),
      { seed: 20_260_131, numRuns: 300 },
    );
  });
});
