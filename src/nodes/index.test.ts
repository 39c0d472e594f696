import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { createRegistry } from '../kit/index.js';
import { parseDocument } from '../spec/index.js';
import { builtInKinds } from './index.js';

test('kinds are named once each', () => {
  expect(createRegistry(builtInKinds).find('read_csv')).toBe(builtInKinds[0]);
  const names = builtInKinds.map(({ kind }) => kind);
  expect(new Set(names).size).toBe(names.length);
});

/** Every key of every mapping in a JSON Schema, with its description. */
const keysOf = (schema: unknown, path = ''): readonly (readonly [string, unknown])[] => {
  if (typeof schema !== 'object' || schema === null) return [];
  if (Array.isArray(schema)) return schema.flatMap((item) => keysOf(item, path));
  const { properties = {}, ...rest } = schema as { properties?: Record<string, { description?: string }> };
  const own = Object.entries(properties).flatMap(([key, item]) => [
    [`${path}.${key}`, item.description] as const,
    ...keysOf(item, `${path}.${key}`),
  ]);
  return [...own, ...Object.values(rest).flatMap((item) => keysOf(item, path))];
};

describe.each(builtInKinds.map((kind) => [kind.kind, kind] as const))('%s', (name, kind) => {
  test('takes no key that it does not describe, and describes every key', () => {
    const schema = z.toJSONSchema(kind.config, { io: 'input', unrepresentable: 'throw' });
    expect(schema['additionalProperties']).toBe(false);
    const silent = keysOf(schema).filter(([, description]) => !description);
    expect(silent).toEqual([]);
  });

  test('says in one sentence what it does, and how it behaves', () => {
    expect(kind.summary).toMatch(/^[A-Z].*[^.]\.$/);
    expect(kind.description.length).toBeGreaterThan(60);
  });

  test('has an example that uses it, with a config that it takes', () => {
    const { document } = parseDocument(kind.example.document, 'example.yaml');
    const nodes = Object.values(document.nodes).filter(({ use }) => use === name);
    expect(nodes.length).toBeGreaterThan(0);
    for (const node of nodes) expect(kind.config.safeParse(node.with ?? {}).error).toBeUndefined();
    if (kind.family !== 'check') expect(document.tests?.length).toBeGreaterThan(0);
  });
});
