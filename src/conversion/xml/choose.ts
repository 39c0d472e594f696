import { didYouMean, listed } from '../../base/diagnostics/suggest.js';
import { failure } from '../../base/errors/index.js';
import type { ConversionTask, Decision } from '../../kit/index.js';
import type { Shape } from './shape.js';

/** Elements at one path of a document. */
interface Placed {
  readonly shape: Shape;
  readonly path: string;
  /** From the root to the parent. */
  readonly above: readonly Placed[];
}

/** The elements that are records. */
export interface Chosen {
  readonly shapes: readonly Shape[];
  readonly decisions: readonly Decision[];
}

const childrenOf = ({ shape, path, above }: Placed): readonly Placed[] =>
  [...shape.children.values()].map((child) => ({
    shape: child,
    path: `${path}/${child.local}`,
    above: [...above, { shape, path, above }],
  }));

const qualified = ({ prefix, local }: Shape): string => (prefix === '' ? local : `${prefix}:${local}`);

/** Whether a name in the document, with its prefix or without, is that of the elements. */
const isNamed = (shape: Shape, name: string): boolean => shape.local === name || qualified(shape) === name;

const alongPath = (document: Placed, steps: readonly string[]): readonly Placed[] =>
  steps.reduce<readonly Placed[]>(
    (found, step) => found.flatMap(childrenOf).filter(({ shape }) => isNamed(shape, step)),
    [document],
  );

/** The outermost elements for which something holds. */
const outermost = (from: Placed, holds: (one: Placed) => boolean): readonly Placed[] =>
  childrenOf(from).flatMap((child) => (holds(child) ? [child] : outermost(child, holds)));

const all = (from: Placed): readonly Placed[] => childrenOf(from).flatMap((child) => [child, ...all(child)]);

const isRecordLike = ({ shape }: Placed): boolean => shape.children.size > 0 || shape.attributes.size > 0;

const named = (document: Placed, record: string): readonly Placed[] =>
  record.includes('/')
    ? alongPath(
        document,
        record.split('/').filter((step) => step !== ''),
      )
    : outermost(document, ({ shape }) => isNamed(shape, record));

const MANY = 20;

const notThere = (task: ConversionTask<'xml'>, document: Placed, record: string): Error => {
  const candidates = all(document).filter(isRecordLike).slice(0, MANY);
  const names = candidates.map(({ shape, path }) => (record.includes('/') ? path : shape.local));
  const label = didYouMean(record, names);
  return failure('MR4034', `"${task.name}" has no element "${record}"`, {
    dataFile: task.path,
    notes: [`its elements: ${listed(candidates.map(({ path }) => path))}`],
    ...(label ? { label } : {}),
  });
};

/** What an element has beside the way to a path. */
const others = (one: Placed, path: string): readonly string[] => [
  ...[...one.shape.attributes.values()].map(({ local }) => `${one.path}/@${local}`),
  ...(one.shape.hasText ? [`the text of ${one.path}`] : []),
  ...childrenOf(one)
    .map((child) => child.path)
    .filter((other) => !`${path}/`.startsWith(`${other}/`)),
];

/** What of a document is outside of its records, and is not read. */
const outside = ({ above, path }: Placed): readonly string[] => above.flatMap((one) => others(one, path));

/** Elements between the root and the records that are more than wrappers: records may be parts of them. */
const fullParents = ({ above, path }: Placed): readonly Placed[] =>
  above.slice(2).filter((one) => others(one, path).length > 0);

const undecided = (task: ConversionTask<'xml'>, candidates: readonly Placed[], why: string): Error => {
  const [first] = candidates;
  return failure('MR4030', `"${task.name}" leaves open which elements are its records: ${why}`, {
    dataFile: task.path,
    notes: [
      `it can be: ${listed(candidates.slice(0, MANY).map(({ path }) => path))}`,
      ...(first ? [`for the first, pin \`record: ${first.path}\``] : []),
    ],
  });
};

const decisionFor = (only: Placed): Decision => {
  const left = outside(only);
  return {
    about: 'record',
    action: 'proceed',
    chosen: only.path,
    evidence: `no other element repeats${left.length === 0 ? '' : `; outside of it, and not read: ${listed(left.slice(0, MANY))}`}`,
    alternatives: [],
    pin: { record: only.path },
  };
};

/** The only element that repeats. */
const onlyRepeating = (task: ConversionTask<'xml'>, document: Placed): Placed => {
  const repeating = outermost(document, ({ shape }) => shape.repeats);
  const [only, second] = repeating;
  const elements = all(document);
  const records = elements.some(isRecordLike) ? elements.filter(isRecordLike) : elements;
  if (!only) throw undecided(task, records, 'no element repeats');
  if (second) throw undecided(task, repeating, `${repeating.length} repeat`);
  const parents = fullParents(only);
  if (parents.length === 0) return only;
  throw undecided(task, [...parents, only], 'the element that repeats is part of another that has values');
};

/** The elements that are records: those that the document of the pipeline names, or the only ones that repeat. */
export const chosenRecords = (task: ConversionTask<'xml'>, root: Shape): Chosen => {
  const document: Placed = { shape: root, path: '', above: [] };
  const { record } = task.options;
  if (record === undefined) {
    const only = onlyRepeating(task, document);
    return { shapes: [only.shape], decisions: [decisionFor(only)] };
  }
  const places = named(document, record);
  if (places.length === 0) throw notThere(task, document, record);
  return { shapes: places.map(({ shape }) => shape), decisions: [] };
};
