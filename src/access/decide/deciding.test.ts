import { describe, expect, it } from 'vitest';
import type { Problem } from '../../base/errors/index.js';
import type { AccessAction, AccessResource, Actor } from '../../kit/access.js';
import { createAccess } from '../create-access.js';
import { shippedPolicies } from '../shipped/index.js';
import { accessBy, columnOf, orders, out, somebody } from '../testing/asking.js';

const OVERFLOWS = '9223372036854775807 + 1 == 0';
const allows = (text: string, actor: Actor, action: AccessAction, resource: AccessResource) =>
  accessBy(text).then(({ decide }) => decide(actor, action, resource));

describe('a decision', () => {
  it('names all policies that permit it, and those that forbid it', async () => {
    const text = `@id("a") permit (principal in Millrace::Role::"x", action, resource);
      @id("b") permit (principal, action == Millrace::Action::"run.read", resource);
      @id("c") forbid (principal, action == Millrace::Action::"run.start", resource);`;
    const x = somebody(['x']);
    expect(await allows(text, x, 'run.read', orders)).toEqual({ isAllowed: true, policies: ['a', 'b'] });
    expect(await allows(text, x, 'run.start', orders)).toEqual({ isAllowed: false, policies: ['c'] });
    expect(await allows(text, somebody(), 'dataset.read', out)).toEqual({ isAllowed: false, policies: [] });
  });

  it('is no where an action is not done to such a thing', async () => {
    const text = 'permit (principal, action, resource);';
    expect((await allows(text, somebody(), 'dataset.read', out)).isAllowed).toBe(true);
    expect((await allows(text, somebody(), 'dataset.read', orders)).isAllowed).toBe(false);
    expect(
      (await allows(text, somebody(), 'audit.read', { type: 'Channel', name: 'service' })).isAllowed,
    ).toBe(false);
  });

  it('is that of the owner where a token asks', async () => {
    const text = `permit (principal, action, resource);
      @id("not-bob") forbid (principal == Millrace::User::"bob", action, resource);`;
    const token = somebody([], { id: 'token-1', onBehalfOf: 'bob' });
    expect(await allows(text, token, 'run.read', orders)).toEqual({
      isAllowed: false,
      policies: ['not-bob'],
    });
  });

  it('fails closed where a policy fails, and tells of it', async () => {
    const told: Problem[] = [];
    const text = `@id("all") permit (principal, action == Millrace::Action::"run.read", resource);
      @id("bad-permit") permit (principal, action == Millrace::Action::"run.start", resource) when { ${OVERFLOWS} };
      @id("bad-forbid") forbid (principal in Millrace::Role::"x", action == Millrace::Action::"run.read", resource)
      when { Millrace::User::"nobody".id == "nobody" };`;
    const { decide } = await createAccess({
      files: [{ file: 'own.cedar', text }],
      tell: (problem) => told.push(problem),
    });
    expect(decide(somebody(), 'run.read', orders).isAllowed).toBe(true);
    expect(decide(somebody(['x']), 'run.read', orders)).toEqual({
      isAllowed: false,
      policies: ['bad-forbid'],
    });
    expect(decide(somebody(), 'run.start', orders)).toEqual({ isAllowed: false, policies: [] });
    expect(told.map(({ code, message, place }) => [code, message.split(':')[0], place?.line])).toEqual([
      ['MR8609', 'policy "bad-forbid" failed', 3],
      ['MR8609', 'policy "bad-permit" failed', 2],
    ]);
  });

  it('hears nothing of addresses that are none, so that rules which ask for one do not hold', async () => {
    const text = `permit (principal, action, resource) when { context has address && context.address.isInRange(ip("10.0.0.0/8")) };`;
    const { decide } = await accessBy(text);
    const from = (address: string) =>
      decide(somebody([], { from: { address } }), 'run.read', orders).isAllowed;
    expect(['10.1.2.3', '::ffff:10.1.2.3'].map(from)).toEqual([true, true]);
    expect(['11.1.2.3', '/run/socket', '', '::1%lo', '10.0.0.0/8'].map(from)).toEqual([
      false,
      false,
      false,
      false,
      false,
    ]);
  });
});

describe('a remembered decision', () => {
  it('is of the very same question', async () => {
    const { decide } = await createAccess({ files: shippedPolicies });
    const ask = (actor: Actor, of: 'none' | 'personal' = 'none') =>
      decide(actor, 'column.read', columnOf(of));
    const viewer = somebody(['viewer']);
    expect(ask(viewer)).toBe(ask({ ...viewer }));
    expect(ask(viewer, 'personal').isAllowed).toBe(false);
    expect(ask(somebody(['stranger'])).isAllowed).toBe(false);
    expect(Object.isFrozen(ask(viewer)) && Object.isFrozen(ask(viewer).policies)).toBe(true);
  });

  it.each<[string, string, Partial<Actor>]>([
    ['groups', 'principal in Millrace::Group::"g"', { groups: ['g'] }],
    ['attributes', 'principal.hasTag("a") && principal.getTag("a") == "1"', { attributes: { a: '1' } }],
    [
      'the method',
      'context.authenticated == Millrace::Method::"token"',
      { authentication: { method: 'token', id: 's1', issuer: 'local' } },
    ],
    [
      'the issuer',
      'context has issuer && context.issuer == "other"',
      { authentication: { method: 'session', id: 's1', issuer: 'other' } },
    ],
    ['the address', 'context has address', { from: { address: '10.0.0.1' } }],
    ['on whose behalf', 'principal.id == "bob"', { onBehalfOf: 'bob' }],
  ])('does not stand for a question with other %s', async (_what, condition, more) => {
    const { decide } = await accessBy(`permit (principal, action, resource) when { ${condition} };`);
    const answers = [somebody(), somebody([], more), somebody()].map(
      (actor) => decide(actor, 'run.read', orders).isAllowed,
    );
    expect(answers).toEqual([false, true, false]);
  });

  it('goes where there are too many, and is the same when it is asked again', async () => {
    const { decide } = await createAccess({ files: shippedPolicies, remembers: 10 });
    const ask = (name: string) => decide(somebody(['viewer']), 'column.read', columnOf('none', name));
    const first = ask('c0');
    for (let column = 1; column <= 10; column += 1) ask(`c${column}`);
    expect(ask('c0')).toEqual(first);
    expect(ask('c0')).not.toBe(first);
  });
});

describe('the revision of rules', () => {
  it('changes with their text, their names, and what else they say, and with nothing else', async () => {
    const files = [{ file: 'a.cedar', text: 'permit (principal, action, resource);' }];
    const of = async (options: Parameters<typeof createAccess>[0]) => (await createAccess(options)).revision;
    const first = await of({ files });
    expect(await of({ files })).toBe(first);
    const others = [
      await of({ files: [] }),
      await of({ files: [{ file: 'b.cedar', text: 'permit (principal, action, resource);' }] }),
      await of({ files: [{ file: 'a.cedar', text: 'forbid (principal, action, resource);' }] }),
      await of({ files, besides: { people: {} } }),
    ];
    expect(new Set([first, ...others]).size).toBe(5);
  });
});
