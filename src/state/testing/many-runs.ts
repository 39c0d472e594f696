// A process of its own that makes runs in a folder: FOLDER NAME COUNT.
import { createFolderRunStore } from '../run-store.js';
import { entryOf, recordOf } from './runs.js';

const [folder = '', name = '', count = '0'] = process.argv.slice(2);
const store = createFolderRunStore(folder);
for (let number = 0; number < Number(count); number += 1) {
  const runId = `${name}-${number}`;
  const log = await store.start(entryOf(runId));
  await log.finish(recordOf(runId));
}
