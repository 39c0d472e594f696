import { distance } from 'fastest-levenshtein';

/**
 * The known name nearest to what was written, or undefined where none is near.
 *
 * Near means: the same but for case, or at most a third of the letters changed.
 */
export const nearest = (written: string, known: Iterable<string>): string | undefined => {
  const lower = written.toLowerCase();
  let best: { readonly name: string; readonly steps: number } | undefined;
  for (const name of known) {
    const steps = distance(lower, name.toLowerCase());
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
