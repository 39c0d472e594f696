import type * as z from 'zod';
import type * as kinds from './nodes/index.js';
import { createBuilder } from './spec/index.js';

type Kinds = Omit<typeof kinds, 'builtInKinds'>;

/** Each built-in kind's settings, as a document writes them. */
export type BuiltInConfigs = {
  readonly [K in keyof Kinds as Kinds[K]['kind']]: z.input<Kinds[K]['config']>;
};

/**
 * Starts a pipeline in TypeScript; `build()` gives the same document value as YAML would.
 *
 * @example
 * export default pipeline('late')
 *   .resources({ stores: { raw: { folder: './data' }, out: { folder: './out' } } })
 *   .node('flights', 'read_csv', { path: 'raw://flights.csv' })
 *   .node('late', 'filter', { where: 'delay > 15' }, 'flights')
 *   .node('result', 'write_csv', { path: 'out://late.csv' }, 'late')
 *   .build();
 */
export const { pipeline } = createBuilder<BuiltInConfigs>();

export * from './app/index.js';
export { catalogue, type ErrorCode, MillraceError, type Problem } from './base/errors/index.js';
