import { rowBytesOf } from '../../kit/index.js';
import { readersOf } from '../graph/graph.js';
import { type LogicalNode, type LogicalPlan, nodeNamed } from '../logical/plan.js';

/** What a node has to hold at once, of its input. */
export interface Held {
  readonly node: string;
  readonly kind: string;
  /** Bytes of values, by files, rows and types. */
  readonly bytes: number;
  /** Whether it may be far less: equal rows are held once, and a filter before may leave few. */
  readonly isMost: boolean;
}

interface Size {
  readonly bytes: number;
  readonly isMost: boolean;
}

const NOTHING: Size = { bytes: 0, isMost: true };

const PACKED = /\.(gz|zst|zip)$/i;

/** Packed text is taken to have five times its size. */
const UNPACKED = 5;

const readSize = ({ source, schema }: LogicalNode): Size => {
  if (!source || source.files.length === 0) return NOTHING;
  if (source.rows !== undefined) return { bytes: source.rows * rowBytesOf(schema), isMost: false };
  const text = source.files.reduce(
    (sum, { bytes, path }) => sum + bytes * (PACKED.test(path) ? UNPACKED : 1),
    0,
  );
  const share = Math.min(1, schema.length / Math.max(1, source.schema.length));
  return { bytes: text * share, isMost: false };
};

const REDUCING = new Set([
  'filter',
  'aggregate',
  'distinct',
  'deduplicate',
  'sample',
  'route',
  'join',
  'pivot',
]);

const sum = (sizes: readonly Size[]): Size => ({
  bytes: sizes.reduce((all, { bytes }) => all + bytes, 0),
  isMost: sizes.some(({ isMost }) => isMost),
});

/** As wide as its columns are against those that it reads; those that it makes new are not known to be wide. */
const narrowed = (plan: LogicalPlan, node: LogicalNode, size: Size): Size => {
  const before = node.inputs.reduce((all, edge) => all + rowBytesOf(nodeNamed(plan, edge.node).schema), 0);
  const isUnion = node.kind.kind === 'union';
  return isUnion || before === 0 ? size : { ...size, bytes: size.bytes * (rowBytesOf(node.schema) / before) };
};

const sizesOf = (plan: LogicalPlan): ReadonlyMap<string, Size> => {
  const sizes = new Map<string, Size>();
  for (const node of plan.nodes) {
    const { kind } = node.kind;
    const before = sum(node.inputs.map((edge) => sizes.get(edge.node) ?? NOTHING));
    const after = kind === 'limit' ? NOTHING : narrowed(plan, node, before);
    const isMost = after.isMost || REDUCING.has(kind);
    sizes.set(node.name, node.kind.family === 'read' ? readSize(node) : { ...after, isMost });
  }
  return sizes;
};

/** Kinds that hold all rows of their input, and those that hold each different row or group once. */
const ALL = new Set(['sort', 'window']);
const DIFFERENT = new Set(['distinct', 'deduplicate', 'aggregate']);

const least = (sizes: readonly Size[]): Size =>
  sizes.reduce((small, size) => (size.bytes < small.bytes ? size : small), sizes[0] ?? NOTHING);

const heldBy = ({ kind }: LogicalNode, inputs: readonly Size[]): Size | undefined => {
  if (ALL.has(kind.kind)) return sum(inputs);
  if (DIFFERENT.has(kind.kind)) return { ...sum(inputs), isMost: true };
  return kind.kind === 'join' ? { ...least(inputs), isMost: true } : undefined;
};

/** A sort of which only the first rows are wanted holds no more than these. */
const isCutShort = (plan: LogicalPlan, name: string): boolean => {
  const readers = readersOf(plan.nodes).get(name) ?? [];
  return readers.length > 0 && readers.every((reader) => nodeNamed(plan, reader).kind.kind === 'limit');
};

/** What each node that has to hold rows holds of them. */
export const heldBytes = (plan: LogicalPlan): readonly Held[] => {
  const sizes = sizesOf(plan);
  return plan.nodes.flatMap((node) => {
    const inputs = node.inputs.map((edge) => sizes.get(edge.node) ?? NOTHING);
    const held = isCutShort(plan, node.name) ? undefined : heldBy(node, inputs);
    return held ? [{ node: node.name, kind: node.kind.kind, ...held }] : [];
  });
};
