import type { Made, Maker, Module, Table } from './made.js';
import { enders, makers } from './makers.js';
import { type Random, randomOf } from './random.js';
import { type Readable, readingConfig } from './sources.js';

interface Node {
  readonly use: string;
  readonly from?: Made['from'];
  readonly with: Readonly<Record<string, unknown>>;
  readonly contract?: object;
}

/** A random document while it grows. */
interface Draft {
  readonly nodes: Readonly<Record<string, Node>>;
  readonly modules: readonly Module[];
  readonly tables: readonly Table[];
  /** Tables that nothing reads yet. */
  readonly unread: ReadonlySet<string>;
}

/** A random document with the kinds that stand in it. */
export interface RandomDocument {
  readonly seed: number;
  readonly text: string;
  readonly kinds: ReadonlySet<string>;
  /** Modules of its functions. */
  readonly modules: readonly Module[];
}

const takesTwo = new Set(['join', 'union']);

const readBy = (from: Made['from']): readonly string[] =>
  from === undefined ? [] : typeof from === 'string' ? [from] : Object.values(from);

const tablesOf = (name: string, { outputs = {}, rows = 30 }: Made): readonly Table[] =>
  Object.entries(outputs).map(([output, columns]) => ({
    ref: output === 'out' ? name : `${name}.${output}`,
    columns,
    rows: Math.max(1, rows),
  }));

const grown = (draft: Draft, use: string, made: Made): Draft => {
  const name = `n${Object.keys(draft.nodes).length + 1}`;
  const path = use.startsWith('write_') ? { path: `out://${name}.${use.slice('write_'.length)}` } : {};
  const added = tablesOf(name, made);
  const node = {
    use,
    ...(made.from === undefined ? {} : { from: made.from }),
    with: { ...path, ...made.with },
    ...(made.contract === undefined ? {} : { contract: made.contract }),
  };
  const read = new Set(readBy(made.from));
  return {
    nodes: { ...draft.nodes, [name]: node },
    modules: made.module ? [...draft.modules, made.module] : draft.modules,
    tables: [...draft.tables, ...added],
    unread: new Set([...draft.unread, ...added.map(({ ref }) => ref)].filter((ref) => !read.has(ref))),
  };
};

const withReads = (random: Random, draft: Draft, sources: readonly Readable[]): Draft =>
  random.some(sources, 1, 3).reduce(
    (now, source) =>
      grown(now, source.kind, {
        with: readingConfig(source),
        outputs: { out: source.table.columns },
        rows: source.table.rows,
        ...(source.contract ? { contract: source.contract } : {}),
      }),
    draft,
  );

/** Most nodes read what nothing reads yet, so that documents grow deep. */
const candidates = (random: Random, { tables, unread }: Draft): readonly Table[] =>
  random.chance(0.7) ? tables.filter(({ ref }) => unread.has(ref)) : tables;

/** Adds a node of some kind; kinds that do not fit the tables are passed over. */
const withTransform = (random: Random, draft: Draft): Draft => {
  const transforms = Object.keys(makers);
  for (const use of random.some(transforms, transforms.length)) {
    const tables = takesTwo.has(use) ? draft.tables : candidates(random, draft);
    const made = makers[use]?.(random, tables);
    if (made) return grown(draft, use, made);
  }
  return draft;
};

/** Filters are what rules move, so a new table often gets one of its own. */
const withFilter = (random: Random, before: Draft, draft: Draft): Draft => {
  const added = draft.tables.slice(before.tables.length);
  const made = added.length > 0 && random.chance(0.2) ? makers['filter']?.(random, added) : undefined;
  return made ? grown(draft, 'filter', made) : draft;
};

/** Ends each table that nothing reads, so that every node counts. */
const withEnds = (random: Random, draft: Draft, among: readonly string[] = Object.keys(enders)): Draft =>
  [...draft.unread].reduce((now, ref) => {
    const table = draft.tables.find((candidate) => candidate.ref === ref);
    const use = random.pick(among);
    const made = table && enders[use]?.(random, [table]);
    return made ? grown(now, use, made) : now;
  }, draft);

const MOST_NODES = 15;

const sized = (draft: Draft): number => Object.keys(draft.nodes).length + draft.unread.size;

const grownToSize = (random: Random, start: Draft): Draft => {
  const size = random.int(3, MOST_NODES);
  let draft = start;
  while (sized(draft) < size) {
    const next = withFilter(random, draft, withTransform(random, draft));
    if (sized(next) > MOST_NODES) break;
    draft = next;
  }
  return draft;
};

const EMPTY: Draft = { nodes: {}, modules: [], tables: [], unread: new Set() };

const written = (seed: number, { nodes, modules }: Draft): RandomDocument => {
  const document = {
    millrace: 1,
    pipeline: `seed_${seed}`,
    resources: { stores: { raw: { folder: '.' }, out: { folder: './out' } } },
    nodes,
  };
  return {
    seed,
    text: JSON.stringify(document, null, 1),
    kinds: new Set(Object.values(nodes).map(({ use }) => use)),
    modules,
  };
};

/** The document of a seed: 3 to 15 nodes that bind, and do not depend on chance. */
export const randomDocument = (seed: number, sources: readonly Readable[]): RandomDocument => {
  const random = randomOf(seed);
  return written(seed, withEnds(random, grownToSize(random, withReads(random, EMPTY, sources))));
};

/** Adds a node with a function, of tables that nothing reads yet if one of these fits. */
const withFunction = (random: Random, draft: Draft, code: Maker): Draft => {
  const unread = draft.tables.filter(({ ref }) => draft.unread.has(ref));
  const made = code(random, unread) ?? code(random, draft.tables);
  return made ? grown(draft, 'code', made) : draft;
};

const CODE_ENDS = ['check', ...Array<string>(5).fill('write_parquet')];

/**
 * A document of a seed in which nodes have functions, among nodes of other kinds: right above what is read, below
 * them, and one above the other.
 */
export const randomCodeDocument = (
  seed: number,
  sources: readonly Readable[],
  code: (index: number) => Maker,
): RandomDocument => {
  const random = randomOf(seed);
  const most = random.chance(0.7) ? 1 : 2;
  let draft = withReads(random, EMPTY, sources);
  for (let made = 0; made < most; made += 1) {
    for (let others = random.int(0, 2); others > 0; others -= 1)
      draft = withFilter(random, draft, withTransform(random, draft));
    draft = withFunction(random, draft, code(made));
  }
  if (random.chance(0.5)) draft = withTransform(random, draft);
  // What other formats cannot hold would end these runs.
  return written(seed, withEnds(random, draft, CODE_ENDS));
};
