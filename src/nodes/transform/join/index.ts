import {
  type Adapted,
  because,
  type ColumnUse,
  type Decision,
  defineNode,
  type Input,
  identifier,
  joined,
  keyword,
  type Paired,
  type Seen,
  type Sql,
  sql,
  TRACED,
  type Traced,
} from '../../../kit/index.js';
import { copiesIn, lineageOf, selectList } from '../../shared/columns.js';
import { asOfJoin, asOfPartners } from './as-of.js';
import { asOfFaults } from './as-of-faults.js';
import { guardedSides, sideOf } from './cardinality.js';
import { columnFaults, outputsOf } from './columns.js';
import { config, type Join, type JoinConfig, joinOf } from './config.js';
import { decideRepair, decideUnseen, type RepairDecision, repairText } from './decide-repair.js';
import { example } from './example.js';
import { keyFaults, keyPairs, matchUses, onSql, waysToCompare } from './keys.js';
import { keyEvidence, measureKeys } from './measure-keys.js';
import { always } from './repair.js';

const lowerJoin = (join: Join, outputs = outputsOf(join)): Sql => {
  const byTime = asOfJoin(join, outputs);
  if (byTime) return sql`select ${selectList(byTime.outputs)} from ${byTime.source}`;
  const [left, right] = [sideOf(join, 'left'), sideOf(join, 'right')];
  const verb = keyword(`${join.config.type} join`);
  const select = sql`select ${selectList(outputs)} from ${left.from} ${verb} ${right.from} on ${onSql(join)}`;
  const tables = [left, right].flatMap(({ table }) => table ?? []);
  return tables.length === 0 ? select : sql`select * from (with ${joined(tables)} ${select})`;
};

/** The inputs whose rows a filter may leave out before: those that no row without a partner is made up for. */
const filterable: Readonly<Record<JoinConfig['type'], readonly ('left' | 'right')[]>> = {
  inner: ['left', 'right'],
  left: ['left'],
  right: ['right'],
  full: [],
  semi: ['left'],
  anti: ['left'],
};

/** Where unique keys or a tie stop the run, a filter that came first could hide them on that side. */
const passesOf = (join: Join): Readonly<Record<string, ColumnUse>> => {
  const guarded = new Set([...guardedSides(join.config), ...(join.config.as_of ? ['right'] : [])]);
  const open = filterable[join.config.type].filter((side) => !guarded.has(side));
  const aliases = new Set(open.map((side) => join[side].alias));
  const copies = Object.entries(copiesIn(outputsOf(join)));
  return Object.fromEntries(copies.filter(([, { input }]) => aliases.has(input)));
};

/** Rows that come out with their partner count for the left side; on the right they went into the left ones. */
const pairsOf = ({ type }: JoinConfig): readonly Paired[] => {
  const keepsLeft = ['left', 'full', 'anti'].includes(type);
  const keepsRight = ['right', 'full'].includes(type);
  return [
    { ...(type === 'anti' ? { partnered: 'filtered' } : {}), ...(keepsLeft ? {} : { alone: 'unmatched' }) },
    { partnered: 'merged', ...(keepsRight ? {} : { alone: 'unmatched' }) },
  ];
};

/** The rows of a side beside those that they came into. A semi join is an inner one then; right rows come into no anti join. */
const tracedSide = (join: Join, side: 'left' | 'right'): Traced | undefined => {
  const { config } = join;
  if (config.type === 'anti' && side === 'right') return undefined;
  const { alias } = join[side];
  const row = {
    name: TRACED,
    value: sql`${identifier(alias)}.${identifier(TRACED)}`,
    uses: [{ input: alias, column: TRACED }],
  };
  const asked: Join =
    config.type === 'semi' && side === 'right' ? { ...join, config: { ...config, type: 'inner' } } : join;
  const left = config.type === 'anti' ? 'has no partner' : undefined;
  const how = side === 'right' ? 'the partners' : left;
  return { rows: lowerJoin(asked, [...outputsOf(join), row]), ...(how === undefined ? {} : { how }) };
};

const aloneText = (join: Join, side: 'left' | 'right'): string => {
  const { alias } = join[side === 'left' ? 'right' : 'left'];
  return join.config.type === 'anti' ? `has a partner in "${alias}"` : `no partner in "${alias}"`;
};

/** The columns of a side by which partners are found. */
const ownKeys = (join: Join, side: 'left' | 'right'): readonly string[] => {
  const { alias, schema } = join[side];
  const keys = keyPairs(join).map((pair) => pair[side].name);
  const others = join.config.condition?.binding?.columns ?? [];
  const { as_of: asOf } = join.config;
  const time = asOf ? schema.filter(({ name }) => name === asOf[side]) : [];
  const used = others.flatMap(({ input, column }) => (input === alias ? [column] : []));
  return [...new Set([...keys, ...time.map(({ name }) => name), ...used])];
};

/** How many rows each side has, and how many with a partner: joined once more, over the rows that were kept. */
const partnersOf = (join: Join): Sql | undefined => {
  if (join.config.as_of) return asOfPartners(join);
  const { left, right } = join;
  const among = (one: Input, other: Input): Sql =>
    sql`(select count(*) from ${one}), (select count(*) from ${one} semi join ${other} on ${onSql(join)})`;
  return sql`select ${among(left, right)}, ${among(right, left)}`;
};

const sideAt = (index: number): 'left' | 'right' => (index === 0 ? 'left' : 'right');

const declared = (join: Join): readonly Decision[] => {
  const repairs = always(join.config.repair);
  if (!repairs) return [];
  const chosen = `compared ${repairText(repairs)}`;
  const action = repairs.length > 0 ? 'adapt' : 'proceed';
  return [
    {
      about: 'join keys',
      action,
      chosen,
      evidence: 'the document says so',
      alternatives: [],
      isDeclared: true,
    },
  ];
};

/** How keys are compared, from what was seen of them or, where nothing was, from their types. */
const adaptJoin = (join: Join, seen: Seen): Adapted<JoinConfig> => {
  const ways = waysToCompare(join);
  if (ways.length === 0) return { config: join.config, decisions: declared(join) };
  const { repairs, decision }: RepairDecision =
    'row' in seen ? decideRepair(keyEvidence(join, ways, seen.row)) : decideUnseen(ways, seen.why);
  return { config: { ...join.config, compared: repairs }, decisions: [decision] };
};

/** Where there is one way only, there is nothing to look at. */
const measureJoin = (join: Join): Sql | undefined => {
  const ways = waysToCompare(join);
  return ways.length === 0 ? undefined : measureKeys(join, ways);
};

export const join = defineNode({
  kind: 'join',
  family: 'transform',
  summary: 'Brings rows of two inputs together.',
  description: `The first input is the left one, the second the right one; their names in \`from\` are their aliases in
\`condition\` and \`columns\`. A key that is null matches nothing, not even another null.

\`inner\` gives pairs; \`left\`, \`right\` and \`full\` also the rows of that side, or of both, that have no partner, with
nulls for the other side's columns; \`semi\` gives the left rows that have a partner, each once, and \`anti\` those that
have none.

\`cardinality\` is enforced: where keys must be unique and one stands twice, the run stops (MR4012), whichever rows are
used further on. Only where the engine can tell beforehand that nothing at all comes out is the input not looked at.
Numbers of different types are compared in a type that holds both.

\`as_of\` gives each left row the nearest right row among those with equal \`keys\`: the last one at or before its time, or
with \`direction: forward\` the first at or after it. With \`max_age\` a partner that is farther away is none: in a \`left\`
join its columns are null, in an \`inner\` join the row is left out. Right rows that have equal keys and an equal time, and
differ in some column, stop the run (MR4013), unless \`ties: least\` takes the least of them in all columns. A row without a
time has no partner. Under a contract, right rows that have the keys and the time of a partner count as \`merged\`, those
that tie with it too, and others as \`unmatched\`.

\`repair\` lets keys match that are not written the same: \`type\` compares numbers, dates and text as text, \`case\` takes no
account of capital letters, \`padding\` none of blanks around (\`blanks\`) and of zeros before digits (\`zeros\`: \`0042\` is \`42\`).
Before the run the keys of both sides are looked at, in the first 5,000,000 rows of each, and the least of the allowed
repairs that matches most keys is chosen; one that would make two different keys of one side the same is not. The decision
is recorded, and shown by \`explain\` and \`profile\`. Inputs that are made by other nodes than \`filter select derive rename
cast\` and contracts are not looked at: of their keys only what types ask for is repaired. \`repair: { always: [zeros] }\` fixes
it and leaves nothing to the data. Rows keep their keys as they are.

Without \`columns\` all columns of the left input come first, then those of the right input that are not keys; in a
\`right\` or \`full\` join a key column has the value of the side that has one. Names that both have must be told apart
with \`columns\` (MR2114). Rows come in no particular order.`,
  config,
  inputs: { min: 2, max: 2 },
  example,
  check: (context) => {
    const join = joinOf(context);
    const keys = [...keyFaults(join), ...asOfFaults(join)];
    return keys.length > 0 ? keys : columnFaults(join);
  },
  adapts: {
    measure: (context) => measureJoin(joinOf(context)),
    decide: (context, seen) => adaptJoin(joinOf(context), seen),
  },
  lower: (context) => lowerJoin(joinOf(context)),
  pairs: pairsOf,
  partners: (context) => partnersOf(joinOf(context)),
  rowByRow: ({ type }, inputs) =>
    inputs.length === 1 && filterable[type].includes(inputs[0] === 0 ? 'left' : 'right'),
  passes: (context) => passesOf(joinOf(context)),
  traces: (context) => tracedSide(joinOf(context), sideAt(context.traced)),
  leaves: (context) => {
    const [join, side] = [joinOf(context), sideAt(context.traced)];
    return { ...because(context, aloneText(join, side)), columns: ownKeys(join, side) };
  },
  lineage: (context) => ({
    columns: lineageOf(outputsOf(joinOf(context))),
    rows: matchUses(joinOf(context)),
  }),
});
