import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { pipelineJsonSchema, scalarText } from '../index.js';
import { schemaAt } from './convert.js';

type Tree = string | readonly Tree[];
const tree: z.ZodType<Tree> = z.lazy(() => z.union([scalarText(), z.array(tree)]));

const kinds = [
  {
    kind: 'filter',
    summary: 'Keeps the rows for which a condition holds.',
    config: z.strictObject({
      where: scalarText()
        .transform((text) => ({ text }))
        .describe('SQL condition.'),
    }),
  },
  { kind: 'distinct', summary: 'Keeps one of equal rows.', config: z.strictObject({ on: tree.optional() }) },
];

const contract = z.strictObject({ rows: z.int().optional() });
const schema = pipelineJsonSchema(kinds, contract);
const node = schemaAt(schema, 'properties', 'nodes', 'additionalProperties');
const textTypes = ['string', 'number', 'boolean'];

describe('the JSON Schema of the document', () => {
  it('is of draft 2020-12 and closed', () => {
    expect(schema).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      type: 'object',
      required: ['millrace', 'pipeline', 'nodes'],
      additionalProperties: false,
    });
    expect(schemaAt(schema, 'properties', 'millrace')).toEqual({
      description: 'Version of the document format.',
      type: 'number',
      const: 1,
    });
  });

  it('lists the kinds with what they do, sorted', () => {
    expect(schemaAt(node, 'properties', 'use')).toEqual({
      description: 'The node kind; see `millrace nodes`.',
      type: 'string',
      oneOf: [
        { const: 'distinct', description: 'Keeps one of equal rows.' },
        { const: 'filter', description: 'Keeps the rows for which a condition holds.' },
      ],
    });
  });

  it('has the config of each kind once `use` names it', () => {
    expect(node).toMatchObject({ additionalProperties: false, required: ['use'] });
    expect((node['allOf'] as readonly unknown[])[1]).toEqual({
      if: { properties: { use: { const: 'filter' } }, required: ['use'] },
      // biome-ignore lint/suspicious/noThenProperty: `then` is a keyword of JSON Schema
      then: {
        properties: {
          with: {
            description: 'Keeps the rows for which a condition holds.',
            type: 'object',
            properties: { where: { type: textTypes, description: 'SQL condition.' } },
            required: ['where'],
            additionalProperties: false,
          },
        },
        required: ['with'],
      },
    });
  });

  it('takes numbers and booleans where the text counts', () => {
    const param = schemaAt(schema, 'properties', 'params', 'additionalProperties', 'properties');
    expect(schemaAt(param, 'default')['type']).toEqual(textTypes);
    expect(schemaAt(param, 'one_of', 'items')['type']).toEqual(textTypes);
    expect(schemaAt(param, 'description')['type']).toBe('string');
    expect(JSON.stringify(schema)).not.toContain('source-text');
  });

  it('takes the environment where resources have a form of their own', () => {
    const resources = schemaAt(schema, 'properties', 'resources', 'properties');
    expect(schemaAt(resources, 'threads')['anyOf']).toHaveLength(2);
    expect(schemaAt(resources, 'memory')['anyOf']).toHaveLength(2);
  });

  it('has each definition that it refers to', () => {
    const names = [...JSON.stringify(schema).matchAll(/"#\/\$defs\/(\w+)"/g)].map(([, name]) => name);
    expect(names.length).toBeGreaterThan(1);
    for (const name of names) expect(schemaAt(schema, '$defs')).toHaveProperty(name ?? '');
  });

  it('does not have what is not built', () => {
    expect(Object.keys(schemaAt(schema, 'properties'))).not.toContain('triggers');
    expect(Object.keys(schemaAt(node, 'properties')).toSorted()).toEqual([
      'adapt',
      'contract',
      'description',
      'from',
      'use',
      'with',
    ]);
  });

  it('is the same for the same kinds', () => {
    expect(JSON.stringify(pipelineJsonSchema(kinds.toReversed(), contract))).toBe(JSON.stringify(schema));
  });
});
