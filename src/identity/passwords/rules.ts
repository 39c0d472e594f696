import { failure } from '../../base/errors/index.js';
import { isCommon } from './common.js';

/** In characters, not bytes. ASVS 5.0, 6.2.1: eight at least, fifteen recommended. Long ones cost no more to hash. */
const LEAST = 15;
const MOST = 256;
/** Characters that are left of a password when all that everybody thinks of is taken away. */
const LEAST_OWN = 6;

const runs = [
  '0123456789',
  'abcdefghijklmnopqrstuvwxyz',
  'qwertyuiopasdfghjklzxcvbnm',
  'qwertzuiopasdfghjklyxcvbnm',
];
const common = [
  'millrace',
  'administrator',
  'password',
  'passwort',
  'welcome',
  'letmein',
  'changeme',
  'secret',
  'admin',
];

const reversed = (text: string): string => [...text].toReversed().join('');

/** One piece over and over again. */
const isRepeated = (text: string): boolean => (text + text).indexOf(text, 1) < text.length;

/** Pieces of alphabets and of rows of keys, forwards and backwards. */
const withoutRuns = (text: string): string => {
  let left = text;
  for (const run of runs.flatMap((each) => [each + each, reversed(each + each)]))
    for (let length = Math.min(run.length, left.length); length >= 4; length -= 1)
      for (let at = 0; at + length <= run.length; at += 1)
        left = left.replaceAll(run.slice(at, at + length), '');
  return left;
};

/** What is left of it without words of the service, the person's own names, and runs of keys. */
const ownOf = (password: string, names: readonly string[]): string => {
  const words = [...common, ...names.flatMap((name) => name.toLowerCase().split(/[^\p{L}\p{N}]+/u))];
  const lower = words
    .filter((word) => word.length >= 3)
    .reduce((left, word) => left.replaceAll(word, ''), password.toLowerCase());
  return withoutRuns(lower);
};

/**
 * Refuses a password that others would guess. No kinds of characters are asked for, and none refused.
 *
 * @param names of the person
 * @throws MR8709
 */
export const checkPassword = async (password: string, names: readonly string[]): Promise<void> => {
  const { length } = [...password];
  if (length < LEAST)
    throw failure('MR8709', `the password has ${length} characters; at least ${LEAST} are asked for`);
  if (length > MOST) throw failure('MR8709', `the password has more than ${MOST} characters`);
  const own = ownOf(password, names);
  const isPoor = isRepeated(password) || isRepeated(own) || new Set(own).size < LEAST_OWN;
  if (await isCommon(password))
    throw failure('MR8709', 'the password is one of those that people choose most');
  if (isPoor)
    throw failure('MR8709', 'the password is made of names, common words, repetitions or rows of keys');
};
