import type { Expression, Finding, Query } from '../../kit/index.js';

type Path = readonly (string | number)[];

/** A warning where an expression goes by the order of rows and gives none. */
export const chanceFinding = ({ binding }: Expression | Query, path: Path): readonly Finding[] => {
  const [name] = binding?.chance ?? [];
  if (name === undefined) return [];
  const mend = name === 'limit' ? 'put an ORDER BY before it' : 'put an ORDER BY inside of it';
  return [
    {
      code: 'MR2117',
      severity: 'warning',
      message: `the result depends on chance: "${name}" goes by the order of rows, and none is given`,
      path,
      notes: [mend],
    },
  ];
};

/** The same for each expression of a mapping under a key of the config. */
export const chanceFindings = (
  record: Readonly<Record<string, Expression>>,
  key: string,
): readonly Finding[] =>
  Object.entries(record).flatMap(([name, expression]) => chanceFinding(expression, [key, name]));
