import { didYouMean } from '../../base/diagnostics/suggest.js';
import { type Problem, problem } from '../../base/errors/index.js';
import { columnNames, foldedName, type RunRecord } from '../../kit/index.js';

/** The same name but for what people spell in many ways. */
const isSame = (a: string, b: string): boolean =>
  a === b || (foldedName(a) !== '' && foldedName(a) === foldedName(b));

/** A column that files call otherwise than the contract does. */
interface Renaming {
  readonly from: string;
  readonly to: string;
}

/** Records of earlier versions tell of another name in the words of their decision only. */
const renamingsIn = ({ decisions = [] }: RunRecord): readonly Renaming[] =>
  decisions.flatMap(({ about, action, column: to, chosen, renamedFrom }) => {
    if (renamedFrom !== undefined) return to === undefined ? [] : [{ from: renamedFrom, to }];
    const end = `" is read as "${to}"`;
    if (about !== 'names' || action !== 'adapt' || to === undefined || !chosen.endsWith(end)) return [];
    return [{ from: chosen.slice(1, -end.length), to }];
  });

/** The columns of a run under all names that they have in it: of its files, of its nodes, of its outputs. */
export const columnsOf = (record: RunRecord): readonly string[] => {
  const schemas = [...record.nodes, ...record.samples].map(({ schema }) => schema);
  const found = record.inputs.map(({ columns = [] }) => columns);
  return [
    ...new Set([
      ...[...schemas, ...found].flatMap(columnNames),
      ...renamingsIn(record).map(({ from }) => from),
    ]),
  ];
};

/** Tells whether a name of a run is the column that a person means, who may call it as the files do. */
export const isMeant = (record: RunRecord, column: string): ((name: string) => boolean) => {
  const others = renamingsIn(record).flatMap(({ from, to }) => (isSame(from, column) ? [to] : []));
  return (name) => [column, ...others].some((meant) => isSame(name, meant));
};

/** Where no run has the column: nothing is erased for a slip of the hand, and nobody takes it for done. */
export const unknownColumn = (column: string, known: readonly string[]): readonly Problem[] => {
  if (known.some((name) => isSame(name, column))) return [];
  const label = didYouMean(column, known);
  const details = {
    severity: 'warning',
    mend: 'Nothing was erased. Name the column as the files or the contract call it.',
    ...(label ? { label } : {}),
  } as const;
  return [problem('MR6004', `no run has a column "${column}"`, details)];
};
