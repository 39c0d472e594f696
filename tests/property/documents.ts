import type { Made, Table } from './made.js';
import { enders, makers } from './makers.js';
import { type Random, randomOf } from './random.js';
import { readingConfig, type Source } from './sources.js';

interface Node {
  readonly use: string;
  readonly from?: Made['from'];
  readonly with: Readonly<Record<string, unknown>>;
}

/** A random document while it grows. */
interface Draft {
  readonly nodes: Readonly<Record<string, Node>>;
  readonly tables: readonly Table[];
  /** Tables that nothing reads yet. */
  readonly unread: ReadonlySet<string>;
}

/** A random document with the kinds that stand in it. */
export interface RandomDocument {
  readonly seed: number;
  readonly text: string;
  readonly kinds: ReadonlySet<string>;
}

const transforms = Object.keys(makers);

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
  };
  const read = new Set(readBy(made.from));
  return {
    nodes: { ...draft.nodes, [name]: node },
    tables: [...draft.tables, ...added],
    unread: new Set([...draft.unread, ...added.map(({ ref }) => ref)].filter((ref) => !read.has(ref))),
  };
};

const withReads = (random: Random, draft: Draft, sources: readonly Source[]): Draft =>
  random.some(sources, 1, 3).reduce(
    (now, source) =>
      grown(now, source.kind, {
        with: readingConfig(source),
        outputs: { out: source.table.columns },
        rows: source.table.rows,
      }),
    draft,
  );

/** Most nodes read what nothing reads yet, so that documents grow deep. */
const candidates = (random: Random, { tables, unread }: Draft): readonly Table[] =>
  random.chance(0.7) ? tables.filter(({ ref }) => unread.has(ref)) : tables;

/** Adds a node of some kind; kinds that do not fit the tables are passed over. */
const withTransform = (random: Random, draft: Draft): Draft => {
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
const withEnds = (random: Random, draft: Draft): Draft =>
  [...draft.unread].reduce((now, ref) => {
    const table = draft.tables.find((candidate) => candidate.ref === ref);
    const use = random.pick(Object.keys(enders));
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

/** The document of a seed: 3 to 15 nodes that bind, and do not depend on chance. */
export const randomDocument = (seed: number, sources: readonly Source[]): RandomDocument => {
  const random = randomOf(seed);
  const empty: Draft = { nodes: {}, tables: [], unread: new Set() };
  const { nodes } = withEnds(random, grownToSize(random, withReads(random, empty, sources)));
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
  };
};
