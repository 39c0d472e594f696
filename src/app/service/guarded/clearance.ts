import { own } from '../../../base/own.js';
import type {
  ColumnClass,
  DatasetGrant,
  PipelineResource,
  RunEvent,
  RunRecord,
  Schema,
} from '../../../kit/index.js';
import { isClear, readGrant, seesAll, seesAllRows } from './grants.js';
import type { Guard } from './guard.js';

/**
 * How much of what a run says may be told. `all`: whoever asks may see all rows and columns of its outputs. `classed`: all
 * rows, and all columns but classified ones, whose values the run itself has kept out of what it says. `none`: what quotes
 * rows is left out.
 */
export type Clearance = 'all' | 'classed' | 'none';

/** An output, as far as it is known what it holds. */
export interface KnownOutput {
  readonly node: string;
  readonly columns: Schema;
  /** What the run took its columns for; undefined where nobody knows. */
  readonly classes?: Readonly<Record<string, ColumnClass>>;
  /** What they are taken for by now, where that is known. */
  readonly now?: Readonly<Record<string, ColumnClass>>;
}

type ClassOf = (name: string) => ColumnClass;

const grantOf = (
  guard: Guard,
  pipeline: PipelineResource,
  { node, columns }: KnownOutput,
  classOf: ClassOf,
): DatasetGrant =>
  readGrant(
    guard,
    pipeline,
    node,
    columns.map(({ name }) => ({ name, class: classOf(name) })),
  );

const ofOutput = (guard: Guard, pipeline: PipelineResource, output: KnownOutput): Clearance => {
  const { classes, now = classes } = output;
  // Of what nobody knows, the worst is taken for true.
  const strict = grantOf(guard, pipeline, output, (name) =>
    now === undefined ? 'sensitive' : (own(now, name) ?? 'none'),
  );
  if (!seesAllRows(strict)) return 'none';
  if (seesAll(strict)) return 'all';
  const lenient = grantOf(guard, pipeline, output, () => 'none');
  const isKeptOut = (name: string): boolean => classes === undefined || own(classes, name) !== undefined;
  const hidden = strict.columns.filter((column) => !isClear(column));
  return lenient.columns.every(isClear) && hidden.every(({ name }) => isKeptOut(name)) ? 'classed' : 'none';
};

/** The least that holds for any of the outputs of a pipeline. */
export const clearanceFor = (
  guard: Guard,
  pipeline: PipelineResource,
  outputs: readonly KnownOutput[],
): Clearance => {
  // What publishes nothing says what its inputs are like all the same.
  const unnamed = { node: '', columns: [], classes: {} };
  const found = new Set([unnamed, ...outputs].map((output) => ofOutput(guard, pipeline, output)));
  if (found.has('none')) return 'none';
  return found.has('classed') || outputs.length === 0 ? 'classed' : 'all';
};

/** The outputs that a record tells of, whether or not they were published. */
export const outputsOf = ({ nodes, classes }: RunRecord): readonly KnownOutput[] =>
  nodes
    .filter(({ family }) => family === 'write')
    .map(({ name, schema }) => {
      const found = own(classes ?? {}, name)?.classes;
      return { node: name, columns: schema, ...(found ? { classes: found } : {}) };
    });

/** The outputs that a run has said it will publish. */
export const outputsIn = (events: readonly RunEvent[]): readonly KnownOutput[] =>
  events.flatMap((event) =>
    event.type === 'run_started' ? event.outputs.map(({ node, columns }) => ({ node, columns })) : [],
  );
