import { describe, expect, it } from 'vitest';
import { parseDocument } from './index.js';
import { brief, briefly, documentWith, problemsIn } from './testing/documents.js';

const nodes = (...lines: readonly string[]) =>
  ['millrace: 1', 'pipeline: p', 'nodes:', ...lines.map((line) => `  ${line}`), ''].join('\n');

describe('a document', () => {
  it('is the value that it says, with a hash', () => {
    const { document, hash, warnings } = parseDocument(
      nodes('a: { use: read_csv, with: { path: raw://a.csv } }', 'b: { use: filter, from: a }'),
      'p.yaml',
    );
    expect(document).toEqual({
      millrace: 1,
      pipeline: 'p',
      nodes: { a: { use: 'read_csv', with: { path: 'raw://a.csv' } }, b: { use: 'filter', from: 'a' } },
    });
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    expect(warnings).toEqual([]);
  });

  it('must be of version 1, and of another version nothing else is said', () => {
    expect(briefly('millrace: 2\nwhatever: 1\n')).toEqual([
      'MR1011 1:11 documents of version 2 are not supported',
    ]);
    expect(briefly('millrace: "1"\n')).toEqual([
      'MR1011 1:11 documents of version the text "1" are not supported',
    ]);
  });

  it('names every key that is missing', () => {
    expect(briefly('{}')).toEqual([
      'MR1021 1:1 the key "millrace" is missing',
      'MR1021 1:1 the key "pipeline" is missing',
      'MR1021 1:1 the key "nodes" is missing',
    ]);
    expect(briefly(nodes('a: { from: b }'))).toEqual(['MR1021 4:3 the key "use" is missing in node "a"']);
  });

  it('reports everything at once, in the order of the text', () => {
    const text = documentWith('ownr: x', 'tags: 5', 'params: { select: { type: number } }');
    expect(briefly(text).map((line) => line.slice(0, 6))).toEqual(['MR1020', 'MR1022', 'MR1025']);
  });

  it('reports 500 problems and how many more there are', () => {
    const problems = problemsIn(documentWith(...Array.from({ length: 700 }, (_, index) => `k${index}: 1`)));
    expect(problems).toHaveLength(500);
    expect(problems.at(-1)?.notes).toContain('… and 200 more');
  });
});

describe('an unknown key', () => {
  it('gets what was meant, and the keys that there are', () => {
    const [first] = problemsIn(documentWith('ownr: x'));
    expect(first).toMatchObject({
      code: 'MR1020',
      message: 'unknown key "ownr"',
      label: 'did you mean "owner"?',
      place: { line: 5, column: 1, length: 4 },
    });
    expect(first?.notes).toEqual([
      'keys here: millrace, pipeline, description, owner, tags, params, resources, adapt, schedule, trigger, nodes, policies, tests',
    ]);
  });

  it.each([
    ['uses', 'use'],
    ['type', 'use'],
    ['inputs', 'from'],
    ['input', 'from'],
    ['needs', 'from'],
    ['config', 'with'],
  ])('of another tool: %s', (word, meant) => {
    const [first] = problemsIn(nodes(`a: { use: x, ${word}: y }`));
    expect(first).toMatchObject({
      code: 'MR1020',
      message: `unknown key "${word}" in node "a"`,
      label: `did you mean "${meant}"?`,
      node: 'a',
      place: { line: 4, column: 16 },
    });
  });

  it('is said for each place and key', () => {
    expect(briefly(documentWith('resources: { stores: { raw: { path: x, dir: y } } }'))).toEqual([
      'MR1023 5:29 "raw" has either `folder` or `url`',
      'MR1020 5:31 unknown key "path" in "raw"',
      'MR1020 5:40 unknown key "dir" in "raw"',
    ]);
    expect(briefly(documentWith('resources: { stores: { raw: { } } }'))).toEqual([
      expect.stringContaining('either `folder` or `url`'),
    ]);
  });
});

describe('what is not built yet', () => {
  it.each([
    ['include: x', 'MR9001 5:1 "include" is not built yet'],
    ['resources: { connections: {} }', 'MR9001 5:14 "connections" is not built yet'],
  ])('%s', (line, problem) => {
    expect(briefly(documentWith(line))).toEqual([problem]);
  });

  it('in a node', () => {
    expect(briefly(nodes('a: { use: x, dataset: {} }'))).toEqual(['MR9001 4:16 "dataset" is not built yet']);
    expect(briefly(nodes('a: { use: ./parts/clean.yaml }'))).toEqual([
      'MR9001 4:13 including a part with "use" is not built yet',
    ]);
  });
});

describe('a secret', () => {
  it.each([
    ['owner: { secret: NAME }', 5, 10],
    ['resources: { stores: { raw: { folder: { secret: NAME } } } }', 5, 41],
    ['params: { a: { type: string, default: { secret: NAME } } }', 5, 41],
    ['  b: { use: x, with: { password: { secret: DB_PASSWORD } } }', 5, 36],
  ])('is not allowed in %s', (line, at, column) => {
    expect(briefly(documentWith(line))).toEqual([`MR1032 ${at}:${column} a secret is not allowed here`]);
  });

  it('may be the name of a column', () => {
    const columns = '  b: { use: x, with: { types: { secret: VARCHAR }, rename: { secret: hidden } } }';
    expect(briefly(documentWith(columns))).toEqual([]);
    const rows = ['tests:', '  - { name: t, given: { a: [{ secret: X }] }, expect: {} }'];
    expect(briefly(documentWith(...rows))).toEqual([]);
  });

  it('under connections is only not built yet', () => {
    const line = 'resources: { connections: { pg: { password: { secret: A } } } }';
    expect(briefly(documentWith(line))).toEqual(['MR9001 5:14 "connections" is not built yet']);
  });
});

describe('values', () => {
  it.each([
    ['owner: 5', 'MR1022 5:8 "owner" must be text, found the number 5'],
    ['owner: [a]', 'MR1022 5:8 "owner" must be text, found a list'],
    ['description:', 'MR1022 5:13 "description" must be text, found null'],
    ['tags: a', 'MR1022 5:7 "tags" must be a list, found the text "a"'],
    ['tags: [a, [b]]', 'MR1022 5:11 item 2 of "tags" must be text, found a list'],
    ['resources: { threads: two }', 'MR1022 5:23 "threads" must be a number, found the text "two"'],
    ['resources: { threads: 1.5 }', 'MR1022 5:23 "threads" must be a whole number, found the number 1.5'],
    ['resources: { threads: 0 }', 'MR1023 5:23 "threads" must be at least 1, found the number 0'],
    ['resources: { threads: 9999 }', 'MR1023 5:23 "threads" must be at most 1024, found the number 9999'],
    [
      'resources: { threads: 12345678901234567890 }',
      'MR1023 5:23 "threads" is the number 12345678901234567890, which cannot be represented exactly',
    ],
    ['resources: { threads: 007 }', 'MR1023 5:23 "threads" is the number 007, which has leading zeros'],
    [
      'resources: { memory: lots }',
      'MR1023 5:22 "memory" must be a size with a unit, for example 512MB or 2GiB, found the text "lots"',
    ],
    ['resources: { stores: { raw: { folder: "" } } }', 'MR1023 5:39 "folder" must not be empty'],
    [
      'params: { a: { type: integr } }',
      'MR1023 5:22 "type" must be one of "string", "integer", "number", "decimal", "boolean", "date", "timestamp", found the text "integr"',
    ],
    ['  b: 5', 'MR1022 5:6 node "b" must be a mapping, found the number 5'],
    [
      '  b: { use: x, from: 5 }',
      'MR1022 5:22 "from" in node "b" must be text, a list or a mapping, found the number 5',
    ],
    ['  b: { use: x, from: [] }', 'MR1023 5:22 "from" in node "b" must not be empty'],
    [
      '  b: { use: x, from: [a, 5] }',
      'MR1022 5:26 item 2 of "from" in node "b" must be text, found the number 5',
    ],
    ['  b: { use: x, from: { f: 5 } }', 'MR1022 5:27 "f" in node "b" must be text, found the number 5'],
    ['  b: { use: x, with: [a] }', 'MR1022 5:22 "with" in node "b" must be a mapping, found a list'],
    ['tests: [{ name: "", given: {}, expect: {} }]', 'MR1023 5:17 "name" must not be empty'],
  ])('%s', (line, problem) => {
    expect(briefly(documentWith(line))).toEqual([problem]);
  });

  it('come with what to write', () => {
    expect(problemsIn(documentWith('owner: 5'))[0]?.mend).toBe('write: owner: "5"');
    expect(problemsIn(documentWith('resources: { threads: "4" }'))[0]?.mend).toBe('write: threads: 4');
    expect(problemsIn(documentWith('params: { a: { type: integr } }'))[0]?.label).toBe(
      'did you mean "integer"?',
    );
  });
});

describe('names', () => {
  const rule = 'Use a letter first, then letters, digits and underscores, at most 64 in all.';

  it.each([
    ['  1a: { use: x }', 'MR1024 5:3 the name "1a" is not valid'],
    ['  "": { use: x }', 'MR1024 5:3 the name is empty'],
    ['  b: { use: x, from: { a-b: a } }', 'MR1024 5:24 the name "a-b" is not valid'],
    ['params: { a b: { type: date } }', 'MR1024 5:11 the name "a b" is not valid'],
    ['resources: { stores: { a-b: { folder: x } } }', 'MR1024 5:24 the name "a-b" is not valid'],
    [
      `  ${'a'.repeat(65)}: { use: x }`,
      `MR1024 5:3 the name "${'a'.repeat(20)}…" has more than 64 characters`,
    ],
  ])('%s', (line, problem) => {
    expect(briefly(documentWith(line))).toEqual([problem]);
    expect(problemsIn(documentWith(line))[0]?.mend).toBe(rule);
  });

  it('of a pipeline may have hyphens', () => {
    const named = (name: string) => problemsIn(`millrace: 1\npipeline: ${name}\nnodes: {}\n`);
    expect(named('late-flights')).toEqual([]);
    expect(named('late flights').map(brief)).toEqual(['MR1024 2:11 the name "late flights" is not valid']);
    expect(named('late flights')[0]?.mend).toContain('hyphens');
  });

  it.each([
    ['  select: { use: x }', 'MR1025 5:3 the node name "select" is an SQL keyword'],
    ['  Left: { use: x }', 'MR1025 5:3 the node name "Left" is an SQL keyword'],
    ['  b: { use: x, from: { right: a } }', 'MR1025 5:24 the alias name "right" is an SQL keyword'],
    ['params: { order: { type: date } }', 'MR1025 5:11 the parameter name "order" is an SQL keyword'],
    ['  A: { use: x }', 'MR1026 5:3 the node names "a" and "A" differ only in case'],
    ['  b: { use: x, from: { f: a, F: a } }', 'MR1026 5:30 the alias names "f" and "F" differ only in case'],
    [
      'params: { a: { type: date }, A: { type: date } }',
      'MR1026 5:30 the parameter names "a" and "A" differ only in case',
    ],
    ['params: { run_time: { type: date } }', 'MR1024 5:11 the parameter name "run_time" is reserved'],
    ['params: { Run_Id: { type: date } }', 'MR1024 5:11 the parameter name "Run_Id" is reserved'],
  ])('%s', (line, problem) => {
    expect(briefly(documentWith(line))).toEqual([problem]);
  });
});

describe('many nodes', () => {
  const many = (count: number) =>
    nodes(...Array.from({ length: count }, (_, index) => `n${index}: { use: filter, from: n0 }`));

  it('are taken up to 1,000', () => {
    expect(briefly(many(1000))).toEqual([]);
    expect(briefly(many(1001))).toEqual(['MR1027 3:1 the document has 1001 nodes; 1000 are the most']);
  });

  it('are refused quickly, with that one problem', () => {
    const start = performance.now();
    expect(briefly(many(10_000).replaceAll('use', 'uses'))).toEqual([
      'MR1027 3:1 the document has 10000 nodes; 1000 are the most',
    ]);
    expect(performance.now() - start).toBeLessThan(5000);
  });
});

describe('test cells', () => {
  const tests = (row: string) =>
    documentWith('tests:', '  - name: t', `    given: { a: [${row}] }`, '    expect: {}');

  it('are texts as they are written, null is null', () => {
    const { document } = parseDocument(
      tests(
        '{ a: 00123, b: 12345678901234567890, c: 1.10, d: 2001-01-01, e: null, f: "null", g: TRUE, h: ~ }',
      ),
      'p.yaml',
    );
    expect(document.tests?.[0]?.given['a']?.[0]).toEqual({
      a: '00123',
      b: '12345678901234567890',
      c: '1.10',
      d: '2001-01-01',
      e: null,
      f: 'null',
      g: 'TRUE',
      h: null,
    });
  });

  it('nest', () => {
    const { document } = parseDocument(tests('{ a: [1.0, { b: 2.50, c: [null] }] }'), 'p.yaml');
    expect(document.tests?.[0]?.given['a']?.[0]).toEqual({ a: ['1.0', { b: '2.50', c: [null] }] });
  });
});
