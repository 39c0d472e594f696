import { describe, expect, test } from 'vitest';
import { createSessions } from '../../src/identity/index.js';
import { everything, HOUR, keptIn, MINUTE } from './support/state.js';

const limits = { idle: 30 * MINUTE, absolute: 12 * HOUR };

const begun = async (isAlone: boolean) => {
  const kept = await keptIn(isAlone);
  const sessions = createSessions(kept, limits);
  const first = await sessions.begin({ person: 'alice', issuer: 'local', address: '127.0.0.1' });
  return { ...kept, sessions, first };
};

describe.each([true, false])('sessions, where the state is the service’s alone: %s', (isAlone) => {
  test('are opened by a secret of 256 bits, of which a keyed hash is kept', async () => {
    const { sessions, first, values } = await begun(isAlone);
    expect(Buffer.from(first.secret, 'base64url')).toHaveLength(32);
    expect(await sessions.find(first.secret)).toMatchObject({ person: 'alice', issuer: 'local' });
    expect(await everything(values)).not.toContain(first.secret);
    expect(await sessions.find(first.session.id)).toBeUndefined();
  });

  test('have a secret of their own each time', async () => {
    const { sessions, first } = await begun(isAlone);
    const second = await sessions.begin({ person: 'alice', issuer: 'local' });
    expect(second.secret).not.toBe(first.secret);
    expect(await sessions.list('alice')).toHaveLength(2);
  });

  test('end without a request, after the idle time', async () => {
    const { sessions, first, clock } = await begun(isAlone);
    clock.forward(29 * MINUTE);
    expect(await sessions.find(first.secret)).toBeDefined();
    clock.forward(30 * MINUTE);
    expect(await sessions.find(first.secret)).toBeUndefined();
    clock.forward(-10 * MINUTE);
    expect(await sessions.find(first.secret)).toBeUndefined();
  });

  test('end whatever is asked, after the absolute time', async () => {
    const { sessions, first, clock } = await begun(isAlone);
    for (let asked = 1; asked <= 35; asked += 1) {
      clock.forward(20 * MINUTE);
      expect(await sessions.find(first.secret), String(asked)).toBeDefined();
    }
    clock.forward(20 * MINUTE);
    expect(await sessions.find(first.secret)).toBeUndefined();
  });

  test('are ended one by one, all of a person, and all but one', async () => {
    const { sessions, first } = await begun(isAlone);
    const second = await sessions.begin({ person: 'alice', issuer: 'local' });
    const third = await sessions.begin({ person: 'alice', issuer: 'local' });
    const other = await sessions.begin({ person: 'bob', issuer: 'local' });
    await sessions.end(first.session.id);
    expect(await sessions.find(first.secret)).toBeUndefined();
    await sessions.endAll('alice', second.session.id);
    expect(await sessions.find(third.secret)).toBeUndefined();
    expect(await sessions.find(second.secret)).toBeDefined();
    await sessions.endAll('alice');
    expect(await sessions.list()).toEqual([other.session]);
  });

  test('that are used while they end stay ended', async () => {
    const { sessions, first, clock } = await begun(isAlone);
    clock.forward(5 * MINUTE);
    const uses = Array.from({ length: 10 }, () => sessions.find(first.secret));
    await Promise.all([...uses, sessions.end(first.session.id)]);
    expect(await sessions.find(first.secret)).toBeUndefined();
  });

  test('are swept once they have ended by themselves', async () => {
    const { sessions, clock, values } = await begun(isAlone);
    clock.forward(31 * MINUTE);
    const kept = await sessions.begin({ person: 'bob', issuer: 'local' });
    await sessions.sweep();
    expect(await values.keys('identity/sessions/')).toHaveLength(1);
    expect(await sessions.find(kept.secret)).toBeDefined();
  });
});
