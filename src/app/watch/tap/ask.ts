import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { listed } from '../../../base/diagnostics/suggest.js';
import { failure } from '../../../base/errors/index.js';
import type { RunIndexEntry } from '../../../kit/index.js';
import { aboutRun } from '../../audit/about.js';
import { audited } from '../../audit/audited.js';
import { runStore } from '../../run/folder.js';
import type { Wiring } from '../../wiring.js';
import { readAnswer, type TapAnswer, type TapRequest, withdraw, writeRequest } from './folder.js';

const EVERY = 200;
/** A run looks for requests once a second; one that says nothing for so long, in milliseconds, does not. */
const PATIENCE = 15_000;

export interface TapOptions {
  readonly runDir?: string;
  readonly rows: number;
  /** Goes on with rows that come later. */
  readonly follow: boolean;
  /** Milliseconds for a run to say anything. */
  readonly patience?: number;
  readonly signal: AbortSignal;
  /** Told once of each thing that rows wait for. */
  readonly onWaiting: (why: string) => void;
  readonly onRows: (answer: Extract<TapAnswer, { state: 'rows' }>) => void;
}

const chosenRun = (id: string, all: readonly RunIndexEntry[]): RunIndexEntry => {
  const running = all.filter(({ status }) => status === 'running');
  const fitting = running.filter(({ runId }) => id === 'latest' || runId.startsWith(id));
  const found = fitting.find(({ runId }) => runId === id) ?? fitting[0];
  if (found && (fitting.length === 1 || id === 'latest' || found.runId === id)) return found;
  const notes = running.map(({ runId, pipeline }) => `${runId}  ${pipeline}`);
  if (fitting.length > 1)
    throw failure('MR7402', `"${id}" is ambiguous: ${fitting.length} runs begin with it`, { notes });
  const ended = all.find(({ runId, status }) => status !== 'running' && runId.startsWith(id));
  const what = ended
    ? `run "${ended.runId}" is not under way: it ${ended.status === 'interrupted' ? 'was interrupted' : `has ${ended.status}`}`
    : `no run "${id}" is under way`;
  throw failure('MR7402', what, {
    notes: notes.length > 0 ? ['under way:', ...notes] : ['nothing is under way'],
  });
};

/** The run that was meant, and the node. */
const toldOf =
  (node: string) =>
  ({ pipeline, runId }: RunIndexEntry) => ({ resource: { type: 'Run', id: `${pipeline}/${runId}/${node}` } });

const refuse = (node: string, answer: TapAnswer): void => {
  if (answer.state === 'unknown')
    throw failure('MR7403', `the run has no node "${node}"`, {
      notes: [`its nodes: ${listed(answer.nodes, 40)}`],
    });
  if (answer.state === 'unseen')
    throw failure('MR7403', `rows of "${node}" are measured within stage ${answer.stage} and stand nowhere`, {
      notes: [`the stage: ${answer.nodes.join(' + ')}`],
      mend: 'Tap a node that it reads from.',
    });
};

/**
 * Rows of a node of a run that goes on, as its process says them.
 *
 * @throws MR7402 where no such run is under way, or it ends before; MR7403 for a node without rows; MR7404 where the run says nothing
 */
export const tap = async (wiring: Wiring, id: string, node: string, options: TapOptions): Promise<void> => {
  const store = runStore(wiring, options.runDir);
  const choose = async (): Promise<RunIndexEntry> => chosenRun(id, await store.list());
  const { runId } = await audited(
    wiring,
    aboutRun('rows.tap', id, options.runDir, node),
    choose,
    toldOf(node),
  );
  const folder = store.folderOf(runId);
  const request: TapRequest = { id: randomUUID(), node, rows: options.rows };
  const isUnderWay = async (): Promise<boolean> =>
    (await store.list()).some((entry) => entry.runId === runId && entry.status === 'running');
  const since = performance.now();
  let [last, waited] = ['', ''];
  await writeRequest(folder, request);
  try {
    while (!options.signal.aborted) {
      // Asked first: what a run says last is read after it has ended.
      const goesOn = await isUnderWay();
      const answer = await readAnswer(folder, request);
      if (answer) refuse(node, answer);
      if (answer?.state === 'waiting' && answer.why !== waited) {
        waited = answer.why;
        options.onWaiting(answer.why);
      }
      if (answer?.state === 'rows' && answer.serial !== last) {
        last = answer.serial;
        options.onRows(answer);
        if (!options.follow) return;
      }
      if (!goesOn) {
        if (last !== '') return;
        throw failure('MR7402', `run "${runId}" has ended before rows of "${node}" were seen`);
      }
      if (!answer && performance.now() - since > (options.patience ?? PATIENCE))
        throw failure('MR7404', `run "${runId}" does not answer`);
      await sleep(EVERY, undefined, { signal: options.signal }).catch(() => undefined);
    }
  } finally {
    await withdraw(folder, request).catch(() => undefined);
  }
};
