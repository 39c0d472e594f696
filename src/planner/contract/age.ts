import * as z from 'zod';
import { type Cell, defineNode, identifier, type NodeContext, type Sql, sql } from '../../kit/index.js';

/** What the check of freshness needs. */
export interface AgeConfig {
  readonly column: string;
  /** Seconds. */
  readonly maxAge: number;
}

const runTime: Sql = { kind: 'sql', text: 'cast($run_time as timestamp)', parameters: ['run_time'] };

const lower = ({ config, input }: NodeContext<AgeConfig>): Sql => {
  const newest = sql`max(${identifier(config.column)})`;
  return sql`select ${newest}::varchar as newest, epoch(${runTime} - ${newest}::timestamp) as age from ${input}`;
};

const DAY = 86_400;
const HOUR = 3600;

const spanText = (seconds: number): string => {
  const [size, unit] = Math.abs(seconds) >= 2 * DAY ? [DAY, 'days'] : [HOUR, 'hours'];
  return `${Number((seconds / size).toFixed(1))} ${unit}`;
};

const message = ({ column, maxAge }: AgeConfig, newest: Cell, age: Cell): string => {
  const asked = `at most ${spanText(maxAge)} are asked for`;
  return newest === null || age === null
    ? `no row has a value in "${column}"; ${asked}`
    : `the newest "${column}" is ${String(newest)}, ${spanText(Number(age))} before the run; ${asked}`;
};

/** How far the newest row of a contract is behind the time that the run stands for. */
export const contractAge = defineNode({
  kind: 'contract_age',
  family: 'check',
  summary: 'Measures how old the newest row of a contract is.',
  description: '',
  config: z.custom<AgeConfig>(),
  example: { document: '' },
  severity: () => 'error',
  lower,
  judge: (config, { newest = null, age = null }) => [
    {
      rule: 'freshness',
      passed: age !== null && Number(age) <= config.maxAge,
      message: message(config, newest, age),
    },
  ],
});
