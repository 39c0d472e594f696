import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import * as z from 'zod';

/** Which process on which host; the start time tells a process from a later one with the same number. */
export const processIdentity = z.object({
  pid: z.int().positive(),
  host: z.string(),
  /** Boot and start time, or null where the system does not say. */
  processStart: z.string().nullable(),
});

export type ProcessIdentity = z.infer<typeof processIdentity>;

const readText = (path: string): string | undefined => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
};

interface ProcessState {
  readonly ended: boolean;
  readonly start: string;
}

/** What Linux says of a process. The fields follow the command's name, which may hold anything but ends with `)`. */
const processState = (pid: number): ProcessState | undefined => {
  const text = readText(`/proc/${pid}/stat`);
  const boot = readText('/proc/sys/kernel/random/boot_id')?.trim();
  if (text === undefined || boot === undefined) return undefined;
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  // A zombie has ended, but its parent has not asked how; it holds nothing any more.
  return { ended: fields[0] === 'Z' || fields[0] === 'X', start: `${boot}/${fields[19]}` };
};

export const thisProcess = (): ProcessIdentity => ({
  pid: process.pid,
  host: hostname(),
  processStart: processState(process.pid)?.start ?? null,
});

/** Whether a process of that number runs on this host. */
export const processExists = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (thrown) {
    // EPERM: there is one, of another user.
    return thrown instanceof Error && 'code' in thrown && thrown.code === 'EPERM';
  }
};

export const isOnThisHost = ({ host }: ProcessIdentity): boolean => host === hostname();

/**
 * Whether a process has certainly ended. One on another host never has, as nobody can look there.
 * Containers that share a store need host names of their own.
 */
export const hasEnded = (identity: ProcessIdentity): boolean => {
  if (!isOnThisHost(identity)) return false;
  if (!processExists(identity.pid)) return true;
  const state = processState(identity.pid);
  if (state === undefined) return false;
  return state.ended || (identity.processStart !== null && identity.processStart !== state.start);
};
