import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

const PAGE = 4096;

const textOf = (path: string): Promise<string> => readFile(path, 'utf8').catch(() => '');

const childrenOf = async (pid: number): Promise<readonly number[]> => {
  const threads = await readdir(`/proc/${pid}/task`).catch(() => []);
  const lists = await Promise.all(threads.map((thread) => textOf(`/proc/${pid}/task/${thread}/children`)));
  return lists.flatMap((list) => list.split(' ').filter(Boolean).map(Number));
};

const descendantsOf = async (pid: number): Promise<readonly number[]> => {
  const children = await childrenOf(pid);
  return [...children, ...(await Promise.all(children.map(descendantsOf))).flat()];
};

const residentOf = async (pid: number): Promise<number> =>
  Number((await textOf(`/proc/${pid}/statm`)).split(' ')[1] ?? 0) * PAGE;

/** Resident bytes of this process, and of those that it has started, where the system tells of them. */
export const memoryNow = async (): Promise<{
  readonly own: number;
  readonly children: number;
  readonly processes: number;
}> => {
  const pids = await descendantsOf(process.pid);
  const each = await Promise.all(pids.map(residentOf));
  return {
    own: process.memoryUsage.rss(),
    children: each.reduce((sum, bytes) => sum + bytes, 0),
    processes: pids.length,
  };
};

const sizeOf = async (path: string): Promise<number> =>
  stat(path).then(
    ({ size }) => size,
    () => 0,
  );

/** Bytes of a file, or of all files in a folder; none where it is not there. */
export const bytesAt = async (path: string): Promise<number> => {
  const entries = await readdir(path, { recursive: true, withFileTypes: true }).catch(() => undefined);
  if (!entries) return sizeOf(path);
  const files = entries.filter((entry) => entry.isFile());
  const sizes = await Promise.all(files.map(({ parentPath, name }) => sizeOf(join(parentPath, name))));
  return sizes.reduce((sum, size) => sum + size, 0);
};
