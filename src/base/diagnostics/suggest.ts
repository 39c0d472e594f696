import { distance } from 'fastest-levenshtein';

/** Two neighbours in each other's place are one slip of the hand, not two. */
const areSwapped = (a: string, b: string): boolean => {
  const at = [...a].findIndex((letter, index) => letter !== b[index]);
  return at >= 0 && b === a.slice(0, at) + (a[at + 1] ?? '') + (a[at] ?? '') + a.slice(at + 2);
};

const stepsBetween = (a: string, b: string): number => (areSwapped(a, b) ? 1 : distance(a, b));

/**
 * The known name nearest to what was written, or undefined where none is near.
 *
 * Near means: the same but for case, or at most a third of the letters changed.
 */
export const nearest = (written: string, known: Iterable<string>): string | undefined => {
  const lower = written.toLowerCase();
  let best: { readonly name: string; readonly steps: number } | undefined;
  for (const name of known) {
    const steps = stepsBetween(lower, name.toLowerCase());
    if (steps <= Math.max(1, Math.floor(name.length / 3)) && (best === undefined || steps < best.steps)) {
      best = { name, steps };
    }
  }
  return best?.name;
};

/** `did you mean "delay"?`, or undefined. */
export const didYouMean = (written: string, known: Iterable<string>): string | undefined => {
  const name = nearest(written, known);
  return name === undefined ? undefined : `did you mean "${name}"?`;
};

/** A list for a message; long ones end with how many more there are. */
export const listed = (names: readonly string[], limit = 20): string =>
  names.length <= limit
    ? names.join(', ')
    : `${names.slice(0, limit).join(', ')} … and ${names.length - limit} more`;
