import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { documentOf, reading, writing } from '../support/document.js';
import type { Project } from '../support/project.js';

/** A query over so many pairs that it would go on for hours. */
export const slowQuery = documentOf(`${reading}  slow:
    use: sql
    from: { r: rows }
    with:
      query: |
        select count(*) as id
        from r, range(1000000) a(x), range(1000000) b(y)
        where hash(r.id, x, y) % 7 = 3
${writing('slow')}`);

const eventsOf = async (at: Project, runDir: string): Promise<string> => {
  const runs = await readdir(at.path(runDir, 'runs')).catch(() => []);
  const texts = runs.map((run) =>
    readFile(at.path(runDir, 'runs', run, 'events.ndjson'), 'utf8').catch(() => ''),
  );
  return (await Promise.all(texts)).join('');
};

const PATIENCE = 400;

/** Waits until a run of the project is at work on a stage. */
export const untilRunning = async (at: Project, runDir = '.millrace'): Promise<void> => {
  for (let turn = 0; turn < PATIENCE; turn += 1) {
    if ((await eventsOf(at, runDir)).includes('"stage_started"')) return;
    await sleep(50);
  }
  throw new Error('no run has started a stage');
};
