import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { checkPassword, createAttempts, createPasswords } from '../../src/identity/index.js';
import { commonDigests } from '../../src/identity/passwords/common-digests.js';
import { HOUR, MINUTE, setClock } from './support/state.js';

const GOOD = 'correct horse battery staple';

describe('a password', () => {
  test.each([
    [GOOD],
    ['Žluťoučký kůň úpěl'],
    ['🦊🐻🐼🐨🐯🦁🐮🐷🐸🐵🐔🐧🐦🐤🦆'],
    ['x7 Gq\tp@!  trailing space '],
    [randomBytes(128).toString('hex')],
  ])('%s is taken as it is, whatever characters it has', async (password) => {
    await expect(checkPassword(password, ['alice@example.com'])).resolves.toBeUndefined();
  });

  test.each([
    ['short', 'has 5 characters'],
    ['fourteen chars', 'has 14 characters'],
    [randomBytes(129).toString('hex'), 'more than 256'],
    ['abaabaabaabaabaabaabaaba', 'repetitions'],
    ['passwordpassword', 'people choose most'],
    ['Millrace-password-1234567', 'common words'],
    ['1234567890123456', 'people choose most'],
    ['qwertyuiopasdfgh', 'people choose most'],
    ['zuiopasdfghjklyxcvbnm', 'rows of keys'],
    ['fedcba9876543210', 'rows of keys'],
    ['abcdefghijklmnopqrstuvwxyz', 'rows of keys'],
    ['alice.alice@example', 'names'],
    ['tr0ub tr0ub tr0ub ', 'repetitions'],
    ['Hd764nW5d7E1vb1', 'people choose most'],
    ['hd764Nw5D7e1VB1', 'people choose most'],
    ['1qazxsw23edcvfr4', 'people choose most'],
    ['lhbjkjubz2957704', 'people choose most'],
  ])('%s is refused', async (password, why) => {
    const checked = checkPassword(password, ['alice@example.com', 'Alice']);
    await expect(checked).rejects.toThrow('[MR8709]');
    await expect(checked).rejects.toThrow(why);
  });
});

test('the list of common passwords has the 3000 that are asked for, and more', () => {
  const count = Buffer.from(commonDigests, 'base64').length / 4;
  expect(Number.isInteger(count)).toBe(true);
  expect(count).toBeGreaterThan(9000);
});

describe('passwords', () => {
  const passwords = createPasswords(randomBytes);

  test('are kept by argon2id with the parameters of OWASP and a salt of their own', async () => {
    const [one, two] = [await passwords.hash(GOOD), await passwords.hash(GOOD)];
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(one).not.toBe(two);
    expect(await passwords.isRight(GOOD, one)).toBe(true);
  });

  test('are held as they are given: nothing is cut off, folded or trimmed', async () => {
    const long = `${'x'.repeat(200)}1`;
    const kept = await passwords.hash(long);
    expect(await passwords.isRight(`${'x'.repeat(200)}2`, kept)).toBe(false);
    expect(await passwords.isRight(long.toUpperCase(), kept)).toBe(false);
    expect(await passwords.isRight(` ${long}`, kept)).toBe(false);
  });

  test('of nobody are wrong, and are hashed all the same', async () => {
    let hashed = 0;
    const counting = createPasswords((size) => {
      hashed += 1;
      return randomBytes(size);
    });
    expect(await counting.isRight(GOOD, undefined)).toBe(false);
    expect(await counting.isRight(GOOD, await counting.hash(GOOD))).toBe(true);
    expect(hashed).toBe(1);
  });

  test('are hashed few at a time, and more than wait are refused', async () => {
    const kept = await passwords.hash(GOOD);
    const asked = await Promise.allSettled(Array.from({ length: 80 }, () => passwords.isRight(GOOD, kept)));
    const refused = asked.filter(({ status }) => status === 'rejected');
    expect(refused.length).toBeGreaterThan(0);
    expect(asked.length - refused.length).toBeGreaterThanOrEqual(50);
    for (const each of refused) expect(String((each as PromiseRejectedResult).reason)).toContain('[MR8718]');
    expect(await passwords.isRight(GOOD, kept)).toBe(true);
  });
});

describe('attempts to log in', () => {
  const failing = (count: number, attempt: () => unknown) => {
    for (let each = 0; each < count; each += 1) attempt();
  };

  test('wait longer and longer for a person from one address, a quarter of an hour at most', () => {
    const clock = setClock();
    const attempts = createAttempts(clock);
    const attempt = () => attempts.begin('alice', '10.0.0.1');
    failing(5, attempt);
    const waits = [];
    for (let round = 0; round < 14; round += 1) {
      let waited = 0;
      for (;;) {
        try {
          attempt();
          break;
        } catch (thrown) {
          const [, seconds = ''] = /in (\d+) s/.exec(String(thrown)) ?? [];
          waited += Number(seconds);
          clock.forward(Number(seconds) * 1000);
        }
      }
      waits.push(waited);
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900, 900]);
    expect(() => attempts.begin('alice', '10.0.0.2')).not.toThrow();
  });

  test('of one address wait whatever names it tries', () => {
    const attempts = createAttempts(setClock());
    for (let each = 0; each < 20; each += 1) attempts.begin(`person-${each}`, '10.0.0.1');
    expect(() => attempts.begin('another', '10.0.0.1')).toThrow('[MR8702]');
    expect(() => attempts.begin('another', '10.0.0.2')).not.toThrow();
  });

  test('of one network of IPv6 are those of one address', () => {
    const attempts = createAttempts(setClock());
    for (let each = 0; each < 20; each += 1) attempts.begin(`p${each}`, `2001:db8:1:2::${each.toString(16)}`);
    expect(() => attempts.begin('x', '2001:db8:1:2:aaaa::1')).toThrow('[MR8702]');
    expect(() => attempts.begin('x', '2001:db8:1:3::1')).not.toThrow();
  });

  test('of one person from many addresses wait a minute at most, so that nobody is kept out for long', () => {
    const clock = setClock();
    const attempts = createAttempts(clock);
    for (let each = 0; each < 50; each += 1) attempts.begin('alice', `10.0.1.${each}`);
    for (let each = 0; each < 20; each += 1) {
      expect(() => attempts.begin('alice', '10.0.9.9')).toThrow('[MR8702]');
      clock.forward(MINUTE);
      attempts.begin('alice', `10.0.2.${each}`);
    }
    clock.forward(MINUTE);
    expect(() => attempts.begin('alice', '10.0.9.9')).not.toThrow();
  });

  test('that succeed are forgotten for the person, and do not let an address try more of others', () => {
    const attempts = createAttempts(setClock());
    for (let each = 0; each < 60; each += 1) attempts.begin('mine', '10.0.0.1').succeeded();
    for (let each = 0; each < 19; each += 1) {
      attempts.begin(`other-${each}`, '10.0.0.1');
      attempts.begin('mine', '10.0.0.1').succeeded();
    }
    attempts.begin('other-19', '10.0.0.1');
    expect(() => attempts.begin('other-20', '10.0.0.1')).toThrow('[MR8702]');
  });

  test('are counted before it is known how they end', () => {
    const attempts = createAttempts(setClock());
    const begun = Array.from({ length: 5 }, () => attempts.begin('alice', '10.0.0.1'));
    expect(() => attempts.begin('alice', '10.0.0.1')).toThrow('[MR8702]');
    begun[0]?.succeeded();
    expect(() => attempts.begin('alice', '10.0.0.1')).not.toThrow();
  });

  test('are forgotten after an hour', () => {
    const clock = setClock();
    const attempts = createAttempts(clock);
    failing(5, () => attempts.begin('alice', '10.0.0.1'));
    clock.forward(HOUR);
    failing(5, () => attempts.begin('alice', '10.0.0.1'));
    expect(() => attempts.begin('alice', '10.0.0.1')).toThrow('[MR8702]');
  });
});
