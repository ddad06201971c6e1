/**
 * Goal: our own control group is found wherever version 2 is mounted.
 * Method: mount tables of a plain machine, of one with both versions, and of a container.
 */
import { describe, expect, it } from 'vitest';
import { homeOf } from '../../../runtime/host/run-cgroup.ts';

const mount = (root: string, path: string, kind = 'cgroup2') =>
  `31 23 0:28 ${root} ${path} rw,relatime shared:9 - ${kind} ${kind} rw\n`;

describe('home', () => {
  it.each([
    [
      'alone',
      mount('/', '/sys/fs/cgroup'),
      '0::/user.slice/a.scope\n',
      '/sys/fs/cgroup/user.slice/a.scope',
    ],
    [
      'beside version 1',
      mount('/', '/sys/fs/cgroup/memory', 'cgroup') + mount('/', '/sys/fs/cgroup/unified'),
      '4:memory:/other\n0::/\n',
      '/sys/fs/cgroup/unified/',
    ],
    [
      'of a container',
      mount('/docker/ab', '/sys/fs/cgroup'),
      '0::/docker/ab/x\n',
      '/sys/fs/cgroup/x',
    ],
    ['with a blank', mount('/', '/mnt/c\\040g'), '0::/a\n', '/mnt/c g/a'],
    ['outside of what is mounted', mount('/docker/ab', '/sys/fs/cgroup'), '0::/system\n', null],
    ['above a namespace', mount('/', '/sys/fs/cgroup'), '0::/../up\n', null],
    ['without version 2', mount('/', '/sys/fs/cgroup/memory', 'cgroup'), '4:memory:/\n', null],
    ['nowhere', '', '', null],
  ])('%s', (_, mountinfo, membership, home) => {
    expect(homeOf(mountinfo, membership)).toBe(home);
  });
});
