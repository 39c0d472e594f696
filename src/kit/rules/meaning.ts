import type { ColumnContract, Contract } from '../contract.js';
import type { Finding } from '../node.js';
import type { SemanticType, SemanticTypes } from '../semantic-type.js';
import { keyword, literal, type Sql, sql } from '../sql.js';

/** Names that the engine has for types of its own too: there they are the engine's. */
const OF_ENGINE = new Set(['date', 'timestamp', 'uuid']);

/** Whether a semantic type has a name that means the engine's type wherever both may stand. */
export const isOfEngine = (name: string): boolean => OF_ENGINE.has(name.toLowerCase());

const TEXT = 'VARCHAR';

/** What is said of a column where a type may be a semantic one. */
type Typed = Pick<ColumnContract, 'type' | 'meaning'> & { readonly normalise?: boolean | undefined };

/** Of numbers as text `9` would be more than `10`. */
const comparedBy = ({ valueType, normalise }: SemanticType) =>
  valueType === TEXT ? {} : { compared: { type: valueType, of: normalise } };

const withMeaning = <S extends Typed>(spec: S, types: SemanticTypes): S => {
  const { type, normalise } = spec;
  const name = type?.text.toLowerCase();
  const meant = name === undefined || isOfEngine(name) ? undefined : types.find(name);
  if (!type || !meant) return spec;
  return {
    ...spec,
    type: { ...type, text: normalise ? meant.valueType : TEXT },
    meaning: {
      name: meant.name,
      check: meant.check,
      ...(normalise ? { normalise: meant.normalise } : comparedBy(meant)),
      ...(meant.class === 'none' ? {} : { class: meant.class }),
    },
  };
};

/** Columns whose semantic types are found: each such column has the engine's type of its values, and what it means. */
export const withMeanings = <S extends Typed>(
  columns: Readonly<Record<string, S>>,
  types: SemanticTypes,
): Readonly<Record<string, S>> =>
  Object.fromEntries(Object.entries(columns).map(([name, spec]) => [name, withMeaning(spec, types)]));

/** Numbers of so many digits take the engine 7 µs to read, each: there the text tells whether it could. */
const WIDE = /^DECIMAL\(38,/;
const NUMBER = ' *[+-]?([0-9]+([.][0-9]*)?|[.][0-9]+) *';

/**
 * Whether normalising changed a value: it is not what was written, nor what the engine itself would have read there. `12.50`
 * that goes on as a number was read, `$12.50` was repaired.
 *
 * @param written the text, `value` its form of the type `valueType`
 */
export const isRepaired = (written: Sql, value: Sql, valueType: string): Sql => {
  const differs = WIDE.test(valueType)
    ? sql`not regexp_full_match(${written}, ${literal(NUMBER)})`
    : sql`try_cast(${written} as ${keyword(valueType)}) is distinct from ${value}`;
  return sql`(${value} is not null and ${differs})`;
};

/** `aliases` where no header is matched. */
export const aliasFindings = ({ columns }: Contract, matchesNames: boolean): readonly Finding[] =>
  Object.entries(columns).flatMap(([name, { aliases }]): readonly Finding[] =>
    aliases === undefined || matchesNames
      ? []
      : [
          {
            code: 'MR2118',
            message: `"${name}" cannot have aliases here: only reading nodes match the names in files`,
            path: ['contract', 'columns', name, 'aliases'],
            notes: ['elsewhere rename the column with a `rename` node'],
          },
        ],
  );

/** `normalise` where there is nothing to normalise by, or nothing is cast. */
export const meaningFindings = ({ columns }: Contract, isCast: boolean): readonly Finding[] =>
  Object.entries(columns).flatMap(([name, { normalise, meaning }]): readonly Finding[] => {
    if (!normalise || (meaning && isCast)) return [];
    const message = meaning
      ? `"${name}" cannot be normalised here: only the contract of a reading node changes values`
      : `"${name}" cannot be normalised without a semantic type`;
    const notes = meaning ? [] : ['`millrace types` lists the semantic types, for example `type: email`'];
    return [{ code: 'MR2118', message, path: ['contract', 'columns', name, 'normalise'], notes }];
  });
