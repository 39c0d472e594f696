/** Stands before what a process says of its own end, so that it is told from what an author's code prints. */
export const LAST_WORDS = '⟨millrace ends this process⟩ ';

/** What is to be done about an end, by the words that it begins with. */
const MENDS: readonly (readonly [string, string])[] = [
  [
    'called process.exit',
    'Take the call out: a function gives back its values; where it cannot, let it throw, which concerns its row alone.',
  ],
  [
    'threw outside of a call',
    'Catch it where it happens: timers and promises that go on beside a function belong to no row.',
  ],
  [
    'left a promise that failed',
    'Catch it where it happens: timers and promises that go on beside a function belong to no row.',
  ],
  [
    'took more than',
    'Look for a loop without an end, a promise that is never kept, or lists that grow; raise `timeout` or `memory` of the node where it needs more.',
  ],
];

/** What a process said of its own end, in words that follow its name. */
export const lastWordsIn = (said: string): string | undefined => {
  const at = said.lastIndexOf(LAST_WORDS);
  return at < 0
    ? undefined
    : said
        .slice(at + LAST_WORDS.length)
        .trim()
        .slice(0, 300);
};

/** What is to be done about an end, where more is known than its code says. */
export const mendOf = (ended: string): string | undefined =>
  MENDS.find(([words]) => ended.startsWith(words))?.[1];
