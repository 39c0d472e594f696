import type { ContractRecord } from '../../kit/index.js';
import { findColumn, joined, type Loss, nodeContext, type Schema, type Sql, sql } from '../../kit/index.js';
import { inputsOf, type LogicalNode, nodeNamed } from '../../planner/index.js';
import { columnOf, countOf, type Desk, rowsOf, tableOf } from './desk.js';
import type { ChangedColumn, Difference } from './result.js';
import { sourceOf } from './source.js';
import { isStepwise } from './step.js';

/** Kinds whose rows are those of their input, one for one and in its order. */
const oneForOne = new Set(['select', 'derive', 'rename', 'cast', 'contract_cast', 'check_cast']);

const reasons: Readonly<Record<Loss, string>> = {
  filtered: 'left out',
  unmatched: 'without a partner',
  merged: 'brought together with others',
};

type Lost = Difference['lost'][number];

const some = (lost: readonly Lost[]): readonly Lost[] => lost.filter(({ rows }) => rows > 0);

/** Of a join: rows of each side by whether they have a partner. */
const lostInJoin = async (desk: Desk, node: LogicalNode): Promise<readonly Lost[] | undefined> => {
  if (node.kind.family !== 'transform') return undefined;
  const inputs = inputsOf(desk.plan, node);
  const query = node.kind.partners?.(nodeContext(node.config, inputs, node.output));
  const pairs = node.kind.pairs?.(node.config);
  if (!query || !pairs) return undefined;
  const [row = []] = await rowsOf(desk, node.name, query, 1);
  return some(
    inputs.flatMap(({ alias }, index) => {
      const [all, found] = [Number(row[2 * index]), Number(row[2 * index + 1])];
      const { partnered, alone } = pairs[index] ?? {};
      return [
        ...(partnered && partnered !== 'merged'
          ? [{ reason: `${alias}: ${reasons[partnered]}`, rows: found }]
          : []),
        ...(alone ? [{ reason: `${alias}: ${reasons[alone]}`, rows: all - found }] : []),
      ];
    }),
  );
};

const lostToContract = ({ broken, quarantined, mended }: ContractRecord): readonly Lost[] => [
  ...some([{ reason: 'to quarantine', rows: quarantined }]),
  ...broken.map(({ columns, message, rows }) => ({
    reason: `${columns.join(', ')}: asked for ${message}`.replace(/^: /, ''),
    rows,
  })),
  ...some([{ reason: 'went on without a value', rows: mended }]),
];

const lostIn = async (
  desk: Desk,
  node: LogicalNode,
  rows: { readonly before: number; readonly after: number },
  contract: ContractRecord | undefined,
): Promise<readonly Lost[]> => {
  if (contract) return lostToContract(contract);
  const joinedRows = await lostInJoin(desk, node);
  if (joinedRows) return joinedRows;
  const loss = node.kind.family === 'transform' ? node.kind.loses?.(node.config) : undefined;
  const gone = rows.before - rows.after;
  return some([{ reason: loss ? reasons[loss] : 'not among the rows that come out', rows: gone }]);
};

const differs = (own: Schema[number], source: Schema[number]): Sql => {
  const [now, was] = [columnOf('now', own.name), columnOf('was', source.name)];
  return own.type === source.type
    ? sql`count(*) filter (where ${now} is distinct from ${was})`
    : sql`count(*) filter (where ${now}::varchar is distinct from ${was}::varchar)`;
};

const changedValues = async (
  desk: Desk,
  node: LogicalNode,
  rows: number,
): Promise<readonly ChangedColumn[] | undefined> => {
  const [input] = inputsOf(desk.plan, node);
  if (!input || !oneForOne.has(node.kind.kind) || !isStepwise(node)) return undefined;
  const compared = node.schema.flatMap((own) => {
    const source = sourceOf(node, input.schema, own.name);
    return source ? [{ own, source }] : [];
  });
  if (compared.length === 0) return [];
  const query = sql`select ${joined(compared.map(({ own, source }) => differs(own, source)))} from ${tableOf(input.name)} as was positional join ${tableOf(node.name)} as now`;
  const [row = []] = await rowsOf(desk, node.name, query, 1);
  return compared.map(({ own, source }, index) => {
    const changed = Number(row[index] ?? 0);
    const isRenamed = own.name.toLowerCase() !== source.name.toLowerCase();
    return {
      column: own.name,
      ...(isRenamed ? { from: source.name } : {}),
      changed,
      share: rows === 0 ? 0 : changed / rows,
    };
  });
};

const plain = (schema: Schema): Schema => schema.map(({ name, type }) => ({ name, type }));

/** What a node that ran made of the rows of its inputs. */
export const differenceOf = async (
  desk: Desk,
  name: string,
  contract: ContractRecord | undefined,
): Promise<Difference> => {
  const node = nodeNamed(desk.plan, name);
  const inputs = inputsOf(desk.plan, node);
  const before = [];
  for (const input of inputs) before.push({ node: input.name, rows: await countOf(desk, input.name) });
  const rows = await countOf(desk, name);
  const was = inputs.flatMap(({ schema }) => schema);
  const counts = { before: before.reduce((sum, one) => sum + one.rows, 0), after: rows };
  const values = await changedValues(desk, node, rows);
  return {
    node: name,
    before,
    rows,
    added: plain(node.schema.filter((column) => !findColumn(was, column.name))),
    // What a contract adds for its own sake was never there for others.
    gone:
      node.kind.kind === 'contract'
        ? []
        : plain(was.filter(({ name: own }) => !findColumn(node.schema, own))),
    retyped: node.schema.flatMap(({ name: column, type }) => {
      const old = findColumn(was, column);
      return old && old.type !== type ? [{ column, was: old.type, now: type }] : [];
    }),
    lost: inputs.length === 0 ? [] : await lostIn(desk, node, counts, contract),
    ...(values ? { values } : {}),
  };
};
