/**
 * Goal: a container's memory limit is found under version 1 and version 2.
 * Method: mount tables and memberships of both, and this machine.
 */
import { describe, expect, it } from 'vitest';
import { findMemoryLimit, locateGroup } from '../../../runtime/sampling/cgroup-memory.ts';

const v1 = '34 31 0:31 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory\n';
const v1InContainer = '34 31 0:31 /docker/ab /sys/fs/cgroup/memory ro - cgroup cgroup rw,memory\n';
const both = '35 31 0:32 / /cg/cpu rw - cgroup cgroup rw,cpu,cpuacct\n';
const v2 = '41 31 0:38 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw,nsdelegate\n';

describe('the group', () => {
  it.each([
    [v1, '4:memory:/box/1\n0::/\n', 'memory', '/sys/fs/cgroup/memory/box/1'],
    [v1InContainer, '4:memory:/docker/ab\n', 'memory', '/sys/fs/cgroup/memory'],
    // The membership is told from outside of what is mounted.
    [v1InContainer, '4:memory:/other\n', 'memory', '/sys/fs/cgroup/memory/'],
    [both, '2:cpu,cpuacct:/a\n', 'cpuacct', '/cg/cpu/a'],
    [v2, '0::/user.slice\n', null, '/sys/fs/cgroup/user.slice'],
    [v2, '4:memory:/\n', 'memory', undefined],
    [v1, '4:memory:/\n', null, undefined],
    ['', '', null, undefined],
  ])('%j with %j and %s', (mountinfo, membership, controller, own) => {
    expect(locateGroup(mountinfo, membership, controller)?.own).toBe(own);
  });
});

describe('this machine', () => {
  it('has no limit that is above its memory, and one that is below is in use', () => {
    expect(findMemoryLimit(0)).toBeNull();
    const limit = findMemoryLimit(Number.POSITIVE_INFINITY);
    if (limit !== null) expect(limit.usedBytes()).toBeGreaterThan(0);
  });
});
