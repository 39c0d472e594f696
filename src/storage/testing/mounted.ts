import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** Why a test that needs a file system of its own cannot run here. */
export const cannotMount = 'mounting a file system needs root on Linux';

/** Mounts a small memory file system on a folder; false where this process may not. */
export const mounted = async (folder: string, options: string): Promise<boolean> => {
  await mkdir(folder, { recursive: true });
  try {
    await execute('mount', ['-t', 'tmpfs', '-o', options, 'millrace-test', folder]);
    return true;
  } catch {
    return false;
  }
};

export const remounted = async (folder: string, options: string): Promise<void> => {
  await execute('mount', ['-o', `remount,${options}`, folder]);
};

export const unmounted = async (folder: string): Promise<void> => {
  await execute('umount', [folder]);
};
