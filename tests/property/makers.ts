import { type Column, comparable, lettered, quote, typeOf } from './columns.js';
import { condition, expression, measure } from './expressions.js';
import { fresh, freshMany, type Maker, out, overOne, sameName, type Table } from './made.js';
import type { Random } from './random.js';

const names = (columns: readonly Column[]): readonly string[] => columns.map(({ name }) => name);

const byName = <T>(columns: readonly Column[], give: (column: Column) => T): Readonly<Record<string, T>> =>
  Object.fromEntries(columns.map((column) => [column.name, give(column)]));

const orderBy = (random: Random, columns: readonly Column[], min = 1): readonly unknown[] =>
  random.some(comparable(columns), min, 3).map(({ name }) => ({
    column: name,
    direction: random.pick(['asc', 'desc']),
    nulls: random.pick(['first', 'last']),
  }));

const filter = overOne((random, { columns }) => ({
  with: { where: condition(random, columns) },
  outputs: out(columns),
}));

const select = overOne((random, { columns }) => {
  const some = random.some(columns, 1);
  if (random.chance(0.4)) return { with: { columns: names(some) }, outputs: out(some) };
  const others = columns.filter((column) => !some.includes(column));
  if (random.chance(0.4) && others.length > 0)
    return { with: { exclude: names(some) }, outputs: out(others) };
  const made = freshMany(random, random.int(1, 3), some);
  const all = { ...byName(some, quote), ...byName(made, (column) => expression(random, column, columns)) };
  return { with: { columns: all }, outputs: out([...some, ...made]) };
});

const derive = overOne((random, { columns }) => {
  const [old] = random.some(columns, 0, 1);
  const made = freshMany(random, random.int(1, 2), columns);
  const changed = old && random.chance(0.5) ? [old, ...made] : made;
  return {
    with: { columns: byName(changed, (column) => expression(random, column, columns)) },
    outputs: out([...columns, ...made]),
  };
});

const rename = overOne((random, { columns }) => {
  const old = random.pick(columns);
  const { name } = fresh(random, columns, [old.letter]);
  const renamed = columns.map((column) => (column === old ? { ...column, name } : column));
  return { with: { columns: { [old.name]: name } }, outputs: out(renamed) };
});

const cast = overOne((random, { columns }) => {
  const candidates = comparable(columns);
  if (candidates.length === 0) return undefined;
  const old = random.pick(candidates);
  const letter = random.pick(['i', 'd', 'n', 's', 't', 'm'] as const);
  const now = { ...old, letter };
  return {
    with: { columns: { [old.name]: typeOf(now) }, on_error: null },
    outputs: out(columns.map((column) => (column === old ? now : column))),
  };
});

const aggregate = overOne((random, { columns }) => {
  const by = random.some(columns, 0, 2);
  const measures = freshMany(random, random.int(1, 3), by);
  return {
    with: {
      ...(by.length > 0 ? { by: names(by) } : {}),
      measures: byName(measures, (column) => measure(random, column, columns)),
    },
    outputs: out([...by, ...measures]),
  };
});

const sort = overOne((random, { columns }) => {
  const by = orderBy(random, columns);
  return by.length === 0 ? undefined : { with: { by }, outputs: out(columns) };
});

const limit = overOne((random, { columns }) => {
  const order = orderBy(random, columns);
  if (order.length === 0) return undefined;
  return {
    with: { rows: random.int(0, 12), offset: random.int(0, 3), order_by: order },
    outputs: out(columns),
  };
});

/** Inputs may share columns where these have one type. */
const goTogether = (a: Table, b: Table): boolean =>
  a.columns.every((one) => b.columns.every((other) => !sameName(one, other) || one.letter === other.letter));

const union: Maker = (random, tables) => {
  const first = random.pick(tables);
  const fitting = tables.filter((table) => table !== first && goTogether(first, table));
  if (fitting.length === 0) return undefined;
  const second = random.pick(fitting);
  const others = second.columns.filter((column) => !first.columns.some((own) => sameName(own, column)));
  return {
    from: [first.ref, second.ref],
    with: { missing: null, distinct: random.chance(0.3) },
    outputs: out([...first.columns, ...others]),
    rows: first.rows + second.rows,
  };
};

const shared = (left: readonly Column[], right: readonly Column[]): readonly Column[] =>
  comparable(left).filter((own) =>
    right.some(({ name, letter }) => name === own.name && letter === own.letter),
  );

const MOST_PAIRS = 4000;

type Join = 'inner' | 'left' | 'right' | 'full' | 'semi' | 'anti';

/** Times that both sides have, so that one can be the nearest to the other. */
const byTime = (random: Random, left: Table, right: Table): object => {
  const [time] = random.some(lettered(shared(left.columns, right.columns), 'itm'), 1, 1);
  if (!time || random.chance(0.5)) return {};
  const direction = random.pick(['backward', 'forward']);
  return { as_of: { left: time.name, right: time.name, direction, ties: 'least' } };
};

const howJoined = (random: Random, type: Join, left: Table, right: Table): object => {
  if (type === 'inner' || type === 'left') {
    const timed = byTime(random, left, right);
    if ('as_of' in timed) return timed;
  }
  return random.chance(0.1) ? { cardinality: 'many_to_one' } : {};
};

const join: Maker = (random, tables) => {
  const [left, right] = [random.pick(tables), random.pick(tables)];
  const keys = random.some(shared(left.columns, right.columns), 1, 2);
  if (left.rows * right.rows > MOST_PAIRS || keys.length === 0) return undefined;
  const type = random.pick(['inner', 'left', 'right', 'full', 'semi', 'anti'] as const);
  const isFiltering = type === 'semi' || type === 'anti';
  const others = right.columns.filter((column) => !left.columns.some((own) => sameName(own, column)));
  const taken = isFiltering ? [] : random.some(others, 0, 3);
  return {
    from: { l: left.ref, r: right.ref },
    with: {
      type,
      keys: names(keys),
      columns: ['l.*', ...taken.map(({ name }) => `r.${name}`)],
      ...howJoined(random, type, left, right),
    },
    outputs: out([...left.columns, ...taken]),
    rows: left.rows * right.rows,
  };
};

const sql = overOne((random, { columns, ref }) => {
  const alias = ref.replace('.', '_');
  const some = random.some(columns, 1, 4);
  const made = fresh(random, some, ['i', 's', 'b']);
  const list = [...some.map(quote), `${expression(random, made, columns)} as ${quote(made)}`];
  return {
    with: { query: `select ${list.join(', ')} from ${alias} where ${condition(random, columns)}` },
    outputs: out([...some, made]),
  };
});

const distinct = overOne((_, { columns }) => ({ with: {}, outputs: out(columns) }));

const deduplicate = overOne((random, { columns }) => ({
  with: {
    keys: names(random.some(columns, 1, 2)),
    order_by: [...orderBy(random, columns, 1), random.pick(columns).name],
    ties: random.chance(0.9) ? 'least' : 'error',
  },
  outputs: out(columns),
}));

const windowed = (random: Random, columns: readonly Column[]): readonly [Column, string] => {
  const made = fresh(random, columns, ['i']);
  const calls = ['row_number()', 'rank()', 'dense_rank()', 'ntile(3)', 'count(*)'];
  if (random.chance(0.6)) return [made, random.pick(calls)];
  const source = random.pick(columns);
  const function_ = random.pick(['lag', 'lead', 'first_value', 'last_value']);
  return [fresh(random, columns, [source.letter]), `${function_}(${quote(source)})`];
};

const window = overOne((random, { columns }) => {
  const [made, call] = windowed(random, columns);
  const order = orderBy(random, columns);
  if (order.length === 0) return undefined;
  return {
    with: {
      partition_by: names(random.some(columns, 1, 2)),
      order_by: order,
      columns: { [made.name]: call },
    },
    // A count, and whatever else is made of whole numbers, is a BIGINT.
    outputs: out([...columns, made]),
  };
});

const pivot = overOne((random, { columns }) => {
  const candidates = lettered(columns, 's');
  if (candidates.length === 0) return undefined;
  const on = random.pick(candidates);
  const by = random.some(
    columns.filter((column) => column !== on),
    1,
    2,
  );
  const made = freshMany(random, 3, by).map((column) => ({ ...column, letter: 'i' as const }));
  const texts = ['a', 'ä', '日本'];
  return {
    with: {
      by: names(by),
      on: on.name,
      values: Object.fromEntries(made.map(({ name }, index) => [name, texts[index]])),
      measures: { measured: measure(random, { name: 'measured', letter: 'i' }, columns) },
      unlisted: 'drop',
    },
    outputs: out([...by, ...made]),
  };
});

const unpivot = overOne((random, { columns }) => {
  const letter = random.pick(columns).letter;
  const some = random.some(lettered(columns, letter), 1, 3);
  const kept = columns.filter((column) => !some.includes(column));
  const name = fresh(random, kept, ['s']);
  const value = fresh(random, [...kept, name], [letter]);
  return {
    with: { columns: names(some), name: name.name, value: value.name, nulls: random.pick(['keep', 'drop']) },
    outputs: out([...kept, name, value]),
  };
});

const unnest = overOne((random, { columns, rows }) => {
  const lists = lettered(columns, 'l');
  if (lists.length === 0) return undefined;
  const list = random.pick(lists);
  const position = fresh(random, columns, ['i']);
  const numbered = random.chance(0.5);
  const now = columns.map((column) => (column === list ? { ...column, letter: 's' as const } : column));
  return {
    with: {
      column: list.name,
      empty: random.pick(['keep', 'drop']),
      ...(numbered ? { position: position.name } : {}),
    },
    outputs: out(numbered ? [...now, position] : now),
    rows: rows * 2,
  };
});

const sample = overOne((random, { columns }) => ({
  with: {
    seed: random.int(1, 9),
    ...(random.chance(0.5) ? { share: 0.5 } : { rows: random.int(0, 9) }),
  },
  outputs: out(columns),
}));

const route = overOne((random, { columns }) => ({
  with: {
    match: random.pick(['first', 'all']),
    cases: { one: condition(random, columns), two: condition(random, columns) },
  },
  outputs: { one: columns, two: columns, unmatched: columns },
}));

/** How a node of each transforming kind is made. */
export const makers: Readonly<Record<string, Maker>> = {
  filter,
  select,
  derive,
  rename,
  cast,
  aggregate,
  join,
  union,
  sort,
  limit,
  sql,
  distinct,
  deduplicate,
  window,
  pivot,
  unpivot,
  unnest,
  sample,
  route,
};

const check = overOne((random, { columns }) => ({
  with: {
    severity: 'warn',
    rows: { min: random.int(0, 3) },
    required: names(random.some(columns, 1, 2)),
    ...(random.chance(0.5) ? { unique: names(random.some(columns, 1, 2)) } : {}),
    where: condition(random, columns),
  },
}));

/** How a node that ends a document is made; `path` is set by whoever knows the node's name. */
export const enders: Readonly<Record<string, Maker>> = {
  check,
  write_csv: overOne(() => ({ with: {} })),
  write_json: overOne(() => ({ with: {} })),
  write_parquet: overOne(() => ({ with: {} })),
};
