import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

const mount = (folder: string, options: string): void => {
  execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'millrace-test', folder], { stdio: 'ignore' });
};

const unmount = (folder: string): void => {
  execFileSync('umount', ['-l', folder], { stdio: 'ignore' });
};

/** Whether this process may mount file systems of its own: root may, most containers may not. */
export const mayMount = ((): boolean => {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-mount-'));
  try {
    mount(folder, 'size=1m');
    unmount(folder);
    return true;
  } catch {
    return false;
  } finally {
    rmSync(folder, { recursive: true });
  }
})();

/** Mounts a small memory file system on a folder; it goes when the test has ended. */
export const mountSmall = (folder: string, options: string): void => {
  mkdirSync(folder, { recursive: true });
  mount(folder, options);
  onTestFinished(() => unmount(folder));
};

export const remount = (folder: string, options: string): void => {
  execFileSync('mount', ['-o', `remount,${options}`, folder], { stdio: 'ignore' });
};
