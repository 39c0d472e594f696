import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { systemCode } from '../system-code.js';

/** A process, so that one with a number given anew is not taken for it. */
export interface ProcessRecord {
  readonly pid: number;
  readonly host: string;
  /** Where its number is unique: the boot and the namespace of processes, where the system tells. */
  readonly space?: string;
  /** When it began, in the system's own count. */
  readonly began?: string;
}

/** `unknown` is a process whose number means nothing here: another host, boot or container. */
export type Liveness = 'alive' | 'dead' | 'unknown';

/** `/proc` is there on Linux only; elsewhere the process number alone has to do. */
const attempt = (read: () => string): string | undefined => {
  try {
    return read().trim();
  } catch {
    return undefined;
  }
};

/** State and start of a process: fields 3 and 22 of its `stat`, after a name that may hold anything. */
const statOf = (pid: number): { readonly state: string; readonly began: string } | undefined => {
  const text = attempt(() => readFileSync(`/proc/${pid}/stat`, 'utf8'));
  const fields = text?.slice(text.lastIndexOf(')') + 2).split(' ');
  const [state, began] = [fields?.[0], fields?.[19]];
  return state === undefined || began === undefined ? undefined : { state, began };
};

const spaceHere = (): string | undefined => {
  const boot = attempt(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8'));
  const names = attempt(() => readlinkSync('/proc/self/ns/pid'));
  return boot && names ? `${boot} ${names}` : undefined;
};

/** This process, as records and locks have it. */
export const thisProcess = (): ProcessRecord => {
  const [space, began] = [spaceHere(), statOf(process.pid)?.began];
  return {
    pid: process.pid,
    host: hostname(),
    ...(space !== undefined && { space }),
    ...(began !== undefined && { began }),
  };
};

/** Signal 0 asks only; "not allowed" is the answer of a live process of another user. */
const answers = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return systemCode(error) === 'EPERM';
  }
};

/** Whether a process is still at work. A killed process that nobody has waited for counts as dead. */
export const livenessOf = ({ pid, host, space, began }: ProcessRecord): Liveness => {
  if (host !== hostname() || (space !== undefined && space !== spaceHere())) return 'unknown';
  if (!answers(pid)) return 'dead';
  const stat = statOf(pid);
  if (stat === undefined) return 'alive';
  return 'ZX'.includes(stat.state) || (began !== undefined && began !== stat.began) ? 'dead' : 'alive';
};
