import { type LogicalNode, type LogicalPlan, wholeName } from '../../planner/index.js';

/** The nodes of a plan under names that can be typed: `orders.typed` for the part that the plan calls `orders.as typed`. */
export interface Names {
  /** All names, in the order of the plan. */
  readonly shown: readonly string[];
  /** The node of the plan by its name, whichever way it is written; undefined where there is none. */
  readonly planned: (name: string) => string | undefined;
  readonly shownOf: (planned: string) => string;
}

/** The part of a node that a name speaks of: `typed` of `orders.as typed`. */
const partOf = (name: string): string => name.slice(wholeName(name).length).replaceAll('.as ', '.').slice(1);

const wordOf = ({ name, kind }: LogicalNode): string => {
  const part = partOf(name);
  return part === 'read' && kind.family !== 'read' ? 'raw' : part;
};

const shownName = (node: LogicalNode, taken: ReadonlySet<string>): string => {
  const word = wordOf(node);
  const short = word === '' ? node.name : `${wholeName(node.name)}.${word}`;
  return short !== node.name && taken.has(short) ? node.name : short;
};

export const namesOf = ({ nodes }: LogicalPlan): Names => {
  const taken = new Set(nodes.map(({ name }) => name));
  const shown = new Map(nodes.map((node) => [node.name, shownName(node, taken)] as const));
  const planned = new Map(
    [...shown].flatMap(
      ([name, short]) =>
        [
          [short, name],
          [name, name],
        ] as const,
    ),
  );
  return {
    shown: [...shown.values()],
    planned: (name) => planned.get(name),
    shownOf: (name) => shown.get(name) ?? name,
  };
};

const guarded: Readonly<Record<string, string>> = {
  contract: 'held to its contract',
  contract_cast: 'cast as its contract asks',
  contract_age: 'how old its rows are',
  check_cast: 'cast as it asks',
  quarantined: 'rows that broke its contract',
};

/** What a node does, in words: its kind, and for the parts of one with a contract what each of them is for. */
export const workOf = ({ name, kind }: LogicalNode): string => {
  const words = Object.hasOwn(guarded, kind.kind) ? guarded[kind.kind] : undefined;
  if (words !== undefined) return words;
  const part = partOf(name);
  if (part === 'before') return `${kind.kind}, what is there already`;
  return part === 'read' ? `${kind.kind}, before its contract` : kind.kind;
};
