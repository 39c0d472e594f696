import {
  type ColumnRef,
  columnNames,
  type Input,
  identifier,
  joined,
  keyword,
  literal,
  type Sql,
  sql,
} from '../../../kit/index.js';
import { nameIn } from '../../shared/columns.js';

interface Sampling {
  readonly config: {
    readonly share?: number | undefined;
    readonly seed: number;
    readonly keys?: readonly ColumnRef[] | undefined;
  };
  readonly input: Input;
}

/** A number from 0 to 2^64 - 1 that depends on the row's values and the seed alone. */
export const drawOf = ({ config, input }: Sampling): Sql => {
  const names = config.keys?.map(({ name }) => nameIn(input, name)) ?? columnNames(input.schema);
  const values = names.map((name) => sql`${identifier(input.alias)}.${identifier(name)}`);
  return sql`hash(${joined([literal(config.seed), ...values])})`;
};

/** 53 bits of a share are all that a number has; the other 11 of the draw are zeros. */
const thresholdOf = (share: number): bigint => BigInt(Math.round(share * 2 ** 53)) * 2n ** 11n;

/** Whether a row is among the share. */
export const isDrawn = (sampling: Sampling): Sql => {
  const { share = 1 } = sampling.config;
  return share === 1 ? keyword('true') : sql`${drawOf(sampling)} < ${literal(thresholdOf(share))}`;
};
