import {
  type DecisionRecord,
  type Engine,
  findColumn,
  isRenaming,
  type RunRecord,
  renamingDecision,
  type SourceInfo,
} from '../../kit/index.js';
import {
  type Adaptation,
  adaptContracts,
  addedIn,
  asWrittenText,
  type BindContext,
  bindGraph,
  type Casting,
  castings,
  documentNode,
  type Evolving,
  evolvingColumns,
  type Graph,
  type LastColumns,
  type LogicalNode,
  measureSql,
  type Widened,
  widened,
} from '../../planner/index.js';
import { readRows } from '../read-rows.js';

export type Infos = ReadonlyMap<string, SourceInfo>;

/** A graph whose contracts know what is there, and what was decided for that. */
export interface Adapted {
  readonly graph: Graph;
  readonly infos: Infos;
  readonly decisions: readonly DecisionRecord[];
}

const wideningOf = (node: string, info: SourceInfo, found: Widened): DecisionRecord => ({
  node: documentNode(node),
  files: info.files.map(({ name }) => name),
  about: 'type',
  column: found.column,
  action: 'adapt',
  chosen: `${found.declared} widened to ${found.type}`,
  evidence: found.evidence,
  alternatives: [
    `${found.declared}, and such rows in quarantine (wrong_types: quarantine_row)`,
    `${found.declared}, and the run stops (wrong_types: freeze)`,
  ],
});

const renamingsOf = (node: string, { renamed = [] }: SourceInfo): readonly DecisionRecord[] =>
  renamed
    .filter(isRenaming)
    .map((one) => ({ ...renamingDecision(one), node: documentNode(node), files: one.files }));

const missingIn = (
  node: string,
  { lacking = {}, files }: SourceInfo,
  what: Casting['config']['contract']['drift']['missing_columns'],
): Adapted['decisions'] =>
  Object.entries(lacking).map(([column, names]) => ({
    node: documentNode(node),
    files: names,
    about: 'missing_columns',
    column,
    action: what === 'evolve' ? 'adapt' : 'quarantine',
    chosen: what === 'evolve' ? 'null' : 'all rows in quarantine',
    evidence: `${names.length} of ${files.length} files lack the column`,
    alternatives: ['null (missing_columns: evolve)', 'the run stops (missing_columns: freeze)'].slice(
      what === 'evolve' ? 1 : 0,
    ),
  }));

const newIn = (node: string, info: SourceInfo, config: Casting['config']): Adapted['decisions'] => {
  const isKept = config.contract.drift.new_columns === 'evolve';
  const named = Object.keys(config.contract.columns).length > 0;
  return (named ? addedIn(config, info.schema) : []).map((column) => ({
    node: documentNode(node),
    files: info.files.map(({ name }) => name),
    about: 'new_columns',
    column,
    action: isKept ? 'proceed' : 'quarantine',
    chosen: isKept ? 'kept' : 'set aside',
    evidence: config.last
      ? `neither the contract nor run ${config.last.runId} has it`
      : 'the contract does not have it, and there is no earlier run',
    alternatives: [
      'the run stops (new_columns: freeze)',
      isKept ? 'set aside (new_columns: quarantine_value)' : 'kept (new_columns: evolve)',
    ],
  }));
};

/** What the last run's node gave of the columns that its files had: what was set aside then is new still. */
const lastOf = (last: RunRecord | undefined, { name, reader }: Casting): LastColumns | undefined => {
  const node = documentNode(reader);
  const gave = last?.nodes.find((other) => other.name === name)?.schema;
  const had = last?.inputs.find((input) => input.node === node)?.columns;
  if (!last || !gave || !had) return undefined;
  return { runId: last.runId, schema: gave.filter((column) => findColumn(had, column.name)) };
};

/** Under the engine's own names of types; without those that it has no name for, which binding tells of. */
const named = async (engine: Engine, columns: readonly Evolving[]): Promise<readonly Evolving[]> => {
  const all: Evolving[] = [];
  for (const evolving of columns) {
    const type = await engine.typeName(evolving.declared);
    const { column } = evolving;
    if (type.ok && (type.value !== column.type || column.format))
      all.push({ ...evolving, declared: type.value });
  }
  return all;
};

const look = async (
  engine: Engine,
  reader: LogicalNode,
  { config }: Casting,
): Promise<readonly Widened[]> => {
  const { kind, source } = reader;
  const columns = await named(engine, evolvingColumns(config, reader.schema));
  if (columns.length === 0 || kind.family !== 'read' || !source) return [];
  const rows = kind.lower({ config: reader.config, source, columns: columns.map(({ column }) => column) });
  const [row = []] = await readRows(engine, measureSql(columns, rows), 1);
  return widened(columns, row);
};

/** Text in place of values of a format, for columns that hold something else too. */
const asText = (info: SourceInfo, found: readonly Widened[]): SourceInfo => {
  const texts = new Set(found.filter(({ type }) => type === 'VARCHAR').map(({ column }) => column));
  return {
    ...info,
    schema: info.schema.map((column) =>
      column.format && texts.has(column.name) ? { ...column, format: asWrittenText(column.format) } : column,
    ),
    groups: info.groups.map((group) => ({
      ...group,
      ...(group.formats
        ? {
            formats: Object.fromEntries(
              Object.entries(group.formats).map(([name, format]) => [
                name,
                texts.has(name) ? asWrittenText(format) : format,
              ]),
            ),
          }
        : {}),
    })),
  };
};

/** Whether any column has to be looked at as a whole. */
export const isEvolving = (graph: Graph): boolean =>
  castings(graph).some(
    ({ config: { evolving, contract } }) => evolving.length > 0 || contract.drift.wrong_types === 'evolve',
  );

/** The types of columns that evolve, once all of their values were looked at. */
const typesFor = async (
  context: BindContext,
  engine: Engine,
  graph: Graph,
  infos: Infos,
): Promise<ReadonlyMap<string, readonly Widened[]>> => {
  const all = new Map<string, readonly Widened[]>();
  if (!isEvolving(graph)) return all;
  const readers = graph.nodes.filter(({ name }) => infos.has(name));
  const { value } = await bindGraph(context, { nodes: readers }, { sources: infos });
  for (const casting of castings(graph)) {
    const reader = value.nodes.find(({ name }) => name === casting.reader);
    all.set(casting.reader, reader ? await look(engine, reader, casting) : []);
  }
  return all;
};

/** What is decided of one contract, and its source as it is then read. */
const adaptOne = (
  { name, reader, config }: Casting,
  info: SourceInfo,
  found: readonly Widened[],
  last: LastColumns | undefined,
): {
  readonly adaptation: Adaptation;
  readonly info: SourceInfo;
  readonly decisions: Adapted['decisions'];
} => {
  const { missing_columns } = config.contract.drift;
  const { lacking } = info;
  const known = { ...config, ...(last ? { last } : {}) };
  return {
    adaptation: {
      ...(found.length > 0
        ? { widened: Object.fromEntries(found.map(({ column, type }) => [column, type])) }
        : {}),
      ...(last ? { last } : {}),
      ...(lacking && missing_columns === 'quarantine_row' ? { lacking } : {}),
    },
    info: asText(info, found),
    decisions: [
      ...renamingsOf(name, info),
      ...found.map((each) => wideningOf(reader, info, each)),
      ...missingIn(name, info, missing_columns),
      ...newIn(name, info, known),
    ],
  };
};

/** Lets contracts know what is there: types of columns that evolve, and files that lack columns. */
export const adaptToSources = async (
  context: BindContext,
  engine: Engine,
  graph: Graph,
  infos: Infos,
  last?: RunRecord,
): Promise<Adapted> => {
  const types = await typesFor(context, engine, graph, infos);
  const all = new Map<string, Adaptation>();
  const seen = new Map(infos);
  const decisions: DecisionRecord[] = [];
  for (const casting of castings(graph)) {
    const info = infos.get(casting.reader);
    if (!info) continue;
    const one = adaptOne(casting, info, types.get(casting.reader) ?? [], lastOf(last, casting));
    all.set(casting.name, one.adaptation);
    seen.set(casting.reader, one.info);
    decisions.push(...one.decisions);
  }
  return { graph: adaptContracts(graph, all), infos: seen, decisions };
};

/** What contracts know of the last run, where no source is looked at. */
export const lastAdaptations = (
  graph: Graph,
  record: RunRecord | undefined,
): ReadonlyMap<string, Adaptation> =>
  new Map(
    castings(graph).flatMap((casting) => {
      const last = lastOf(record, casting);
      return last ? [[casting.name, { last }] as const] : [];
    }),
  );
