import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Problem } from '../../base/errors/index.js';
import { createDuckDbEngine } from '../../engines/duckdb/index.js';
import {
  builtInValues,
  createRegistry,
  createSemanticTypes,
  type Schema,
  type SourceInfo,
  type TransformDeclaration,
} from '../../kit/index.js';
import { builtInKinds } from '../../nodes/index.js';
import { builtInTypes } from '../../semantics/index.js';
import { parseDocument } from '../../spec/index.js';
import { bindGraph, buildGraph, type Graph, type LogicalPlan } from '../index.js';

/** Columns as one writes them: `a BIGINT, b VARCHAR`. */
export const schemaOf = (text: string): Schema =>
  text.split(', ').map((column) => {
    const [name = '', ...type] = column.split(' ');
    return { name, type: type.join(' ') };
  });

const sourceOf = (text: string, format: SourceInfo['format']): SourceInfo => {
  const schema = schemaOf(text);
  const group = { files: [], columns: schema.map(({ name }) => name), options: {} };
  return { format, files: [], schema, groups: [group] };
};

const vocabulary = {
  registry: createRegistry(builtInKinds),
  types: createSemanticTypes(builtInTypes),
};

/** A document around a `nodes:` text. */
export const documentOf = (nodes: string, head = ''): string =>
  `millrace: 1\npipeline: p\n${head}nodes:\n${nodes.replace(/^\n/, '')}`;

export const graphOf = (text: string): { readonly graph: Graph; readonly problems: readonly Problem[] } => {
  const { value, problems } = buildGraph(parseDocument(text, 'p.yaml'), vocabulary);
  return { graph: value, problems };
};

export interface Planned {
  readonly plan: LogicalPlan;
  readonly problems: readonly Problem[];
}

/** Nodes with functions, as if their modules had been looked at. */
const declared = ({ nodes }: Graph, functions: Readonly<Record<string, TransformDeclaration>>): Graph => ({
  nodes: nodes.map((node) => {
    const { kind, config, name } = node;
    const declaration = functions[name];
    const code = kind.family === 'transform' ? kind.code : undefined;
    return code && declaration ? { ...node, config: code.declared(config, declaration, false) } : node;
  }),
});

/** Binds a document whose reading nodes have the columns given, and its functions what is said of them; no file is looked at. */
export const planOf = async (
  text: string,
  columns: Readonly<Record<string, string>>,
  functions: Readonly<Record<string, TransformDeclaration>> = {},
): Promise<Planned> => {
  const parsed = parseDocument(text, 'p.yaml');
  const { value: built, problems } = buildGraph(parsed, vocabulary);
  const graph = declared(built, functions);
  const spillFolder = join(tmpdir(), `millrace-plan-${randomUUID()}`);
  const engine = await createDuckDbEngine({
    limits: {},
    readable: [],
    writable: [],
    spillFolder,
    values: {},
    keepOrder: false,
  });
  try {
    const kinds = new Map(graph.nodes.map(({ name, kind }) => [name, kind.kind]));
    const sources = new Map(
      Object.entries(columns).map(([name, schema]) => [
        name,
        sourceOf(schema, kinds.get(name) === 'read_parquet' ? 'parquet' : 'csv'),
      ]),
    );
    const parameters = { minutes: 'BIGINT', ...builtInValues };
    const bound = await bindGraph({ parsed, binder: engine, parameters }, graph, { sources });
    return { plan: bound.value, problems: [...problems, ...bound.problems] };
  } finally {
    await engine.close();
  }
};
