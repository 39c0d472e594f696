import type { Drift, DriftRecord, InputRecord, RunRecord, Schema } from '../../kit/index.js';

const typeIn = (schema: Schema, name: string): string | undefined =>
  schema.find((column) => column.name === name)?.type;

const changeOf = (node: string, column: string, was?: string, now?: string): readonly DriftRecord[] => {
  if (was === now) return [];
  const change = was === undefined ? 'new' : now === undefined ? 'missing' : 'retyped';
  return [{ node, column, change, ...(was ? { was } : {}), ...(now ? { now } : {}) }];
};

const changesOf = (node: string, before: Schema, after: Schema): readonly DriftRecord[] => {
  const names = new Set([...before, ...after].map(({ name }) => name));
  return [...names].flatMap((name) => changeOf(node, name, typeIn(before, name), typeIn(after, name)));
};

/** How inputs differ from those of an earlier run; undefined where they do not. Inputs that it had not are no drift. */
export const driftSince = (
  last: RunRecord | undefined,
  inputs: readonly InputRecord[],
): Drift | undefined => {
  const changes = inputs.flatMap(({ node, columns }) => {
    const before = last?.inputs.find((input) => input.node === node)?.columns;
    return before && columns ? changesOf(node, before, columns) : [];
  });
  return last && changes.length > 0 ? { since: last.runId, changes } : undefined;
};
