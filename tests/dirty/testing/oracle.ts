import { type DirtyFile, isRefusal, type Outcome, type Reader, type Truth } from '../dirty-file.js';

/** What a reader gives that knows the truth. */
export const outcomeOf = (truth: Truth): Outcome => {
  if (isRefusal(truth)) {
    return { kind: 'refused', code: 'X1', message: truth.reason, mend: 'Ask the sender.' };
  }
  const columns = truth.columns.map((name, at) => {
    if (typeof name === 'string') return name;
    return name === null ? `column ${at + 1}` : `${name.has} ${at + 1}`;
  });
  return {
    kind: 'table',
    columns,
    types: truth.types,
    rows: truth.rows,
    quarantined: truth.quarantined ?? [],
  };
};

/** A reader of these files that knows their truths. */
export const oracle =
  (files: readonly DirtyFile[]): Reader =>
  async ({ name }) => {
    const file = files.find((one) => one.name === name);
    if (file === undefined) throw new Error(`no file ${name}`);
    return outcomeOf(file.truth);
  };
