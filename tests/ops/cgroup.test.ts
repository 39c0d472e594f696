import { expect, test } from 'vitest';
import { containerLimits } from '../../src/app/limits/cgroup.js';
import { type Files, project } from '../support/project.js';

const V2 = '33 32 0:29 / /sys/fs/cgroup rw,nosuid - cgroup2 cgroup2 rw,nsdelegate\n';
const V1 = [
  '32 31 0:29 /docker/abc /sys/fs/cgroup/cpu,cpuacct ro - cgroup cgroup rw,cpu,cpuacct',
  '35 31 0:32 /docker/abc /sys/fs/cgroup/memory ro - cgroup cgroup rw,memory',
  '36 31 0:33 / /proc rw - proc proc rw',
].join('\n');

const limitsIn = async (groups: string, mounts: string, files: Files) => {
  const at = await project({ 'proc/self/cgroup': groups, 'proc/self/mountinfo': mounts, ...files });
  return containerLimits(at.folder);
};

test('a container of version 2 sees its own group as the root', async () => {
  const limits = await limitsIn('0::/\n', V2, {
    'sys/fs/cgroup/memory.max': '536870912\n',
    'sys/fs/cgroup/cpu.max': '150000 100000\n',
  });
  expect(limits).toEqual({
    memory: { value: 536_870_912, file: '/sys/fs/cgroup/memory.max' },
    cpus: { value: 1.5, file: '/sys/fs/cgroup/cpu.max' },
  });
});

test('of nested groups the least limit holds, wherever it stands', async () => {
  const limits = await limitsIn('0::/kubepods/pod1/run\n', V2, {
    'sys/fs/cgroup/kubepods/pod1/run/memory.max': 'max\n',
    'sys/fs/cgroup/kubepods/pod1/run/cpu.max': '300000 100000\n',
    'sys/fs/cgroup/kubepods/pod1/memory.max': '1000000000\n',
    'sys/fs/cgroup/kubepods/pod1/cpu.max': 'max 100000\n',
    'sys/fs/cgroup/kubepods/memory.max': '4000000000\n',
    'sys/fs/cgroup/kubepods/cpu.max': '200000 100000\n',
  });
  expect(limits).toEqual({
    memory: { value: 1_000_000_000, file: '/sys/fs/cgroup/kubepods/pod1/memory.max' },
    cpus: { value: 2, file: '/sys/fs/cgroup/kubepods/cpu.max' },
  });
});

test('version 1 says the paths of the host, and mounts the group of the container alone', async () => {
  const limits = await limitsIn('5:memory:/docker/abc\n4:cpu,cpuacct:/docker/abc\n0::/\n', V1, {
    'sys/fs/cgroup/memory/memory.limit_in_bytes': '256000000\n',
    'sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us': '50000\n',
    'sys/fs/cgroup/cpu,cpuacct/cpu.cfs_period_us': '100000\n',
  });
  expect(limits).toEqual({
    memory: { value: 256_000_000, file: '/sys/fs/cgroup/memory/memory.limit_in_bytes' },
    cpus: { value: 0.5, file: '/sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us' },
  });
});

test('a group that lies outside of what is mounted is taken as the root of it', async () => {
  const limits = await limitsIn('0::/../../host\n', V2, { 'sys/fs/cgroup/memory.max': '99000000\n' });
  expect(limits.memory?.value).toBe(99_000_000);
});

test.each([
  [
    'no limits of version 2',
    '0::/\n',
    V2,
    { 'sys/fs/cgroup/memory.max': 'max', 'sys/fs/cgroup/cpu.max': 'max 100000' },
  ],
  [
    'no limits of version 1',
    '5:memory:/docker/abc\n4:cpu,cpuacct:/docker/abc\n',
    V1,
    {
      'sys/fs/cgroup/memory/memory.limit_in_bytes': '9223372036854771712',
      'sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us': '-1',
      'sys/fs/cgroup/cpu,cpuacct/cpu.cfs_period_us': '100000',
    },
  ],
  [
    'files that cannot be understood',
    '0::/\n',
    V2,
    { 'sys/fs/cgroup/memory.max': 'lots', 'sys/fs/cgroup/cpu.max': '' },
  ],
  ['controllers that are not there', '0::/user.slice\n', V2, {}],
] as const)('nothing bounds a run where there are %s', async (_, groups, mounts, files) => {
  expect(await limitsIn(groups, mounts, files)).toEqual({});
});

test('systems without control groups have no limits', async () => {
  expect(containerLimits((await project({})).folder)).toEqual({});
});
