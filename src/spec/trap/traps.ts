import type { Problem } from '../../base/errors/index.js';
import { MAX_PROBLEMS } from '../limits.js';
import type { SourceText } from '../lines.js';
import { type Tree, type Visit, visits } from '../tree.js';
import { colonTrap } from './colon.js';
import { commaTrap } from './comma.js';
import { commentTrap } from './comment.js';

/** Looks at one value of a document that is sound YAML and says whether YAML cut it. */
export type Trap = (source: SourceText, visit: Visit) => Problem | undefined;

const traps: readonly Trap[] = [commaTrap, colonTrap, commentTrap];

const trapAt = (source: SourceText, visit: Visit): Problem | undefined => {
  for (const trap of traps) {
    const found = trap(source, visit);
    if (found) return found;
  }
  return undefined;
};

/** The places where YAML took a part of an expression for syntax of its own; one problem a line. */
export const trapsIn = (source: SourceText, tree: Tree): readonly Problem[] => {
  const byLine = new Map<number, Problem>();
  for (const visit of visits(tree)) {
    const line = visit.tree.span && source.place(visit.tree.span).line;
    if (line === undefined || byLine.has(line)) continue;
    const found = trapAt(source, visit);
    if (found) byLine.set(found.place?.line ?? line, found);
    if (byLine.size >= MAX_PROBLEMS) break;
  }
  return [...byLine.values()];
};
