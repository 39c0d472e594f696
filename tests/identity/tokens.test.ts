import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { createDigest, createTokens } from '../../src/identity/index.js';
import { DAY, everything, HOUR, type Kept, keptIn } from './support/state.js';

const made = async (kept: Kept) => {
  const tokens = createTokens(kept);
  const expiresAt = new Date(kept.clock.now().getTime() + 90 * DAY).toISOString();
  const scope = { actions: ['run.read'], pipelines: ['orders'] } as const;
  return { tokens, ...(await tokens.create({ owner: 'alice', name: 'nightly', scope, expiresAt })) };
};

/** The same text with another last character of its secret. */
const changedAt = (text: string, at: number): string =>
  text.slice(0, at) + (text[at] === 'A' ? 'B' : 'A') + text.slice(at + 1);

describe.each([true, false])('tokens, where the state is the service’s alone: %s', (isAlone) => {
  test('are found by their text, with owner and scope', async () => {
    const { tokens, text, token } = await made(await keptIn(isAlone));
    expect(text).toMatch(/^mr_[0-9a-f]{16}_[\w-]{43}$/);
    expect(await tokens.find(text)).toMatchObject({
      id: token.id,
      owner: 'alice',
      scope: { actions: ['run.read'], pipelines: ['orders'] },
    });
  });

  test('are kept as a keyed hash, and nothing of the secret is', async () => {
    const kept = await keptIn(isAlone);
    const { tokens, text } = await made(kept);
    await tokens.find(text);
    const all = await everything(kept.values);
    const secret = text.split('_').slice(2).join('_');
    expect(all).not.toContain(secret);
    expect(all).toContain(kept.digestOf('token', secret));
    expect(JSON.stringify(await tokens.list())).not.toContain(kept.digestOf('token', secret));
    const other = createTokens({ ...kept, digestOf: createDigest(randomBytes(32)) });
    expect(await other.find(text)).toBeUndefined();
  });

  test('with a wrong secret, a wrong id or another form are none', async () => {
    const { tokens, text } = await made(await keptIn(isAlone));
    for (const wrong of [
      changedAt(text, text.length - 2),
      changedAt(text, 21),
      text.replace(/^mr_./, (head) => `mr_${head.endsWith('0') ? '1' : '0'}`),
      text.slice(0, -1),
      `${text}A`,
      text.toUpperCase(),
      '',
    ])
      expect(await tokens.find(wrong), wrong).toBeUndefined();
  });

  test('end when they expire, to the millisecond, and are swept then', async () => {
    const kept = await keptIn(isAlone);
    const { tokens, text, token } = await made(kept);
    kept.clock.forward(90 * DAY - 1);
    expect(await tokens.find(text)).toBeDefined();
    await tokens.sweep();
    expect(await tokens.list()).toHaveLength(1);
    kept.clock.forward(1);
    expect(await tokens.find(text)).toBeUndefined();
    await tokens.sweep();
    expect(await tokens.get(token.id)).toBeUndefined();
  });

  test('end with their revocation, at once, also where they were just used', async () => {
    const { tokens, text, token } = await made(await keptIn(isAlone));
    expect(await tokens.find(text)).toBeDefined();
    await tokens.revoke(token.id);
    expect(await tokens.find(text)).toBeUndefined();
    expect(await tokens.get(token.id)).toMatchObject({ revokedAt: '2026-03-05T08:00:00.000Z' });
  });

  test('that are used while they are revoked stay revoked', async () => {
    const kept = await keptIn(isAlone);
    const { tokens, text, token } = await made(kept);
    for (let round = 0; round < 10; round += 1) {
      kept.clock.forward(2 * HOUR);
      const uses = Array.from({ length: 5 }, () => tokens.find(text));
      if (round === 5) await Promise.all([...uses, tokens.revoke(token.id)]);
      else await Promise.all(uses);
      expect((await tokens.find(text)) === undefined).toBe(round >= 5);
    }
  });

  test('say to the hour when they were last used', async () => {
    const kept = await keptIn(isAlone);
    const { tokens, text, token } = await made(kept);
    const used = async () => {
      await tokens.find(text);
      return (await tokens.get(token.id))?.usedAt;
    };
    expect(token.usedAt).toBeUndefined();
    expect(await used()).toBe('2026-03-05T08:00:00.000Z');
    kept.clock.forward(HOUR - 1);
    expect(await used()).toBe('2026-03-05T08:00:00.000Z');
    kept.clock.forward(1);
    expect(await used()).toBe('2026-03-05T09:00:00.000Z');
  });
});

test('memory answers only where nobody else writes', async () => {
  const kept = await keptIn(false);
  const [one, other] = [createTokens(kept), createTokens(kept)];
  const { token, text } = await one.create({ owner: 'a', name: 'n', expiresAt: '2026-03-06T00:00:00.000Z' });
  expect(await one.find(text)).toBeDefined();
  await other.revoke(token.id);
  expect(await one.find(text)).toBeUndefined();
});
