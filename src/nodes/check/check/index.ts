import { defineNode } from '../../../kit/index.js';
import { config } from './config.js';
import { example } from './example.js';
import { judge } from './judge.js';
import { measure } from './measures.js';
import { casts, findings, refers, understand, uses } from './promises.js';

export const check = defineNode({
  kind: 'check',
  family: 'check',
  summary: 'Measures rows and stops the publish where they are not what they must be.',
  description: `All rules are measured in one pass, and each is reported with what was found. With \`severity: error\` a rule
that fails stops the run before anything is published (MR4011); with \`warn\` it is reported only. No row is taken out:
that is what a contract does.

\`columns\`, \`keys\`, \`rows\` and \`freshness\` say what they say in a contract. A rule holds for a null, unless the column is
\`required\`; a \`type\` is measured by whether each value could take it without losing anything, and the other rules see
the value in it; of a semantic type, such as \`email\`, it is measured by whether the text of each value keeps its standard,
and nothing is cast; \`where\` and \`unique\` of the check itself see it too. Each rule is reported with the number of rows that
break it and the least and the greatest value that do, as text; values of a column that has a \`class\`, here or in a
contract before, are masked.

\`tolerate\` speaks of rows, not of rules: of all rows no more than so many may break one rule or several. As long as they
do not, rules of rows pass, and their numbers are reported all the same. Of a combination that \`unique\` finds more than
once every row counts. \`rows\` and \`freshness\` are not tolerated.

\`unique\` takes the columns together, and null counts as a value; under \`columns\` and \`keys\` it does not. \`where\` must
be true in every row: null is a failure; under \`columns\` null counts as kept. For an empty input only \`rows\` and
\`freshness\` can fail.`,
  config,
  example,
  severity: ({ severity }) => severity,
  understand,
  refers,
  casts,
  uses,
  check: findings,
  lower: (context) => measure(context),
  judge,
});
