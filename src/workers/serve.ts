import { writeSync } from 'node:fs';
import { problemsOf } from '../base/errors/index.js';
import { LAST_WORDS } from './last-words.js';
import type { Reply } from './process.js';
import { type Beats, endWithParent, watchBeats } from './watchdog.js';

const answer = async (handle: (request: unknown) => Promise<unknown>, request: unknown): Promise<Reply> => {
  try {
    return { ok: true, value: await handle(request) };
  } catch (thrown) {
    return { ok: false, problems: problemsOf(thrown) };
  }
};

/** The side of the child: answers one request, after which the parent ends the process. */
export const serve = (handle: (request: unknown) => Promise<unknown>): void => {
  endWithParent();
  process.once('message', async (request) => process.send?.(await answer(handle, request)));
  process.once('disconnect', () => process.exit(1));
};

/** Ends this process at once: an end in order would wait for an engine that waits for it. */
const endNow = (why: string): never => {
  writeSync(2, `\n${LAST_WORDS}${why}`);
  process.kill(process.pid, 'SIGKILL');
  for (;;);
};

/** Answers requests one after the other, until the parent ends the process, or what it does beside ends it. */
export const serveAll = (handle: (request: unknown, beats: Beats) => Promise<unknown>): void => {
  process.exit = () => endNow('called process.exit');
  process.on('uncaughtException', (error) => endNow(`threw outside of a call: ${String(error)}`));
  process.on('unhandledRejection', (reason) => endNow(`left a promise that failed: ${String(reason)}`));
  const beats = watchBeats();
  process.on('message', async (request) => {
    const reply = await answer((asked) => handle(asked, beats), request);
    beats.rest();
    process.send?.(reply);
  });
  process.once('disconnect', () => process.exit(1));
};
