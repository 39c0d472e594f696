import { problemsOf } from '../../base/errors/index.js';
import { createFolderStorage } from '../index.js';
import type { StoreFolders } from '../stores.js';
import { run, target } from './publish-text.js';

/** What a child process is to do: claim one target, tell how it went, and hold it until its input ends. */
export interface ClaimOrder {
  readonly stores: StoreFolders;
  readonly target: string;
  readonly runId: string;
  /** When to start, in milliseconds since 1970, so that several start at once. */
  readonly startAt: number;
}

const order = JSON.parse(process.argv[2] ?? '') as ClaimOrder;
await new Promise((resolve) => setTimeout(resolve, order.startAt - Date.now()));
try {
  const storage = createFolderStorage({ stores: order.stores });
  const publication = await storage.claim([target('late', order.target)], run(order.runId));
  process.stdout.write('claimed\n');
  await new Promise((resolve) => process.stdin.once('end', resolve).resume());
  await publication.abandon();
} catch (thrown) {
  process.stdout.write(`${JSON.stringify(problemsOf(thrown)[0])}\n`);
}
