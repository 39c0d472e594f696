import { defineNode } from '../../../kit/index.js';
import { config } from './config.js';
import { example } from './example.js';
import { judge } from './judge.js';
import { measure } from './measures.js';
import { casts, findings, refers, uses } from './promises.js';

export const check = defineNode({
  kind: 'check',
  family: 'check',
  summary: 'Measures rows and stops the publish where they are not what they must be.',
  description: `All rules are measured in one pass, and each is reported with what was found. With \`severity: error\` a rule
that fails stops the run before anything is published (MR4011); with \`warn\` it is reported only.

\`unique\` takes the columns together, and null counts as a value. \`where\` must be true in every row: null is a failure.
For an empty input only \`rows\` and \`freshness\` can fail.`,
  config,
  example,
  severity: ({ severity }) => severity,
  refers,
  casts,
  uses,
  check: findings,
  lower: (context) => measure(context),
  judge,
});
