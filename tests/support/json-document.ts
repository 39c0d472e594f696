import { expect } from 'vitest';
import { millrace } from './cli.js';
import type { Project } from './project.js';

/** Nodes of a document, by name. */
export type Nodes = Readonly<Record<string, unknown>>;

/** A document in JSON, in which any text can stand as it is. */
export const jsonDocument = (nodes: Nodes, more: Readonly<Record<string, unknown>> = {}): string =>
  JSON.stringify({
    millrace: 1,
    pipeline: 'names',
    resources: { stores: { raw: { folder: './data' }, out: { folder: './out' } } },
    ...more,
    nodes,
  });

/** An object with one entry; unlike a literal it takes `__proto__` as a key. */
export const entry = (key: string, value: unknown) => Object.fromEntries([[key, value]]);

/** Runs a document that must succeed. */
export const expectRuns = async (at: Project, file = 'pipeline.json'): Promise<void> => {
  const { code, err } = await millrace(at, ['run', file]);
  expect(code, err).toBe(0);
};
