import { type Column, type Letter, lettered } from './columns.js';
import { fresh, type Made, type Maker, out, overOne, type Table } from './made.js';
import type { Random } from './random.js';

/** What functions call the types. */
const TYPES: Readonly<Partial<Record<Letter, string>>> = {
  i: 'bigint',
  d: 'double',
  s: 'varchar',
  t: 'date',
  m: 'timestamp',
  b: 'boolean',
};

const READABLE = Object.keys(TYPES).join('');

/** What is made of a value `v` that is there: the letter of the result, and how. */
const CHANGES: Readonly<Partial<Record<Letter, readonly (readonly [Letter, string])[]>>> = {
  i: [
    ['i', 'BigInt.asIntN(64, v * 3n + 1n)'],
    ['d', 'Number(v % 1000n) / 8'],
    ['s', 'String(v)'],
  ],
  d: [
    ['d', 'v + 1'],
    ['b', 'v > 1'],
    ['s', 'String(v)'],
  ],
  s: [
    ['s', `v.toUpperCase() + '!'`],
    ['s', `v === 'a' ? null : v`],
    ['i', 'BigInt(v.length)'],
  ],
  t: [
    ['t', 'v - 1'],
    ['i', 'BigInt(v)'],
  ],
  m: [
    ['m', 'v - 1n'],
    ['i', 'v'],
  ],
  b: [
    ['b', '!v'],
    ['i', 'v ? 1n : 0n'],
  ],
};

/** Rows for which a function throws; for numbers, of a source only rows near its end. */
const throwsFor = (random: Random, { letter }: Column): string =>
  letter === 'i' && random.chance(0.7) ? 'v > 6_900n && v < 100_000n' : `hashOf(v) % 5 === 2`;

const HELPERS = `const cell = (column, row) => (column.isNull(row) ? null : column.values[row]);
const hashOf = (value) => [...String(value)].reduce((all, c) => (all * 31 + c.codePointAt(0)) % 65521, 7);
`;

const key = ({ name }: Column): string => JSON.stringify(name);

const typesOf = (columns: readonly Column[]): string =>
  `{ ${columns.map((item) => `${key(item)}: '${TYPES[item.letter]}'`).join(', ')} }`;

const unique = (columns: readonly Column[]): readonly Column[] => [...new Set(columns)];

/** What a shape is made from. */
interface Ground {
  readonly random: Random;
  readonly table: Table;
  /** Columns that functions can read. */
  readonly readable: readonly Column[];
  /** What goes before the value is used: may throw. */
  readonly guard: (item: Column) => string;
}

interface Shape {
  readonly reads: readonly Column[];
  readonly writes: readonly Column[];
  /** The key of the transform, and what it holds. */
  readonly body: string;
  /** Columns that come out, where these are not those of the input and those written. */
  readonly only?: readonly Column[];
  /** Rows that come out for each that goes in. */
  readonly times?: number;
}

/** Undefined where no column fits. */
type MakeShape = (ground: Ground) => Shape | undefined;

/** A column that is written, of one that is read: under a name of its own, or in its place. */
const changed = (
  { random, table }: Ground,
  item: Column,
): { readonly made: Column; readonly code: string } => {
  const [letter, code] = random.pick(CHANGES[item.letter] ?? []);
  const isInPlace = random.chance(0.3);
  const made = isInPlace ? { ...item, letter } : fresh(random, table.columns, [letter]);
  return { made, code };
};

const map = (ground: Ground): Shape => {
  const { random, readable, guard } = ground;
  const item = random.pick(readable);
  const { made, code } = changed(ground, item);
  const values = `Array.from({ length: rows }, (_, row) => {
      const v = cell(batch[${key(item)}], row);
      ${guard(item)}
      return v === null ? null : ${code};
    })`;
  const isTyped = made.letter === 'i' && random.chance(0.5);
  const given = isTyped ? `BigInt64Array.from(${values}, (value) => value ?? 0n)` : values;
  return { reads: [item], writes: [made], body: `map: (batch, rows) => ({ ${key(made)}: ${given} })` };
};

/** A map that reads only numbers, or only text. */
const mapOver =
  (letters: string): MakeShape =>
  (ground) => {
    const some = lettered(ground.readable, letters);
    return some.length > 0 ? map({ ...ground, readable: some }) : undefined;
  };

const mapRow: MakeShape = (ground) => {
  const { random, readable, guard } = ground;
  const [item = random.pick(readable), other = item] = random.some(readable, 1, 2);
  const { made, code } = changed(ground, item);
  const second = fresh(random, [...ground.table.columns, made], ['s']);
  return {
    reads: unique([item, other]),
    writes: [made, second],
    body: `mapRow: (row) => {
    const v = row[${key(item)}];
    ${guard(item)}
    return { ${key(made)}: v === null ? null : ${code}, ${key(second)}: String(row[${key(other)}]) };
  }`,
  };
};

const filter: MakeShape = ({ random, readable, guard }) => {
  const item = random.pick(readable);
  const kept = random.chance(0.15) ? 'false' : 'hashOf(v) % 3 !== 0';
  return {
    reads: [item],
    writes: [],
    body: `filter: (batch, rows) => Array.from({ length: rows }, (_, row) => {
    const v = cell(batch[${key(item)}], row);
    ${guard(item)}
    return ${kept};
  })`,
  };
};

const flatMap: MakeShape = ({ random, readable, guard, table }) => {
  const item = random.pick(readable);
  const made = fresh(random, table.columns, ['i']);
  return {
    reads: [item],
    writes: [made],
    times: 2,
    body: `flatMap: (batch, rows) => {
    const from = [];
    const made = [];
    for (let row = 0; row < rows; row += 1) {
      const v = cell(batch[${key(item)}], row);
      ${guard(item)}
      for (let copy = 0; copy < hashOf(v) % 3; copy += 1) {
        from.push(row);
        made.push(BigInt(copy));
      }
    }
    return { from, columns: { ${key(made)}: made } };
  }`,
  };
};

/** Columns of a key: skewed, even, or none, so that all rows are of one. */
const keyOf = ({ random, readable }: Ground, most: number): readonly Column[] =>
  random.chance(0.15) ? [] : random.some(readable, 1, most);

/** Rows that are alike in all that is read have one number: which of them is first nobody can say. */
const partitioned: MakeShape = (ground) => {
  const { random, readable, guard, table } = ground;
  const by = keyOf(ground, 1);
  const order = random.pick(readable);
  const reads = unique([...by, order, ...random.some(readable, 0, 1)]);
  const made = fresh(random, table.columns, ['i']);
  const text = reads.map((item) => `cell(batch[${key(item)}], row)`).join(', ');
  return {
    reads,
    writes: [made],
    body: `partitioned: {
    by: [${by.map(key).join(', ')}],
    order: [${key(order)}],
    start: () => ({ last: '', number: 0n }),
    map: (batch, rows, state) => ({
      ${key(made)}: Array.from({ length: rows }, (_, row) => {
        const v = cell(batch[${key(order)}], row);
        ${guard(order)}
        const text = [${text}].map(String).join();
        if (text !== state.last) state.number += 1n;
        state.last = text;
        return state.number;
      }),
    }),
  }`,
  };
};

const aggregate: MakeShape = (ground) => {
  const { random, readable, guard } = ground;
  const by = keyOf(ground, 2);
  const item = random.pick(readable);
  const rows = fresh(random, by, ['i']);
  const greatest = fresh(random, [...by, rows], ['s']);
  return {
    reads: unique([...by, item]),
    writes: [rows, greatest],
    only: [...by, rows, greatest],
    body: `aggregate: {
    by: [${by.map(key).join(', ')}],
    init: () => ({ rows: 0n, greatest: null }),
    update: (state, batch, rows) => {
      let { greatest } = state;
      for (let row = 0; row < rows; row += 1) {
        const v = cell(batch[${key(item)}], row);
        ${guard(item)}
        const text = String(v);
        if (greatest === null || text > greatest) greatest = text;
      }
      return { rows: state.rows + BigInt(rows), greatest };
    },
    merge: (a, b) => ({
      rows: a.rows + b.rows,
      greatest: a.greatest === null || (b.greatest ?? '') > a.greatest ? b.greatest : a.greatest,
    }),
    finish: ({ rows, greatest }) => ({ ${key(rows)}: rows, ${key(greatest)}: greatest }),
  }`,
  };
};

const SHAPES: Readonly<Record<string, MakeShape>> = {
  'map over numbers': mapOver('idtmb'),
  'map over text': mapOver('s'),
  mapRow,
  filter,
  flatMap,
  partitioned,
  aggregate,
};

const THROWING = ', throwing';

/** What functions there are: each shape, and the same throwing for some rows, under a contract. */
export const SHAPE_NAMES = Object.keys(SHAPES).flatMap((shape) => [shape, shape + THROWING]);

const resultOf = ({ columns }: Table, { writes, only }: Shape): readonly Column[] =>
  only ?? [
    ...columns.filter(({ name }) => !writes.some((made) => made.name.toLowerCase() === name.toLowerCase())),
    ...writes,
  ];

const moduleText = ({
  reads,
  writes,
  body,
}: Shape): string => `import { defineTransform } from 'millrace/kit';
${HELPERS}
export default defineTransform({
  reads: ${typesOf(reads)},${writes.length > 0 ? `\n  writes: ${typesOf(writes)},` : ''}
  ${body},
});
`;

const contractOf = (random: Random, { name }: Column): object => ({
  columns: { [name]: { required: random.chance(0.3) } },
  tolerate: { share: '100%' },
});

const madeOf = (random: Random, table: Table, wanted: string): Omit<Made, 'from'> | undefined => {
  const readable = lettered(table.columns, READABLE);
  const [name = '', isThrowing] = wanted.split(THROWING);
  const guard = (item: Column): string =>
    isThrowing === undefined
      ? ''
      : `if (v !== null && ${throwsFor(random, item)}) throw new RangeError('not ' + v);`;
  const shape = readable.length > 0 ? SHAPES[name]?.({ random, table, readable, guard }) : undefined;
  if (!shape) return undefined;
  const columns = resultOf(table, shape);
  const file = `${name.split(' ')[0]}-${random.int(1, 1_000_000)}.${random.pick(['ts', 'js'])}`;
  const [first] = shape.writes.length > 0 ? shape.writes : columns;
  return {
    with: { module: `./${file}` },
    outputs: out(columns),
    rows: table.rows * (shape.times ?? 1),
    module: { name: file, text: moduleText(shape), shape: wanted },
    ...(isThrowing !== undefined && first ? { contract: contractOf(random, first) } : {}),
  };
};

/** Decides a node with a function: of the shape with a number, or of any. */
export const codeNode = (number?: number): Maker =>
  overOne((random, table) => {
    const wanted = number === undefined ? random.pick(SHAPE_NAMES) : SHAPE_NAMES[number % SHAPE_NAMES.length];
    return wanted === undefined ? undefined : madeOf(random, table, wanted);
  });
