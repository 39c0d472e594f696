import { describe, expect, test } from 'vitest';
import { createPendingLogins, createPeople, personId } from '../../src/identity/index.js';
import { keptIn, MINUTE } from './support/state.js';

const alice = {
  id: 'alice@example.com',
  name: 'Alice',
  email: 'alice@example.com',
  groups: ['data'],
  issuer: 'https://one.example',
  subject: 'a-1',
};

const peopleOf = async () => {
  const kept = await keptIn();
  return { ...kept, people: createPeople(kept.place, kept.clock) };
};

describe('people', () => {
  test('stay who they are by issuer and subject, whatever name and address become', async () => {
    const { people } = await peopleOf();
    await people.arrive(alice);
    const later = { ...alice, id: 'smith@example.com', name: 'Alice Smith', email: 'smith@example.com' };
    expect(await people.arrive(later)).toMatchObject({ id: 'alice@example.com', name: 'Alice Smith' });
    expect(await people.list()).toHaveLength(1);
  });

  test('are not who has their name at another issuer, or as another subject', async () => {
    const { people } = await peopleOf();
    await people.arrive(alice);
    await expect(people.arrive({ ...alice, issuer: 'https://two.example' })).rejects.toThrow('[MR8706]');
    await expect(people.arrive({ ...alice, subject: 'a-2' })).rejects.toThrow('[MR8706]');
  });

  test('with a password here are nobody whom an issuer names so', async () => {
    const { people } = await peopleOf();
    await people.change('alice@example.com', (before) => ({ ...before, password: '$argon2id$…' }));
    await expect(people.arrive(alice)).rejects.toThrow('[MR8706]');
  });

  test('are never the administrator by what an issuer says', async () => {
    const { people } = await peopleOf();
    await expect(people.arrive({ ...alice, id: 'administrator' })).rejects.toThrow('[MR8706]');
  });

  test('keep what they were given before they came, and what was given stays', async () => {
    const { people } = await peopleOf();
    await people.change(alice.id, (before) => ({
      ...before,
      roles: ['operator'],
      attributes: { country: 'DE' },
    }));
    expect(await people.arrive(alice)).toMatchObject({ roles: ['operator'], attributes: { country: 'DE' } });
    expect(await people.arrive({ ...alice, groups: [] })).toMatchObject({ roles: ['operator'], groups: [] });
  });

  test('that two requests change at one time lose neither change', async () => {
    const { people } = await peopleOf();
    const add = (role: string) =>
      people.change('bob', (before) => ({ ...before, roles: [...before.roles, role].toSorted() }));
    await Promise.all([add('a'), add('b'), add('c'), add('d')]);
    expect((await people.get('bob'))?.roles).toEqual(['a', 'b', 'c', 'd']);
  });
});

test.each([
  ['Alice@Example.com', 'alice@example.com'],
  ['ａｌｉｃｅ', 'alice'],
])('the name %s is compared as %s', (written, id) => expect(personId(written)).toBe(id));

test.each(['', 'a b', 'a\u0000', 'a\u202eb', 'x'.repeat(201), '\ud800'])('the name %j is none', (written) => {
  expect(() => personId(written)).toThrow('[MR8719]');
});

describe('a login under way', () => {
  test('is taken once, in the browser that began it, by the issuer that it went to', async () => {
    const logins = createPendingLogins(await keptIn());
    const { secret, login } = await logins.begin('one', '/runs');
    await expect(logins.take(undefined, 'one')).rejects.toThrow('[MR8704]');
    await expect(logins.take('x'.repeat(43), 'one')).rejects.toThrow('[MR8704]');
    const both = await Promise.allSettled([logins.take(secret, 'one'), logins.take(secret, 'one')]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(both.find(({ status }) => status === 'fulfilled')).toMatchObject({ value: login });
  });

  test('is over where another issuer answers, and after ten minutes', async () => {
    const kept = await keptIn();
    const logins = createPendingLogins(kept);
    const first = await logins.begin('one', '/');
    await expect(logins.take(first.secret, 'two')).rejects.toThrow('[MR8704]');
    await expect(logins.take(first.secret, 'one')).rejects.toThrow('[MR8704]');
    const second = await logins.begin('one', '/');
    kept.clock.forward(10 * MINUTE);
    await expect(logins.take(second.secret, 'one')).rejects.toThrow('took longer than ten minutes');
    await logins.begin('one', '/');
    kept.clock.forward(10 * MINUTE);
    await logins.sweep();
    expect(await kept.values.keys('identity/logins/')).toEqual([]);
  });
});
