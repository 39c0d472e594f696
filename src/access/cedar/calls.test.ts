import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

it('calls of Cedar do not end the process where the code around them is given up in between', async () => {
  const script = join(import.meta.dirname, '../testing/hot-calls.mjs');
  const { stdout } = await promisify(execFile)(process.execPath, [script]);
  expect(stdout).toBe('100019\n');
});
