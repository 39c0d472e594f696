import type * as z from 'zod';
import type { contractSchema } from './kit/index.js';
import type * as kinds from './nodes/index.js';
import { createBuilder, type Written } from './spec/index.js';

type Kinds = Omit<typeof kinds, 'builtInKinds'>;

/** Each built-in kind's settings, as a document writes them. */
export type BuiltInConfigs = {
  readonly [K in keyof Kinds as Kinds[K]['kind']]: z.input<Kinds[K]['config']>;
};

/** A contract, as a document writes it. */
export type BuiltInContract = Written<z.input<typeof contractSchema>>;

/**
 * Starts a pipeline in TypeScript; `build()` gives the same document value as YAML would.
 *
 * @example
 * export default pipeline('late')
 *   .resources({ stores: { raw: { folder: './data' }, out: { folder: './out' } } })
 *   .node('flights', 'read_csv', { path: 'raw://flights.csv' }, undefined, {
 *     contract: { columns: { delay: { type: 'integer', min: -60 } } },
 *   })
 *   .node('late', 'filter', { where: 'delay > 15' }, 'flights')
 *   .node('result', 'write_csv', { path: 'out://late.csv' }, 'late')
 *   .build();
 */
export const { pipeline } = createBuilder<BuiltInConfigs, BuiltInContract>();

export * from './app/index.js';
export { catalogue, type ErrorCode, MillraceError, type Problem } from './base/errors/index.js';
