import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A path for a `.millrace` folder that does not exist yet, inside a folder that goes with the test. */
export const freshFolder = async (): Promise<string> => {
  const root = await mkdtemp(join(tmpdir(), 'millrace-state-'));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  return join(root, '.millrace');
};
