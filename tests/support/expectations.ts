import { expect } from 'vitest';
import type { Project } from './project.js';

const STACK = /^\s+at .*[(:]/m;

/** Whatever is printed is written for a person: no stack, and nothing that a program forgot to fill in. */
export const expectForPeople = (text: string): void => {
  expect(text).not.toMatch(STACK);
  expect(text).not.toMatch(/\bundefined\b|\[object \w+\]|\bNaN\b/);
};

/** Codes of the errors and warnings that were printed, in order. */
export const codesIn = (text: string): readonly string[] =>
  [...text.matchAll(/^(?:error|warning)\[(MR\d{4})\]/gm)].map(([, code = '']) => code);

/** One problem as it was printed. */
export interface PrintedProblem {
  readonly head: string;
  readonly code: string;
  readonly text: string;
  /** `file:line:column`, where it has a place. */
  readonly place: string | undefined;
}

/** The problems that were printed, each with its own lines. */
export const problemsIn = (text: string): readonly PrintedProblem[] => {
  const starts = [...text.matchAll(/^(?:error|warning)\[(MR\d{4})\] (.*)$/gm)];
  return starts.map((match, index) => {
    const own = text.slice(match.index, starts[index + 1]?.index).split('\n\n')[0] ?? '';
    return { code: match[1] ?? '', head: match[2] ?? '', text: own, place: /--> (.+)$/m.exec(own)?.[1] };
  });
};

/** A problem says what happened and what to do, and where it has a place it shows the line with a mark. */
export const expectWhole = ({ head, text, place }: PrintedProblem): void => {
  expect(head).not.toBe('');
  expect(text).toMatch(/^\s+= \S/m);
  if (place !== undefined) expect(text).toMatch(/^\d+ \|.*\n\s+\| +\^+/m);
  expectForPeople(text);
};

const leftovers = /(^|\/)\.millrace\/(stage\/[^/]+\/|locks\/)|\.tmp$/;

/** No stage, no lock, no half-written file is left in a store. */
export const expectNoLeftovers = async (at: Project, store = 'out'): Promise<void> => {
  expect(Object.keys(await at.bytes(store)).filter((name) => leftovers.test(name))).toEqual([]);
};
