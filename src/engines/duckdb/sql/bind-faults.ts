import { didYouMean, listed } from '../../../base/diagnostics/suggest.js';
import { type Relation, type SqlFault, shownNames } from '../../../kit/index.js';
import { inSqlNames } from '../run-faults.js';

type Rule = readonly [RegExp, (match: RegExpExecArray, relations: readonly Relation[]) => SqlFault];

const unknownColumn = (name: string, relations: readonly Relation[]): SqlFault => {
  const label = didYouMean(name, relations.flatMap(shownNames));
  return {
    code: 'MR2104',
    message: `unknown column "${name}"`,
    notes: relations.map((relation) => `input "${relation.alias}" has: ${listed(shownNames(relation))}`),
    ...(label ? { label } : {}),
  };
};

/** The engine's sentences, and what they are called here. The first that fits is taken. */
const rules: readonly Rule[] = [
  [/Referenced column "([^"]*)" not found/, ([, name = ''], relations) => unknownColumn(name, relations)],
  [/does not have a column named "([^"]*)"/, ([, name = ''], relations) => unknownColumn(name, relations)],
  [
    /Table with name (.+?) does not exist/,
    ([, name = '']) => ({ code: 'MR2110', message: `unknown relation "${name}"` }),
  ],
  [
    /Referenced table "([^"]*)" not found/,
    ([, name = '']) => ({ code: 'MR2110', message: `unknown relation "${name}"` }),
  ],
  [
    /Ambiguous reference to column name "([^"]*)"/,
    ([, name = '']) => ({ code: 'MR2105', message: `column "${name}" is in more than one input` }),
  ],
  [
    /Type with name "?([^"\s]+)"? does not exist/,
    ([, name = '']) => ({ code: 'MR2115', message: `unknown type "${name}"` }),
  ],
  [
    /Function with name "?([^"\s]+)"? does not exist/,
    ([, name = '']) => ({ code: 'MR2106', message: `unknown function "${name}"` }),
  ],
  [
    /No function matches the given name and argument types '(.+?)'\./,
    ([, call = '']) => ({ code: 'MR2107', message: `no function takes these types: ${call}` }),
  ],
  [
    /Could not choose a best candidate function for the function call "(.+?)"/,
    ([, call = '']) => ({ code: 'MR2107', message: `several functions could take these types: ${call}` }),
  ],
  [
    /(Cannot (?:compare|mix) values of type .+?)(?: - |\.|$)/m,
    ([, text = '']) => ({ code: 'MR2107', message: text }),
  ],
  [
    /must appear in the (?:must be part of the )?GROUP BY clause/,
    () => ({
      code: 'MR2116',
      message: 'a column stands outside of an aggregate and is not among the groups',
      notes: ['put it into `by`, or into an aggregate such as any_value(…)'],
    }),
  ],
  [
    /aggregate function calls cannot|cannot contain aggregates|cannot contain window/,
    () => ({ code: 'MR2116', message: 'an aggregate or window may not be used here' }),
  ],
  [
    /Could not convert string '([^']*)' to '?(\w+)/,
    ([, text = '', type = '']) => ({
      code: 'MR2112',
      message: `the text '${text}' is not a value of type ${inSqlNames(type)}`,
    }),
  ],
  [/^Conversion Error: (.+)/m, ([, text = '']) => ({ code: 'MR2112', message: text })],
  [/^(?:Invalid Input|Out of Range) Error: (.+)/m, ([, text = '']) => ({ code: 'MR2119', message: text })],
  [/^(?:Binder|Catalog|Parser) Error: (.+)/m, ([, text = '']) => ({ code: 'MR2119', message: text })],
];

/** The engine's message for SQL that does not bind, as a coded fault. */
export const bindFault = (thrown: unknown, relations: readonly Relation[]): SqlFault => {
  const text = thrown instanceof Error ? thrown.message : String(thrown);
  for (const [pattern, make] of rules) {
    const match = pattern.exec(text);
    if (match) return make(match, relations);
  }
  return { code: 'MR2119', message: text.split('\n')[0] ?? text };
};
