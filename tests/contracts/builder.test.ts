import { expect, test } from 'vitest';
import { pipeline } from '../../src/index.js';
import { documentHash, parseDocument } from '../../src/spec/index.js';

const inTypeScript = pipeline('late', { adapt: { default: 'suggest', values: 'on' } })
  .resources({ stores: { raw: { folder: './data' }, out: { folder: './out' } } })
  .node('flights', 'read_csv', { path: 'raw://flights.csv' }, undefined, {
    contract: {
      columns: {
        delay: { type: 'integer', min: -60, required: true },
        origin: { length: 3, one_of: ['SAN', 'LAX'] },
      },
      drift: { new_columns: 'freeze' },
      tolerate: { rows: 10 },
      history: { on_outlier: 'stop', columns: ['delay'] },
    },
    adapt: 'off',
  })
  .node('result', 'write_csv', { path: 'out://late.csv' }, 'flights')
  .build();

const inYaml = `millrace: 1
pipeline: late
adapt: { default: suggest, values: on }
resources: { stores: { raw: { folder: ./data }, out: { folder: ./out } } }
nodes:
  flights:
    use: read_csv
    with: { path: raw://flights.csv }
    contract:
      columns:
        delay: { type: integer, min: -60, required: true }
        origin: { length: 3, one_of: [SAN, LAX] }
      drift: { new_columns: freeze }
      tolerate: { rows: 10 }
      history: { on_outlier: stop, columns: [delay] }
    adapt: off
  result: { use: write_csv, from: flights, with: { path: out://late.csv } }
`;

test('a contract in TypeScript is the one of YAML', () => {
  const parsed = parseDocument(inYaml, 'pipeline.yaml');
  expect(inTypeScript).toEqual(parsed.document);
  expect(documentHash(inTypeScript)).toBe(parsed.hash);
});

test('a contract that there is not is an error of types', () => {
  const builder = pipeline('p');
  // @ts-expect-error there is no such key
  builder.node('a', 'read_csv', { path: 'raw://a.csv' }, undefined, { contract: { colums: {} } });
  // @ts-expect-error there is no such mode
  builder.node('a', 'read_csv', { path: 'raw://a.csv' }, undefined, { adapt: 'maybe' });
});
