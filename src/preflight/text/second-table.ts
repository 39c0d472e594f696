import { isNames, votesFor } from './header.js';
import { isBlankRecord, type TextRecord } from './records.js';

/** Whether records of one other width, of several fields, begin here with names. */
export const isOtherTable = (at: number, body: readonly TextRecord[], width: number): boolean => {
  const [first, next] = [body[at], body[at + 1]];
  const other = first?.fields.length ?? 0;
  return (
    first !== undefined && other > 1 && other !== width && next?.fields.length === other && isNames(first)
  );
};

/** The record after a blank line with which a table of another shape begins, for at least two records. */
export const secondTable = (body: readonly TextRecord[], width: number): number | undefined => {
  const other = body.findIndex((_, at) => isOtherTable(at, body, width));
  if (other >= 0) return other;
  for (let at = 1; at < body.length - 2; at += 1) {
    const [blank, first, next] = [body[at], body[at + 1], body[at + 2]];
    if (!blank || !first || !next || !isBlankRecord(blank) || isBlankRecord(first)) continue;
    const isOther = first.fields.length !== width && first.fields.length > 1;
    if (isOther && next.fields.length === first.fields.length) return at + 1;
    const above = body.slice(0, at).filter(({ fields }) => fields.length === width);
    const below = body.slice(at + 2).filter(({ fields }) => fields.length === first.fields.length);
    if (below.length > 0 && !isOther && isNames(first) && votesFor(first, above, width).sum >= 2)
      return at + 1;
  }
  return undefined;
};
