import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import type { ContainerRecord, SystemLimit } from '../../kit/index.js';

/** What the container of this process may use; nothing where it is in none, or that has no limits. */
export type ContainerLimits = Pick<ContainerRecord, 'memory' | 'cpus'>;

type Read = (path: string) => string | undefined;

/** Where a hierarchy of control groups is mounted, and which part of it. */
interface Mount {
  readonly root: string;
  readonly point: string;
  readonly isUnified: boolean;
  readonly controllers: readonly string[];
}

/** The system writes blanks in paths as `\040`. */
const unescaped = (path: string): string =>
  path.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));

const mountIn = (line: string): readonly Mount[] => {
  const [before = '', after = ''] = line.split(' - ');
  const [, , , root, point] = before.split(' ');
  const [type, , options = ''] = after.split(' ');
  if (root === undefined || point === undefined || (type !== 'cgroup' && type !== 'cgroup2')) return [];
  const isUnified = type === 'cgroup2';
  return [{ root: unescaped(root), point: unescaped(point), isUnified, controllers: options.split(',') }];
};

/** The group of this process in a hierarchy: a line is `4:memory:/path`, or `0::/path` in the unified one. */
const groupIn = (groups: string, { isUnified }: Mount, controller: string): string | undefined => {
  const lines = groups.split('\n').map((line) => /^\d+:([^:]*):(.*)$/.exec(line));
  const own = lines.find((line) => {
    const names = line?.[1] ?? '-';
    return isUnified ? names === '' : names.split(',').includes(controller);
  });
  return own?.[2];
};

/** The folders of a group and of those around it, as far as they can be seen from here. */
const foldersOf = ({ root, point }: Mount, group: string): readonly string[] => {
  const within = posix.relative(root, group);
  // A container sees its own group as the root, whatever the group is called outside of it.
  const steps = within.startsWith('..') ? [] : within.split('/').filter((step) => step !== '');
  return [point, ...steps.map((_, index) => posix.join(point, ...steps.slice(0, index + 1)))];
};

type Ask = (folder: string, isUnified: boolean, read: Read) => SystemLimit | undefined;

/** Without a limit, version 1 says a number that no machine has. */
const NO_LIMIT = 2 ** 60;

const memoryOf: Ask = (folder, isUnified, read) => {
  const file = posix.join(folder, isUnified ? 'memory.max' : 'memory.limit_in_bytes');
  const text = read(file)?.trim();
  const value = text ? Number(text) : Number.NaN;
  return value > 0 && value < NO_LIMIT ? { value, file } : undefined;
};

const cpusOf: Ask = (folder, isUnified, read) => {
  const file = posix.join(folder, isUnified ? 'cpu.max' : 'cpu.cfs_quota_us');
  const period = isUnified ? '' : (read(posix.join(folder, 'cpu.cfs_period_us')) ?? '');
  const [quota, every] = `${read(file) ?? ''} ${period}`.trim().split(/\s+/).map(Number);
  const value = (quota ?? Number.NaN) / (every ?? Number.NaN);
  return value > 0 && Number.isFinite(value) ? { value, file } : undefined;
};

const least = (limits: readonly (SystemLimit | undefined)[]): SystemLimit | undefined =>
  limits.reduce(
    (found, limit) => (limit && !(found && found.value <= limit.value) ? limit : found),
    undefined,
  );

/**
 * Reads the limits of the control groups of this process, version 1 and 2. Those around a group count for it too, so the least holds.
 *
 * @param system the root of the system's files; another than `/` in tests
 */
export const containerLimits = (system = '/'): ContainerLimits => {
  const read: Read = (path) => {
    try {
      return readFileSync(join(system, path), 'utf8');
    } catch {
      return undefined;
    }
  };
  const mounts = (read('/proc/self/mountinfo') ?? '').split('\n').flatMap(mountIn);
  const groups = read('/proc/self/cgroup') ?? '';
  const limitOf = (controller: string, ask: Ask): SystemLimit | undefined =>
    least(
      mounts.flatMap((mount) => {
        if (!mount.isUnified && !mount.controllers.includes(controller)) return [];
        const group = groupIn(groups, mount, controller);
        if (group === undefined) return [];
        return foldersOf(mount, group).map((folder) => ask(folder, mount.isUnified, read));
      }),
    );
  const memory = limitOf('memory', memoryOf);
  const cpus = limitOf('cpu', cpusOf);
  return { ...(memory ? { memory } : {}), ...(cpus ? { cpus } : {}) };
};
