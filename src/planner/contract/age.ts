import * as z from 'zod';
import {
  type AgeConfig,
  ageSql,
  ageText,
  defineNode,
  isFresh,
  type NodeContext,
  newestSql,
  type Sql,
  sql,
} from '../../kit/index.js';

const lower = ({ config, input }: NodeContext<AgeConfig>): Sql => {
  const newest = newestSql(input.schema, config.column);
  return sql`select ${newest}::varchar as newest, ${ageSql(newest)} as age from ${input}`;
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
  judge: (config, { newest = null, age = null }, classified = new Set()) => {
    const isMasked = classified.has(config.column.toLowerCase());
    const message = ageText(config, newest, age, isMasked);
    return [{ rule: 'freshness', passed: isFresh(config, age), message }];
  },
});
