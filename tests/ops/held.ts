import { writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { codeProject } from '../code/code.js';
import type { Seen } from '../support/cli.js';
import { type Started, startMillrace } from '../support/process.js';
import type { Files, Project } from '../support/project.js';

/** A run that goes on until it is let go. */
export interface HeldRun {
  readonly at: Project;
  readonly started: Started;
  readonly letGo: () => Promise<void>;
}

const WAITS = `import { existsSync } from 'node:fs';
import { defineTransform } from 'millrace/kit';
const clock = new Int32Array(new SharedArrayBuffer(4));
export default defineTransform({
  reads: { n: 'bigint' }, writes: { m: 'integer' },
  map: (_, rows) => {
    while (!existsSync('./go')) Atomics.wait(clock, 0, 0, 20);
    return { m: new Array(rows).fill(1) };
  },
});
`;

/** Starts a pipeline whose function waits for a file. */
export const heldRun = async (pipeline?: string, files: Files = {}): Promise<HeldRun> => {
  const at = await codeProject({ rows: 'n,email\n1,ada@example.org\n2,grace@example.org\n', module: WAITS });
  await at.write({ ...(pipeline === undefined ? {} : { 'pipeline.yaml': pipeline }), ...files });
  const started = startMillrace(at, ['run', 'pipeline.yaml']);
  return { at, started, letGo: () => writeFile(at.path('go'), '') };
};

/** Asks again and again until the answer is as it should be; a test that waits in vain ends by its own time. */
export const until = async (ask: () => Promise<Seen>, isSo: (seen: Seen) => boolean): Promise<Seen> => {
  for (;;) {
    const seen = await ask();
    if (isSo(seen)) return seen;
    await sleep(100);
  }
};
