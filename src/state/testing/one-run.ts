// A process of its own that begins a run, says so, and then waits to be killed: FOLDER ID [USER].
import { createFolderRunStore } from '../run-store.js';
import { entryOf } from './runs.js';

const [folder = '', runId = '', user] = process.argv.slice(2);
if (user !== undefined) process.setuid?.(Number(user));
try {
  const log = await createFolderRunStore(folder).start(entryOf(runId));
  log.event({
    at: '2026-01-31T09:30:01.000Z',
    runId,
    type: 'stage_started',
    stage: 's1',
    nodes: ['a'],
    kinds: [],
  });
  process.stdout.write('started\n');
  setInterval(() => undefined, 1000);
} catch (error) {
  process.stdout.write(`${error instanceof Error ? error.message : String(error)}\n`);
}
