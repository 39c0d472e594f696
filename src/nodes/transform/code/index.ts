import {
  type ColumnUse,
  defineNode,
  FAULT,
  findColumn,
  type Input,
  isByKey,
  type NodeContext,
  type TransformDeclaration,
} from '../../../kit/index.js';
import { type CodeConfig, config } from './config.js';
import { example } from './example.js';
import { readFindings } from './reads.js';
import { givenRows, passingColumns, resultColumns, writtenColumns } from './rows.js';
import { functionLeaves, functionTraces } from './traces.js';

/** The config of a node whose module was looked at. */
interface Declared extends CodeConfig {
  readonly declaration: TransformDeclaration;
  readonly isGuarded: boolean;
}

const isDeclared = (config: CodeConfig): config is Declared => 'declaration' in config;

const declarationOf = (config: CodeConfig): TransformDeclaration => {
  if (!isDeclared(config)) throw new Error(`the module "${config.module}" was never looked at`);
  return config.declaration;
};

const uses = (names: readonly string[], { alias, schema }: Input): readonly ColumnUse[] =>
  names.flatMap((name) => {
    const column = findColumn(schema, name);
    return column ? [{ input: alias, column: column.name }] : [];
  });

const lineageOf = ({ config, input }: NodeContext<CodeConfig>) => {
  const declaration = declarationOf(config);
  const read = uses(Object.keys(declaration.reads), input);
  const kept = (name: string) => [name, uses([name], input)] as const;
  return {
    columns: Object.fromEntries([
      ...passingColumns(declaration, input).map(({ name }) => kept(name)),
      ...declaration.by.map(kept),
      ...writtenColumns(declaration).map(({ name }) => [name, read] as const),
      [FAULT, read],
    ]),
    rows: read,
  };
};

/** What sees all rows of a key sees no others: there a filter may hold over the key alone. */
const passesOf = (declaration: TransformDeclaration, input: Input): Readonly<Record<string, ColumnUse>> => {
  const passing = passingColumns(declaration, input).map(({ name }) => name);
  const written = writtenColumns(declaration);
  return Object.fromEntries(
    uses(isByKey(declaration) ? declaration.by : passing, input).flatMap((use) =>
      findColumn(written, use.column) ? [] : [[use.column, use] as const],
    ),
  );
};

const MEGABYTE = 1_000_000;

export const code = defineNode({
  kind: 'code',
  family: 'transform',
  summary: 'Has a function in TypeScript make columns or rows.',
  description: `The module exports what \`defineTransform\` of \`millrace/kit\` gives: the columns that the function reads and writes,
and the function. Only the columns that it reads leave the engine; the others stay as they are. It is called for
batches of rows, column by column, in processes of its own, which see no environment but what \`environment\` names.

A function is pure: the same rows give the same values, in batches of any size. The first rows are put through it
more than once to see that this is so. Where it throws, the row is found: with a contract on the node it goes to
quarantine, and the rest goes on; without one the run fails and says which row it was. What it prints is in the
folder of the run.

Rows come in no particular order.`,
  config,
  inputs: { min: 1, max: 1 },
  readsAll: true,
  example,
  check: ({ config: asked, input }) => readFindings(declarationOf(asked), input),
  code: {
    asks: ({ module, export: exportName = 'default', environment = [], timeout = 60, memory = 1000 }) => ({
      module,
      exportName,
      environment,
      seconds: timeout,
      memory: memory * MEGABYTE,
    }),
    declared: (asked, declaration, isGuarded): Declared => ({ ...asked, declaration, isGuarded }),
    declaration: (asked) => (isDeclared(asked) ? asked.declaration : undefined),
    passing: ({ config: asked, input }) =>
      passingColumns(declarationOf(asked), input).map(({ name }) => name),
  },
  rowByRow: (asked) => isDeclared(asked) && !isByKey(asked.declaration),
  loses: (asked) => (isDeclared(asked) && asked.declaration.shape === 'filter' ? 'filtered' : undefined),
  lower: ({ config: asked, input }) => givenRows(declarationOf(asked), input),
  schema: ({ config: asked, input }) =>
    resultColumns(declarationOf(asked), input, isDeclared(asked) && asked.isGuarded),
  lineage: (context) => lineageOf(context),
  passes: ({ config: asked, input }) => passesOf(declarationOf(asked), input),
  traces: (context) => {
    const declaration = declarationOf(context.config);
    return functionTraces(declaration, context, passesOf(declaration, context.input));
  },
  leaves: (context) => functionLeaves(declarationOf(context.config), context, context.config.module),
});
