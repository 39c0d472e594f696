import { z } from 'zod';
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

/** The first option that takes the value, as it is or by its text. */
const retextUnion = (walk: Walk, options: readonly Schema[]): unknown => {
  if (typeof walk.value !== 'object' && options.some((option) => accepts(option, walk.value)))
    return walk.value;
  const values = options.map((schema) => retextAt({ ...walk, schema }));
  const found = options.findIndex((option, index) => accepts(option, values[index]));
  return found >= 0 ? values[found] : (values.find((value) => value !== walk.value) ?? walk.value);
};

const accepts = (schema: Schema, value: unknown): boolean => z.core.safeParse(schema, value).success;

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
    return retextMapping(walk, (key) => definition.shape[key] ?? definition.catchall);
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
