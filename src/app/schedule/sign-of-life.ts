import { open, utimes } from 'node:fs/promises';

/** Milliseconds after which a holder touches its lock again, so that others see that it lives. */
export const BEAT = 10_000;
/** Milliseconds without a touch after which a holder that nobody can look for is taken for gone: several beats, and more than a network drive may take to tell. */
export const GONE = 90_000;

/** A lock as others see it: its text and when it was touched, by whatever clock. */
const seen = async (path: string): Promise<string | undefined> => {
  try {
    // Network drives ask their server when a file is opened, and may answer from memory else.
    const file = await open(path, 'r');
    try {
      return `${(await file.stat()).mtimeMs} ${await file.readFile('utf8')}`;
    } finally {
      await file.close();
    }
  } catch {
    return undefined;
  }
};

/** Whether a lock is just as it was after so long that its holder would have touched it. No clocks are compared. */
export const isSilent = async (path: string, wait: () => Promise<void>): Promise<boolean> => {
  const before = await seen(path);
  await wait();
  return before !== undefined && (await seen(path)) === before;
};

/**
 * Touches a lock now and then, for as long as it is ours.
 *
 * @param text of the lock as it was taken
 * @param onLost called once where another one has it, or nobody: who was paused for long finds out so.
 */
export const giveSigns = (path: string, text: string, onLost: () => void): { readonly end: () => void } => {
  const beat = async (): Promise<void> => {
    const now = await seen(path);
    if (now?.endsWith(text)) {
      const at = new Date();
      // A disk that does not answer for once is no reason to end: the lock stands.
      await utimes(path, at, at).catch(() => undefined);
    } else {
      clearInterval(timer);
      onLost();
    }
  };
  const timer = setInterval(() => void beat(), BEAT).unref();
  return { end: () => clearInterval(timer) };
};
