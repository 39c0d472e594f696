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

/** What holds the chain against its lines as they go by, up to the first that is wrong. */
const follower = (checkpoints: readonly HeldCheckpoint[]) => {
  const bySize = grouped(checkpoints);
  let chain: Chain = emptyChain;
  let [held, covered] = [0, 0];
  let finding: Finding | undefined;
  let [first, last]: [AuditRecord | undefined, AuditRecord | undefined] = [undefined, undefined];
  const holdCheckpoints = (): void => {
    const here = bySize.get(chain.tree.size) ?? [];
    if (here.length === 0) return;
    const root = rootOf(chain.tree);
    const other = here.find((checkpoint) => !checkpoint.root.equals(root));
    if (other) finding = unlike(other, covered);
    else [held, covered] = [held + here.length, chain.tree.size];
  };
  /** A line that the next one is not chained to was changed, unless it is the next one that was. */
  const blamed = (line: Buffer, following: Buffer | undefined): number => {
    const { size } = chain.tree;
    if (following === undefined) return size - 1;
    const next = linked(withLine(chain, line), following);
    return 'kind' in next && next.kind === 'previous' ? size : size - 1;
  };
  const take = ({ segment, lines }: Lines): void => {
    lines.every((line, index) => {
      const found = linked(chain, line);
      if ('record' in found) {
        first ??= found.record;
        last = found.record;
        chain = withLine(chain, line);
        holdCheckpoints();
      } else {
        const { size } = chain.tree;
        const record = found.kind === 'previous' && size > 0 ? blamed(line, lines[index + 1]) : size;
        const what = record < size ? `record ${record} was changed: ${found.fault}` : found.fault;
        finding = { record, what, file: segment.path };
      }
      return finding === undefined;
    });
  };
  return {
    take,
    finding: () => finding,
    fail: (what: string, file: string): void => {
      finding = { record: chain.tree.size, what, file };
    },
    result: (torn: number): Verification => {
      const beyond = finding ? undefined : checkpoints.find(({ size }) => size > chain.tree.size);
      return {
        size: chain.tree.size,
        root: rootOf(chain.tree),
        ...(first ? { from: first.at } : {}),
        ...(last ? { until: last.at } : {}),
        checkpoints: held,
        covered,
        torn,
        findings: [...(finding ? [finding] : []), ...(beyond ? [cutOff(chain.tree.size, beyond)] : [])],
      };
    },
  };
};

const grouped = (checkpoints: readonly HeldCheckpoint[]): Map<number, HeldCheckpoint[]> => {
  const bySize = new Map<number, HeldCheckpoint[]>();
  for (const checkpoint of checkpoints)
    bySize.set(checkpoint.size, [...(bySize.get(checkpoint.size) ?? []), checkpoint]);
  return bySize;
};

/**
 * Holds the lines of a trail against one another and against checkpoints: form, numbers, chain, and the root of the tree
 * at each checkpoint, by which all of them are consistent with one another. It ends at the first record that is wrong.
 */
export const verifyLines = async (
  trail: AsyncIterable<Lines>,
  checkpoints: readonly HeldCheckpoint[],
): Promise<Verification> => {
  const follow = follower(checkpoints);
  let torn = 0;
  let tornIn = '';
  for await (const lines of trail) {
    if (torn > 0 && lines.segment.path !== tornIn) {
      follow.fail('a line within the trail is not whole', tornIn);
      break;
    }
    follow.take(lines);
    if (follow.finding()) break;
    [torn, tornIn] = [lines.rest?.length ?? 0, lines.segment.path];
  }
  return follow.result(torn);
};
