import { describe, expect, it } from 'vitest';
import { fromValue, parseDocument, substituteEnvironment } from '../index.js';
import { brief, briefly, documentWith, problemsFrom } from '../testing/documents.js';
import { marked } from '../testing/text.js';

const env = (name: string) => '$' + `{env:${name}}`;

const parsed = (...lines: readonly string[]) => parseDocument(documentWith(...lines), 'p.yaml');

const resources = [
  'resources:',
  `  memory: ${env('MEMORY')}`,
  `  threads: ${env('THREADS')}`,
  `  stores: { raw: { folder: "${env('ROOT')}/raw/${env('DAY')}" } }`,
];

describe('substitution from the environment', () => {
  it('replaces variables in resources and in defaults of params', () => {
    const document = substituteEnvironment(
      parsed(...resources, 'params:', `  a: { type: date, default: "${env('DAY')}" }`),
      { MEMORY: '2GB', THREADS: '4', ROOT: '/data', DAY: '2001-01-01' },
    );
    expect(document.resources).toEqual({
      memory: '2GB',
      threads: 4,
      stores: { raw: { folder: '/data/raw/2001-01-01' } },
    });
    expect(document.params).toEqual({ a: { type: 'date', default: '2001-01-01' } });
  });

  it('puts values in as they are: they are not substituted again', () => {
    const document = substituteEnvironment(
      parsed(`params: { a: { type: string, default: "${env('A')}" } }`),
      {
        A: env('B'),
      },
    );
    expect(document.params?.['a']?.default).toBe(env('B'));
  });

  it('leaves document and hash as they are written', () => {
    const before = parsed(...resources);
    substituteEnvironment(before, { MEMORY: '2GB', THREADS: '4', ROOT: '/', DAY: 'x' });
    expect(before.document.resources?.memory).toBe(env('MEMORY'));
    expect(parsed(...resources).hash).toBe(before.hash);
  });

  it('works on a document that a program made', () => {
    const value = { millrace: 1, pipeline: 'p', nodes: {}, resources: { memory: env('MEMORY') } };
    const document = substituteEnvironment(fromValue(value, 'p.ts'), { MEMORY: '1GB' });
    expect(document.resources?.memory).toBe('1GB');
  });

  it('reports every variable that is not set, each at its place', () => {
    const problems = problemsFrom(() =>
      substituteEnvironment(parsed(...resources), { DAY: 'x', ROOT: undefined }),
    );
    expect(problems.map(brief).sort()).toEqual([
      'MR1030 6:11 the environment variable "MEMORY" is not set',
      'MR1030 7:12 the environment variable "THREADS" is not set',
      'MR1030 8:29 the environment variable "ROOT" is not set',
    ]);
    expect(problems.map(({ place }) => marked(place)).sort()).toEqual([
      env('MEMORY'),
      env('ROOT'),
      env('THREADS'),
    ]);
  });

  it('does not take what every object has for a variable', () => {
    const act = () => substituteEnvironment(parsed(`resources: { memory: "${env('constructor')}" }`), {});
    expect(problemsFrom(act)[0]?.code).toBe('MR1030');
  });

  it('checks resources once their values are known', () => {
    const act = () =>
      substituteEnvironment(parsed(...resources), { MEMORY: 'lots', THREADS: '0', ROOT: '/', DAY: 'x' });
    expect(problemsFrom(act).map(brief)).toEqual([
      'MR1023 6:11 "memory" must be a size with a unit, for example 512MB or 2GiB, found the text "lots"',
      'MR1023 7:12 "threads" must be at least 1, found the number 0',
    ]);
  });
});

describe('substitution elsewhere', () => {
  it.each([
    [`owner: ${env('A')}`, 5, 8],
    [`description: by ${env('A')}`, 5, 17],
    [`tags: ["${env('A')}"]`, 5, 9],
    [`  b: { use: "${env('A')}" }`, 5, 14],
    [`  b: { use: x, from: "${env('A')}" }`, 5, 23],
    [`  b: { use: x, with: { where: "x = ${env('A')}" } }`, 5, 36],
    [`  b: { use: x, with: { "${env('A')}": 1 } }`, 5, 24],
    [`params: { a: { type: string, min: "${env('A')}" } }`, 5, 36],
    [`tests: [{ name: "${env('A')}", given: {}, expect: {} }]`, 5, 18],
  ])('%s', (line, at, column) => {
    expect(briefly(documentWith(line))).toContain(`MR1031 ${at}:${column} ${env('A')} is not allowed here`);
  });
});
