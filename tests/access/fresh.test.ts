import { rename, rm, stat, utimes } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { somebody } from '../../src/access/testing/asking.js';
import { type FreshRules, freshRules } from '../../src/app/access/index.js';
import { systemClock } from '../../src/base/clock.js';
import type { Actor } from '../../src/kit/access.js';
import { type Files, project } from '../support/project.js';

const projectFile = (roles: string) => `millrace: 1
project: shop
access:
  policies: access/*.cedar
  people:
    alice@example.com: { roles: [${roles}] }
`;

const forbidding = '@id("closed") forbid (principal, action == Millrace::Action::"run.read", resource);';

const made = async (files: Files = {}) => {
  const at = await project({
    'millrace.yaml': projectFile('viewer'),
    'access/own.cedar': '// nothing yet\n',
    ...files,
  });
  const { folder } = at;
  return { ...at, fresh: freshRules({ folder, cwd: folder }, systemClock) };
};

const pipeline = { type: 'Pipeline', name: 'orders', tags: [] } as const;

/** Whether Alice may see runs now. */
const may = async (fresh: FreshRules): Promise<boolean> => {
  const { access, rolesOf } = await fresh();
  const { roles } = rolesOf('alice@example.com');
  return access.decide(somebody(roles), 'run.read', pipeline).isAllowed;
};

/** As if a file had been as it is for long. */
const settle = () => new Promise((done) => setTimeout(done, 150));

describe('rules that are looked at before each question', () => {
  it('are the same while nothing is changed', async () => {
    const { fresh } = await made();
    await settle();
    const first = await fresh();
    expect(await fresh()).toBe(first);
  });

  it.each<[string, (at: Awaited<ReturnType<typeof made>>) => Promise<unknown>]>([
    ['a role is taken away', ({ write }) => write({ 'millrace.yaml': projectFile('') })],
    ['a policy is added to a file', ({ write }) => write({ 'access/own.cedar': forbidding })],
    ['a file of policies is added', ({ write }) => write({ 'access/more.cedar': forbidding })],
    ['a nearer project begins', ({ write }) => write({ 'a/millrace.yaml': 'millrace: 1\nproject: other\n' })],
    [
      'another project takes its place',
      ({ path, write }) =>
        write({ 'x.yaml': projectFile('') }).then(() => rename(path('x.yaml'), path('millrace.yaml'))),
    ],
    ['the project is taken away', ({ path }) => rm(path('millrace.yaml'))],
  ])('hold from the next question on where %s', async (_what, change) => {
    const at = await made({ 'a/x': '' });
    const fresh = freshRules({ folder: at.path('a'), cwd: at.folder }, systemClock);
    await settle();
    expect([await may(fresh), await may(fresh)]).toEqual([true, true]);
    await change(at);
    expect(await may(fresh)).toBe(false);
  });

  it('hold again where a policy is taken away', async () => {
    const { fresh, path } = await made({ 'access/more.cedar': forbidding });
    await settle();
    expect(await may(fresh)).toBe(false);
    await rm(path('access/more.cedar'));
    expect(await may(fresh)).toBe(true);
  });

  it('notice a change of the same length, at the same time by the file itself', async () => {
    const { fresh, path, write } = await made({ 'access/more.cedar': forbidding });
    await settle();
    expect(await may(fresh)).toBe(false);
    const { atime, mtime } = await stat(path('access/more.cedar'));
    await write({
      'access/more.cedar': forbidding
        .replace('run.read', 'run.star')
        .replace('star', 'read')
        .replace('forbid', 'permit'),
    });
    await utimes(path('access/more.cedar'), atime, mtime);
    expect(await may(fresh)).toBe(true);
  });

  it('notice each of many changes right after one another', async () => {
    const { fresh, write } = await made();
    for (let time = 0; time < 12; time += 1) {
      const isClosed = time % 2 === 0;
      await write({ 'access/own.cedar': isClosed ? forbidding : forbidding.replace('forbid', 'permit') });
      expect(await may(fresh)).toBe(!isClosed);
    }
  });

  it('are new for all who ask after a change, while others are still being answered', async () => {
    const { fresh, write } = await made();
    const before = [may(fresh), may(fresh)];
    await write({ 'access/own.cedar': forbidding });
    const after = await Promise.all([may(fresh), may(fresh), may(fresh)]);
    expect(after).toEqual([false, false, false]);
    await Promise.all(before);
  });
});

describe('rules that become broken', () => {
  const administrator: Actor = somebody(['admin'], {
    id: 'administrator',
    authentication: { method: 'administrator', id: 'a' },
  });

  it.each<[string, Files]>([
    ['a policy', { 'access/own.cedar': 'permit (principal' }],
    ['the project file', { 'millrace.yaml': 'millrace: 1\nproject: [\n' }],
    ['an unknown key', { 'millrace.yaml': `${projectFile('viewer')}  shiped: false\n` }],
  ])('allow nothing but putting them right, and say what is wrong with %s', async (_what, files) => {
    const { fresh, write } = await made();
    await settle();
    expect(await may(fresh)).toBe(true);
    await write(files);
    const { access, isBroken, problems, rolesOf } = await fresh();
    expect([isBroken, problems[0]?.code]).toEqual([true, 'MR8612']);
    expect(problems.length).toBeGreaterThan(1);
    expect(rolesOf('alice@example.com').roles).toEqual([]);
    const asAdmin = somebody(['admin', 'viewer']);
    for (const actor of [asAdmin, administrator]) {
      expect(access.decide(actor, 'run.read', pipeline).isAllowed).toBe(false);
      const { rows, columns } = access.grant(
        actor,
        'dataset.read',
        { type: 'Dataset', pipeline, node: 'out' },
        [{ name: 'a', class: 'none' }],
      );
      expect([rows.isAllowed, columns[0]?.shown]).toEqual([false, 'absent']);
    }
    const service = { type: 'Service' } as const;
    expect(access.decide(asAdmin, 'service.manage', service).isAllowed).toBe(false);
    expect(access.decide(administrator, 'service.manage', service).isAllowed).toBe(true);
    expect(access.decide(administrator, 'access.explain', service).isAllowed).toBe(true);
    expect(access.decide(administrator, 'audit.read', service).isAllowed).toBe(false);
    const narrowed = { ...administrator, scope: { actions: ['audit.read'] } as const };
    expect(access.decide(narrowed, 'service.manage', service).policies).toEqual(['scope']);
  });

  it('hold again once they are mended', async () => {
    const { fresh, write } = await made({ 'access/own.cedar': 'permit' });
    expect((await fresh()).isBroken).toBe(true);
    await write({ 'access/own.cedar': '' });
    expect(await may(fresh)).toBe(true);
  });
});
