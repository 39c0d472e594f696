import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Problem, problem } from '../base/errors/index.js';
import { systemCode } from '../base/system-code.js';
import { FILE_MODE, FOLDER_MODE } from './folder/places.js';
import type { Verifier } from './note/key.js';

/** A place elsewhere that takes checkpoints: who can change the trail should not be able to change what is there. */
export type Deliver = (note: string, size: number) => Promise<void>;

/** For a whole answer, in milliseconds. */
const PATIENCE = 10_000;
/** Milliseconds until it is tried again. */
const AGAIN = 30_000;

const toUrl =
  (url: string): Deliver =>
  async (note) => {
    const headers = { 'content-type': 'text/plain; charset=utf-8' };
    const signal = AbortSignal.timeout(PATIENCE);
    const answer = await fetch(url, { method: 'POST', body: note, headers, signal, redirect: 'error' });
    await answer.body?.cancel();
    if (!answer.ok) throw new Error(`it answered ${answer.status}`);
  };

/** A checkpoint that is there is never written over: another one of the same size is another history. */
const toFolder =
  (folder: string, { id }: Verifier): Deliver =>
  async (note, size) => {
    await mkdir(folder, { recursive: true, mode: FOLDER_MODE });
    const path = join(folder, `${id.toString('hex')}-${String(size).padStart(12, '0')}.checkpoint`);
    await writeFile(path, note, { flag: 'wx', mode: FILE_MODE, flush: true }).catch(
      async (thrown: unknown) => {
        if (systemCode(thrown) !== 'EEXIST') throw thrown;
        if ((await readFile(path, 'utf8')) !== note) throw new Error(`"${path}" is of another history`);
      },
    );
  };

const isUrl = (to: string): boolean => /^https?:\/\//i.test(to);

export const deliverTo = (to: string, verifier: Verifier): Deliver =>
  isUrl(to) ? toUrl(to) : toFolder(to, verifier);

/** An address may hold what is secret of it. */
const shown = (to: string): string => (isUrl(to) ? new URL(to).origin : to);

const unsent = (to: string, thrown: unknown): Problem =>
  problem('MR8804', `the checkpoint cannot be sent to "${shown(to)}"`, {
    severity: 'warning',
    notes: [thrown instanceof Error ? thrown.message : String(thrown)],
  });

/** Sends checkpoints, of which only the newest waits: it covers those before it. */
export interface Sender {
  readonly send: (note: string, size: number) => void;
  /** Resolves once the newest is sent, or has failed once more. */
  readonly close: () => Promise<void>;
}

export const createSender = (
  to: string,
  deliver: Deliver,
  onProblems: (problems: readonly Problem[]) => void,
): Sender => {
  let next: { readonly note: string; readonly size: number } | undefined;
  let working: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;
  let isTold = false;
  const attempt = async (): Promise<void> => {
    while (next) {
      const sending = next;
      await deliver(sending.note, sending.size);
      if (next === sending) next = undefined;
      isTold = false;
    }
  };
  const work = (): void => {
    clearTimeout(timer);
    working ??= attempt()
      .catch((thrown: unknown) => {
        if (!isTold) onProblems([unsent(to, thrown)]);
        isTold = true;
        timer = setTimeout(work, AGAIN).unref();
      })
      .finally(() => {
        working = undefined;
      });
  };
  return {
    send: (note, size) => {
      next = { note, size };
      work();
    },
    close: async () => {
      await working;
      if (next) work();
      await working;
      clearTimeout(timer);
    },
  };
};
