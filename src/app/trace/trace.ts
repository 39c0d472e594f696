import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { failure, type MillraceError, type Problem } from '../../base/errors/index.js';
import { hiddenColumns, type LogicalPlan } from '../../planner/index.js';
import {
  choosingSchema,
  columnsThatMatter,
  readRows,
  rowsWhere,
  type Tracing,
  tracedPlan,
  upTo,
} from '../../planner/trace/index.js';
import { aboutDocument } from '../audit/about.js';
import { audited } from '../audit/audited.js';
import { prepare, withPrepared } from '../check/prepare.js';
import type { Prepared } from '../check/prepared.js';
import type { Overrides } from '../check/settings.js';
import { withKeptPools } from '../code/kept-pools.js';
import { recordReveal } from '../reveal.js';
import { withheld } from '../run/withheld.js';
import type { Wiring } from '../wiring.js';
import { traceBack } from './backward.js';
import { nodesBetween, traceForward } from './forward.js';
import { type Functions, keepMade } from './functions.js';
import type { Trace } from './result.js';
import { createSession, type TraceSession, traceEngine } from './session.js';
import type { Columns } from './show.js';
import { beforeContract, boundCondition, nodeToTrace } from './target.js';
import { lookUpstream } from './upstream.js';

export interface TraceOptions extends Overrides {
  /** The node whose rows are chosen; `node.output` for one of several outputs. */
  readonly node: string;
  /** SQL condition over the columns of the node. */
  readonly where: string;
  /** Follow the rows down to this node, in place of up to the reads. */
  readonly to?: string;
  /** Rows of each node that are shown. */
  readonly limit?: number;
  /** Show values of columns that are personal or sensitive. */
  readonly reveal?: boolean;
  readonly runDir?: string;
  readonly signal?: AbortSignal;
}

const SHOWN = 5;

/** Files whose records only their reading can number are read once, and kept for as long as the engine is there. */
const keepReads = async (session: TraceSession, name: string): Promise<Tracing> => {
  const { plan } = session.tracing;
  const tables = new Map<string, string>();
  for (const node of upTo(plan, [name])) {
    if (node.kind.family !== 'read' || node.source?.format === 'parquet' || !node.source?.files.length)
      continue;
    const { table } = await session.keep(readRows(session.tracing, node));
    tables.set(node.name, table);
  }
  return { plan, tables };
};

const noWay = (from: string, to: string): MillraceError =>
  failure('MR6016', `no rows of "${from}" come to "${to}"`, {
    mend: `Name with \`--to\` a node that reads from "${from}", itself or through others.`,
  });

/** The nodes down to which rows are followed; undefined where they are followed up. */
const wayDown = (session: TraceSession, from: string, to: string | undefined) => {
  if (to === undefined) return undefined;
  const end = nodeToTrace(session.tracing.plan, to, '--to');
  const nodes = nodesBetween(session, from, end.name);
  if (nodes.length < 2) throw noWay(from, end.name);
  return { end, nodes };
};

const shownOf = (plan: LogicalPlan, end: string, reveal: boolean): Columns => ({
  hidden: reveal ? new Map() : hiddenColumns(plan),
  matter: columnsThatMatter(plan, end),
});

const inEngine = async (
  functions: Functions,
  session: TraceSession,
  options: TraceOptions,
): Promise<Trace> => {
  const { prepared } = functions;
  const { plan } = session.tracing;
  const { where, limit = SHOWN, reveal = false } = options;
  const { types, document } = prepared.settings;
  const asked = nodeToTrace(plan, options.node, '--node');
  const node = options.to === undefined ? asked : beforeContract(plan, asked);
  const down = wayDown(session, node.name, options.to);
  const { alias, condition } = await boundCondition(
    session.engine,
    where,
    { name: asked.name, schema: choosingSchema(node) },
    types,
  );
  const end = down?.end.name ?? node.name;
  const columns = shownOf(plan, end, reveal);
  const reads = await keepReads(session, end);
  const kept = { ...session, tracing: await keepMade(session, reads, end, functions) };
  const chosen = await kept.keep(rowsWhere(kept.tracing, node.name, alias, condition));
  const head = { pipeline: document.pipeline, node: asked.name, where, rows: chosen.rows, limit };
  const way = down ? ({ direction: 'forward', to: end } as const) : ({ direction: 'back' } as const);
  if (chosen.rows === 0) {
    const upstream = await lookUpstream(kept, where, node.name, types);
    return { ...head, ...way, nodes: [], upstream };
  }
  const nodes = down
    ? await traceForward(kept, down.nodes, chosen, limit, columns)
    : await traceBack(kept, node.name, chosen, limit, columns);
  return { ...head, ...way, nodes };
};

/** The columns of a trace whose values are shown only where that is asked for. */
const classifiedIn = (plan: LogicalPlan, { nodes }: Trace): readonly string[] => {
  const hidden = hiddenColumns(plan);
  const names = nodes.flatMap(({ name, node, columns }) =>
    columns.filter((column) => hidden.get(name)?.has(column.name)).map((column) => `${node}.${column.name}`),
  );
  return [...new Set(names)];
};

/** What the engine says of a value may be of one that is not shown. */
const withoutValues = (thrown: unknown, { logical }: Prepared): unknown =>
  withheld(thrown, logical, { nodes: logical.nodes.map(({ name }) => name) });

/** A trace, and what was warned of on the way. */
export interface TraceOutcome {
  readonly trace: Trace;
  readonly warnings: readonly Problem[];
}

/**
 * The way of rows through a document, over the files as they are now. Nothing is published and nothing kept, but that
 * `reveal` showed classified values.
 */
export const traceRows = (wiring: Wiring, file: string, options: TraceOptions): Promise<TraceOutcome> =>
  audited(
    wiring,
    aboutDocument('rows.trace', file, options.node),
    () => withKeptPools(wiring, (keeping) => traceWith(keeping, file, options)),
    ({ trace: { rows } }) => ({ rows }),
  );

const traceWith = (wiring: Wiring, file: string, options: TraceOptions): Promise<TraceOutcome> =>
  withPrepared(
    prepare(wiring, file, options, { runDir: options.runDir, signal: options.signal }),
    async (prepared) => {
      const folder = await mkdtemp(join(tmpdir(), 'millrace-functions-'));
      const engine = await traceEngine(wiring, prepared, [folder]);
      try {
        const tracing = { plan: tracedPlan(prepared.logical), tables: new Map<string, string>() };
        const signal = options.signal ?? new AbortController().signal;
        const session = createSession(engine, tracing, signal);
        const trace = await inEngine({ wiring, prepared, folder, signal }, session, options).catch(
          (thrown: unknown) => {
            throw options.reveal ? thrown : withoutValues(thrown, prepared);
          },
        );
        const shown = options.reveal ? classifiedIn(tracing.plan, trace) : [];
        await recordReveal(wiring, trace.pipeline, shown, options.runDir, 'millrace trace');
        return { trace, warnings: prepared.warnings };
      } finally {
        await engine.close();
        await rm(folder, { recursive: true, force: true });
      }
    },
  );
