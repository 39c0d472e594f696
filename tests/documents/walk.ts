import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Commands of a document, and what it says that they print. */
export interface Step {
  readonly commands: string;
  /** Absent where the document shows nothing. */
  readonly shown?: { readonly kind: 'text' | 'json'; readonly text: string };
}

const BLOCK = /^```(sh|text|json)\n([\s\S]*?)^```$/gm;

const sectionOf = (text: string, title: string): string => {
  const [, found] = text.split(new RegExp(`^## ${title}$`, 'm'));
  if (found === undefined) throw new Error(`there is no section "${title}"`);
  return found.split(/^## /m)[0] ?? '';
};

/** The steps of a section of the README: each block of commands, with the block of output that comes next. */
export const walkOf = (title: string): readonly Step[] => {
  const readme = readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8');
  const blocks = [...sectionOf(readme, title).matchAll(BLOCK)].map(([, kind = '', text = '']) => ({
    kind,
    text,
  }));
  return blocks.flatMap(({ kind, text }, at) => {
    if (kind !== 'sh') return [];
    const next = blocks[at + 1];
    return next === undefined || next.kind === 'sh'
      ? [{ commands: text }]
      : [{ commands: text, shown: { kind: next.kind as 'text' | 'json', text: next.text } }];
  });
};

const pattern = (text: string): RegExp =>
  new RegExp(
    `^${text
      .split('…')
      .map((each) => each.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      .join('.*')}$`,
  );

/** Lines as they are compared: without the blanks that lay out a terminal. */
const lines = (text: string): readonly string[] =>
  text
    .split('\n')
    .map((line) => line.trim().replaceAll(/ {2,}/g, '  '))
    .filter((line) => line !== '');

/** Lines that are shown and were not printed, in their order; "…" stands for anything. */
export const missingLines = (shown: string, printed: string): readonly string[] => {
  const left = [...lines(printed)];
  return lines(shown).filter((line) => {
    const at = left.findIndex((each) => pattern(line).test(each));
    if (at >= 0) left.splice(0, at + 1);
    return at < 0;
  });
};

/** A value that is shown, as `toMatchObject` takes it: "…" in a text stands for anything. */
export const matcherOf = (value: unknown, like: (pattern: RegExp) => unknown): unknown => {
  if (typeof value === 'string') return value.includes('…') ? like(pattern(value)) : value;
  if (Array.isArray(value)) return value.map((each) => matcherOf(each, like));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, matcherOf(each, like)]));
};
