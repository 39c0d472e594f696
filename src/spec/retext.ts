import * as z from 'zod';
import { own } from '../base/own.js';
import { SOURCE_TEXT } from './names.js';
import type { Path } from './parsed.js';
import { bare, definitionOf, innerOf, type Schema } from './schema-walk.js';

/** Finds the text of a scalar; undefined where none is known. */
export type SourceTextOf = (path: Path) => string | undefined;

interface Walk {
  readonly schema: Schema;
  readonly value: unknown;
  readonly path: Path;
  readonly textOf: SourceTextOf;
}

const isMarked = (schema: Schema): boolean =>
  z.globalRegistry.get(schema)?.['millrace'] === SOURCE_TEXT.millrace;

/** Whether a schema, or one inside it, asks for the text of a scalar. */
const wantsText = (schema: Schema): boolean => {
  if (isMarked(schema)) return true;
  const inner = innerOf(schema);
  return inner !== undefined && wantsText(inner);
};

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const retextList = (walk: Walk, elementAt: (index: number) => Schema | undefined): unknown => {
  if (!Array.isArray(walk.value)) return walk.value;
  return walk.value.map((value: unknown, index) => descend(walk, elementAt(index), value, index));
};

const retextMapping = (walk: Walk, schemaOf: (key: string) => Schema | undefined): unknown => {
  if (!isRecord(walk.value)) return walk.value;
  const entries = Object.entries(walk.value);
  return Object.fromEntries(entries.map(([key, value]) => [key, descend(walk, schemaOf(key), value, key)]));
};

const descend = (walk: Walk, schema: Schema | undefined, value: unknown, step: string | number): unknown =>
  schema ? retextAt({ ...walk, schema, value, path: [...walk.path, step] }) : value;

const kindOf = (value: unknown): string => {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
};

/** Kinds of values that schemas take, where their type does not say it itself. */
const kinds: Readonly<Record<string, string>> = { tuple: 'array', record: 'object', enum: 'string' };

/** Whether a schema is made for values of this kind; cheaper than to parse, and enough for most unions. */
const isFor = (schema: Schema, value: unknown): boolean => {
  const definition = definitionOf(bare(schema));
  if (definition.type === 'union') return definition.options.some((option) => isFor(option, value));
  if (definition.type === 'literal') return definition.values.some((each) => each === value);
  if (definition.type === 'any' || definition.type === 'unknown') return true;
  return (kinds[definition.type] ?? definition.type) === kindOf(value);
};

/** Of several options for a list or a mapping, the first that takes it. */
const retextBranch = (walk: Walk, options: readonly Schema[]): unknown => {
  const values = options.map((schema) => retextAt({ ...walk, schema }));
  if (options.length < 2) return options.length === 0 ? walk.value : values[0];
  return values[options.findIndex((option, index) => accepts(option, values[index]))] ?? values[0];
};

/** An option that takes the value as it is goes before one that takes its text. */
const retextUnion = (walk: Walk, options: readonly Schema[]): unknown => {
  const fitting = options.filter((option) => isFor(option, walk.value));
  if (fitting.length > 0) return typeof walk.value === 'object' ? retextBranch(walk, fitting) : walk.value;
  const text = options.find(wantsText);
  return text ? (retextScalar({ ...walk, schema: text }) ?? walk.value) : walk.value;
};

const accepts = (schema: Schema, value: unknown): boolean => z.safeParse(schema, value).success;

/** The text of a scalar where it is wanted. */
const retextScalar = ({ schema, value, path, textOf }: Walk): string | undefined => {
  if (typeof value !== 'number' && typeof value !== 'boolean') return undefined;
  return wantsText(schema) ? (textOf(path) ?? String(value)) : undefined;
};

const retextAt = (walk: Walk): unknown => {
  const definition = definitionOf(bare(walk.schema));
  const text = retextScalar(walk);
  if (definition.type === 'union') return text ?? retextUnion(walk, definition.options);
  if (definition.type === 'array') return retextList(walk, () => definition.element);
  if (definition.type === 'tuple') {
    return retextList(walk, (index) => definition.items[index] ?? definition.rest ?? undefined);
  }
  if (definition.type === 'record') return retextMapping(walk, () => definition.valueType);
  if (definition.type === 'object') {
    return retextMapping(walk, (key) => own(definition.shape, key) ?? definition.catchall);
  }
  if (definition.type === 'intersection') {
    const left = retextAt({ ...walk, schema: definition.left });
    return retextAt({ ...walk, schema: definition.right, value: left });
  }
  return text ?? walk.value;
};

/**
 * A raw value with numbers and booleans replaced by their source text where the schema asks for it
 * (`scalarText()`, meta `SOURCE_TEXT`): `00123` stays `00123`. Null stays null. Pure.
 *
 * @param path the way to the value in the document; `textOf` is asked for the paths under it.
 */
export const retext = (schema: Schema, value: unknown, path: Path, textOf: SourceTextOf): unknown =>
  retextAt({ schema, value, path, textOf });
