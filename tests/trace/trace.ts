import { expect } from 'vitest';
import type { Trace, TracedNode } from '../../src/app/trace/index.js';
import { millrace } from '../support/cli.js';
import type { Project } from '../support/project.js';

/** A document that reads files of `data` and writes one node. */
export const documentOf = (nodes: string): string => `millrace: 1
pipeline: traced
resources:
  stores:
    data: { folder: ./data }
    out: { folder: ./out }
nodes:
${nodes}`;

/** The trace of a document, as a machine gets it. */
export const trace = async (at: Project, ...words: readonly string[]): Promise<Trace> => {
  const { code, out, err } = await millrace(at, ['trace', 'pipeline.yaml', '--json', ...words]);
  expect(code, err).toBe(0);
  return JSON.parse(out) as Trace;
};

/** The same as a person sees it. */
export const drawn = async (at: Project, ...words: readonly string[]): Promise<string> => {
  const { code, out, err } = await millrace(at, ['trace', 'pipeline.yaml', ...words]);
  expect(code, err).toBe(0);
  return out;
};

export const nodeOf = ({ nodes }: Trace, name: string): TracedNode =>
  nodes.find((node) => node.name === name) ?? expect.fail(`no node ${name} in the trace`);

/** Of a reading node: `file:record` of each row. */
export const records = (traced: Trace, name: string): readonly string[] =>
  (nodeOf(traced, name).records ?? []).map(({ file, record }) => `${file}:${record}`).toSorted();

/** Why rows did not come through a node: `2 filtered by …`. */
export const reasons = (traced: Trace, name: string): readonly string[] =>
  nodeOf(traced, name).inputs.flatMap(({ left = [] }) => left.map(({ rows, reason }) => `${rows} ${reason}`));
