import { type Chain, emptyChain, linked, withLine } from '../chain.js';
import type { Lines } from '../folder/lines.js';
import { rootOf } from '../merkle/tree.js';
import type { AuditRecord } from '../record.js';
import type { Finding, HeldCheckpoint, Verification } from './finding.js';

const records = (from: number, end: number): string =>
  end - from === 1 ? `record ${from}` : `one of the records ${from} to ${end - 1}`;

/** A checkpoint whose root is another than that of the records. */
const unlike = ({ size, file }: HeldCheckpoint, covered: number): Finding => ({
  record: covered,
  what: `${records(covered, size)} is not what the checkpoint of ${size} was signed over: it was changed, or this is another history under the same key`,
  file,
});

const cutOff = (size: number, { size: asked, file }: HeldCheckpoint): Finding => ({
  record: size,
  what: `the trail ends before record ${size}, but a checkpoint was signed over ${asked} records: ${asked - size === 1 ? `record ${size} is` : `records ${size} to ${asked - 1} are`} gone`,
  file,
});

const NOT_WHOLE = 'a line within the trail is not whole';

/** Lines, and the one after them where there is one. */
interface Following extends Lines {
  readonly following?: Buffer | undefined;
}

async function* withFollowing(trail: AsyncIterable<Lines>): AsyncGenerator<Following> {
  let held: Lines | undefined;
  for await (const next of trail) {
    if (held) yield { ...held, following: next.lines[0] };
    held = next;
  }
  if (held) yield held;
}

/** What is known of a trail after some of its lines. */
interface Followed {
  readonly chain: Chain;
  /** Checkpoints that it agrees with, and the records that they cover. */
  readonly held: number;
  readonly covered: number;
  readonly finding?: Finding;
  readonly first?: AuditRecord;
  readonly last?: AuditRecord;
}

type BySize = ReadonlyMap<number, readonly HeldCheckpoint[]>;

const grouped = (checkpoints: readonly HeldCheckpoint[]): BySize => {
  const bySize = new Map<number, HeldCheckpoint[]>();
  for (const checkpoint of checkpoints)
    bySize.set(checkpoint.size, [...(bySize.get(checkpoint.size) ?? []), checkpoint]);
  return bySize;
};

/** Holds the tree against the checkpoints of its size. */
const heldAgainst = (followed: Followed, bySize: BySize): Followed => {
  const { tree } = followed.chain;
  const here = bySize.get(tree.size);
  if (!here) return followed;
  const root = rootOf(tree);
  const other = here.find((checkpoint) => !checkpoint.root.equals(root));
  if (other) return { ...followed, finding: unlike(other, followed.covered) };
  return { ...followed, held: followed.held + here.length, covered: tree.size };
};

/** A line that the next one is not chained to was changed, unless it is the next one that was. */
const blamed = (chain: Chain, line: Buffer, following: Buffer | undefined): number => {
  const { size } = chain.tree;
  if (size === 0) return 0;
  if (following === undefined) return size - 1;
  const next = linked(withLine(chain, line), following);
  return 'kind' in next && next.kind === 'previous' ? size : size - 1;
};

/** The trail after one more line; `following` is the one after that. */
const after = (
  followed: Followed,
  line: Buffer,
  following: Buffer | undefined,
  file: string,
  bySize: BySize,
): Followed => {
  const { chain, first } = followed;
  const found = linked(chain, line);
  if ('record' in found) {
    const last = found.record;
    return heldAgainst({ ...followed, chain: withLine(chain, line), first: first ?? last, last }, bySize);
  }
  const { size } = chain.tree;
  const record = found.kind === 'previous' ? blamed(chain, line, following) : size;
  const what = record < size ? `record ${record} was changed: ${found.fault}` : found.fault;
  return { ...followed, finding: { record, what, file } };
};

const resultOf = (
  { chain: { tree }, first, last, held, covered, finding }: Followed,
  checkpoints: readonly HeldCheckpoint[],
  torn: number,
): Verification => {
  const beyond = checkpoints.find(({ size }) => size > tree.size);
  const found = finding ?? (beyond && cutOff(tree.size, beyond));
  return {
    size: tree.size,
    root: rootOf(tree),
    ...(first ? { from: first.at } : {}),
    ...(last ? { until: last.at } : {}),
    checkpoints: held,
    covered,
    torn,
    findings: found ? [found] : [],
  };
};

/**
 * Holds the lines of a trail against one another and against checkpoints: form, numbers, chain, and the root of the tree
 * at each checkpoint, by which all of them are consistent with one another. It ends at the first record that is wrong.
 */
export const verifyLines = async (
  trail: AsyncIterable<Lines>,
  checkpoints: readonly HeldCheckpoint[],
): Promise<Verification> => {
  const bySize = grouped(checkpoints);
  let followed: Followed = { chain: emptyChain, held: 0, covered: 0 };
  let torn = { bytes: 0, file: '' };
  for await (const { segment, lines, rest, following } of withFollowing(trail)) {
    if (torn.bytes > 0 && segment.path !== torn.file) {
      const finding = { record: followed.chain.tree.size, what: NOT_WHOLE, file: torn.file };
      return resultOf({ ...followed, finding }, checkpoints, torn.bytes);
    }
    for (const [index, line] of lines.entries()) {
      followed = after(followed, line, lines[index + 1] ?? following, segment.path, bySize);
      if (followed.finding) return resultOf(followed, checkpoints, 0);
    }
    torn = { bytes: rest?.length ?? 0, file: segment.path };
  }
  return resultOf(followed, checkpoints, torn.bytes);
};
