import type { DecisionRecord, Engine, SourceInfo } from '../../kit/index.js';
import {
  type Adaptation,
  adaptContracts,
  asWrittenText,
  type BindContext,
  bindGraph,
  type Casting,
  castings,
  documentNode,
  type Evolving,
  evolvingColumns,
  type Graph,
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

const decisionOf = (node: string, info: SourceInfo, found: Widened): DecisionRecord => ({
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

/** Looks at all values of columns that evolve, and widens those that do not hold them. */
export const adaptTypes = async (
  context: BindContext,
  engine: Engine,
  graph: Graph,
  infos: Infos,
): Promise<Adapted> => {
  if (!isEvolving(graph)) return { graph, infos, decisions: [] };
  const readers = graph.nodes.filter(({ name }) => infos.has(name));
  const { value } = await bindGraph(context, { nodes: readers }, { sources: infos });
  const all = new Map<string, Adaptation>();
  const seen = new Map(infos);
  const decisions: DecisionRecord[] = [];
  for (const casting of castings(graph)) {
    const reader = value.nodes.find(({ name }) => name === casting.reader);
    const info = infos.get(casting.reader);
    const found = reader ? await look(engine, reader, casting) : [];
    if (!info || found.length === 0) continue;
    all.set(casting.name, { widened: Object.fromEntries(found.map(({ column, type }) => [column, type])) });
    seen.set(casting.reader, asText(info, found));
    decisions.push(...found.map((each) => decisionOf(casting.name, info, each)));
  }
  return { graph: adaptContracts(graph, all), infos: seen, decisions };
};
