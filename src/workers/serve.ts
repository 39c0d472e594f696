import { problemsOf } from '../base/errors/index.js';
import type { Reply } from './isolated.js';
import { endWithParent } from './watchdog.js';

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
