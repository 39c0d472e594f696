/** A policy in a text: where it begins and ends, its semicolon with it. */
export interface Piece {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Texts, comments, what is between policies, and single characters. */
const TOKEN = /"(?:[^"\\]|\\[\s\S])*"|\/\/[^\n\r]*|\s+|[\s\S]/g;

const isBetween = (token: string): boolean => token.startsWith('//') || token.trim() === '';

/**
 * The policies of a text that Cedar can read, each as it stands there: a semicolon ends one, outside of texts and
 * comments. Cedar's own parts come in the order of their ids and without their places.
 */
export const splitPolicies = (text: string): readonly Piece[] => {
  const pieces: Piece[] = [];
  let start: number | undefined;
  for (const { 0: token, index } of text.matchAll(TOKEN)) {
    if (start === undefined && !isBetween(token)) start = index;
    if (token !== ';' || start === undefined) continue;
    const end = index + 1;
    pieces.push({ start, end, text: text.slice(start, end) });
    start = undefined;
  }
  return pieces;
};
