import { listed } from '../base/diagnostics/suggest.js';
import { failure } from '../base/errors/index.js';
import {
  TRANSFORM_TYPES,
  type Transform,
  type TransformColumns,
  type TransformDeclaration,
  type TransformShape,
} from '../kit/index.js';

const SHAPES: Readonly<Record<string, TransformShape>> = {
  map: 'map',
  mapRow: 'map',
  filter: 'filter',
  flatMap: 'flatMap',
  partitioned: 'partitioned',
  aggregate: 'aggregate',
};

/** Where there must be functions, below the one key that says the shape. */
const FUNCTIONS: Readonly<Record<string, readonly string[]>> = {
  partitioned: ['start', 'map'],
  aggregate: ['init', 'update', 'merge', 'finish'],
};

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const MEND = 'Mend what the module gives to `defineTransform`.';

const wrong = (message: string, notes: readonly string[] = [], mend = MEND): Error =>
  failure('MR5001', message, { notes, mend });

/** What people write for the types, out of habit. */
const MEANT: Readonly<Record<string, keyof typeof TRANSFORM_TYPES>> = {
  number: 'double',
  float: 'double',
  int: 'integer',
  int32: 'integer',
  int64: 'bigint',
  string: 'varchar',
  text: 'varchar',
  bool: 'boolean',
  datetime: 'timestamp',
};

const mendOfType = (type: unknown): string =>
  typeof type === 'string' && Object.hasOwn(MEANT, type.toLowerCase())
    ? `Write \`${MEANT[type.toLowerCase()]}\` where you mean \`${type}\`.`
    : 'Write one of these types.';

const columnsOf = (value: unknown, key: string): TransformColumns => {
  if (!isFields(value))
    throw wrong(
      `\`${key}\` must map names of columns to types`,
      [],
      `Write it so: \`${key}: { note: 'varchar' }\`.`,
    );
  for (const [name, type] of Object.entries(value))
    if (typeof type !== 'string' || !Object.hasOwn(TRANSFORM_TYPES, type))
      throw wrong(
        `\`${key}\` gives column "${name}" the type ${JSON.stringify(type) ?? String(type)}`,
        [`types are ${listed(Object.keys(TRANSFORM_TYPES))}`],
        mendOfType(type),
      );
  return value as TransformColumns;
};

const namesOf = (value: unknown, key: string, reads: TransformColumns): readonly string[] => {
  if (!Array.isArray(value)) throw wrong(`\`${key}\` must list columns of \`reads\``);
  for (const name of value)
    if (typeof name !== 'string' || !Object.hasOwn(reads, name))
      throw wrong(`\`${key}\` names ${JSON.stringify(name)}, which \`reads\` does not`);
  return value as readonly string[];
};

/** Functions that give a promise or a generator in place of values. */
const LATE = ['AsyncFunction', 'AsyncGeneratorFunction', 'GeneratorFunction'];

const mustBeFunction = (value: unknown, key: string): void => {
  if (typeof value !== 'function') throw wrong(`\`${key}\` must be a function`);
  if (LATE.includes(value.constructor.name))
    throw wrong(
      `\`${key}\` is an ${value.constructor.name}, which gives its values later`,
      [],
      'Write a plain function that gives its values at once: what has to be waited for can be loaded before, at the top of the module.',
    );
};

const shapeKey = (fields: Fields): string => {
  const keys = Object.keys(SHAPES).filter((key) => fields[key] !== undefined);
  const [key] = keys;
  if (key === undefined || keys.length > 1)
    throw wrong(
      keys.length === 0 ? 'the transform has no function' : `the transform has ${listed(keys)} at once`,
      [`it has exactly one of ${listed(Object.keys(SHAPES))}`],
    );
  return key;
};

const AS_TRANSFORM = 'Export what `defineTransform({ reads, writes, map })` of `millrace/kit` gives.';

const kindOf = (value: unknown): string => {
  if (typeof value === 'function')
    return /^class\b/.test(Function.prototype.toString.call(value)) ? 'a class' : 'a function';
  if (Array.isArray(value)) return 'a list';
  return value === null ? 'null' : `a ${typeof value}`;
};

/**
 * What a transform says of itself.
 *
 * @throws MR5001 for what is no transform, in the words of its author
 */
export const declarationOf = (transform: unknown): TransformDeclaration => {
  if (!isFields(transform))
    throw wrong(`what it exports is no transform, but ${kindOf(transform)}`, [], AS_TRANSFORM);
  const key = shapeKey(transform);
  const reads = columnsOf(transform['reads'], 'reads');
  if (Object.keys(reads).length === 0)
    throw wrong(
      '`reads` names no column',
      [],
      'Name under `reads` the columns that the function needs, with their types: it sees no others.',
    );
  const writes = columnsOf(transform['writes'] ?? {}, 'writes');
  const part = transform[key];
  const inner = FUNCTIONS[key];
  if (inner && !isFields(part)) throw wrong(`\`${key}\` must hold ${listed(inner)}`);
  if (!inner) mustBeFunction(part, key);
  const fields = isFields(part) ? part : {};
  for (const name of inner ?? []) mustBeFunction(fields[name], `${key}.${name}`);
  const isFilter = key === 'filter';
  if (isFilter && Object.keys(writes).length > 0) throw wrong('a filter writes no columns');
  if (!isFilter && Object.keys(writes).length === 0)
    throw wrong(
      '`writes` names no column',
      [],
      'Name under `writes` the columns that the function gives, with their types.',
    );
  return {
    shape: SHAPES[key] ?? 'map',
    isRowWise: key === 'mapRow',
    reads,
    writes,
    by: inner ? namesOf(fields['by'], `${key}.by`, reads) : [],
    order: key === 'partitioned' ? namesOf(fields['order'], 'partitioned.order', reads) : [],
  };
};

/** A transform whose declaration held. */
export const asTransform = (value: unknown): Transform => {
  declarationOf(value);
  return value as Transform;
};
