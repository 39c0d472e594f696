import { didYouMean, listed } from '../../base/diagnostics/suggest.js';
import type { Contract, Reference } from '../contract.js';
import type { ColumnUse } from '../expression.js';
import type { Finding, Referred } from '../node.js';
import { findColumn, type Schema } from '../schema.js';
import type { Relation } from '../sql.js';
import { inContract, type Promised } from './assertions.js';
import { isWhole } from './fit.js';
import type { Others } from './rules.js';
import { shownNames } from './written-as.js';

const REFERRED = 'referred ';

/** The alias of a node that is referred to: no alias of a document holds a space. */
const aliasOfNode = (node: string): string => `${REFERRED}${node}`;

/** Whether an input is there only because something refers to it: no expression speaks of it. */
export const isReferred = ({ alias }: Pick<Relation, 'alias'>): boolean => alias.startsWith(REFERRED);

const nodeOfAlias = (alias: string): string => alias.slice(REFERRED.length);

/** The inputs that are referred to, under the names of their nodes. */
export const othersIn = ([, ...others]: readonly Relation[]): Others =>
  new Map(others.map((other) => [nodeOfAlias(other.alias), other]));

/** Promises by column. */
type Columns = Pick<Contract, 'columns'>;

/** The references of a contract by its columns. */
const referencesOf = ({ columns }: Columns): readonly (readonly [string, Reference])[] =>
  Object.entries(columns).flatMap(([name, { references }]) =>
    references ? [[name, references] as const] : [],
  );

/** The nodes that columns refer to, by their places. */
export const referredNodes = (contract: Columns): readonly Referred[] =>
  referencesOf(contract).map(([name, { node }]) => ({ node, path: ['columns', name, 'references'] }));

/** An input of a node for the sake of what is referred to in it. */
interface ReferenceEdge {
  readonly alias: string;
  readonly node: string;
}

/** The arrows from the nodes that are referred to, each once. */
export const referenceEdges = (referred: readonly Referred[]): readonly ReferenceEdge[] => {
  const nodes = new Set(referred.map(({ node }) => node));
  return [...nodes].map((node) => ({ alias: aliasOfNode(node), node }));
};

/** The columns of other nodes that a contract reads. */
export const referredColumns = (contract: Columns): readonly ColumnUse[] =>
  referencesOf(contract).map(([, { node, column }]) => ({ input: aliasOfNode(node), column }));

const isNumber = (type: string): boolean => isWhole(type) || /^(DECIMAL\(.*|FLOAT|DOUBLE)$/.test(type);

const compare = (a: string, b: string): boolean => a === b || (isNumber(a) && isNumber(b));

/** Columns that are not there, or cannot be compared. */
export const referenceFindings = (
  contract: Columns,
  schema: Schema,
  others: Others,
  promised: Promised = inContract,
): readonly Finding[] =>
  referencesOf(contract).flatMap(([name, { node, column }]): readonly Finding[] => {
    const other = others.get(node);
    const own = findColumn(schema, name);
    if (!other || !own) return [];
    const path = [...promised.path, 'columns', name, 'references'];
    const found = findColumn(other.schema, column);
    if (!found) {
      const label = didYouMean(column, shownNames(other));
      const notes = [`it has: ${listed(shownNames(other))}`];
      return [
        {
          code: 'MR2104',
          message: `unknown column "${column}" of "${node}"`,
          path,
          notes,
          ...(label ? { label } : {}),
        },
      ];
    }
    if (compare(own.type, found.type)) return [];
    const message = `"${name}" is ${own.type}, and ${node}.${column} is ${found.type}`;
    return [{ code: 'MR2118', message, path }];
  });
