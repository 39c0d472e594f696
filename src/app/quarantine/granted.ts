import { type Cell, type ContractRecord, type Engine, MASK, type Shown } from '../../kit/index.js';
import { showMasked } from '../masked-texts.js';
import type { Wiring } from '../wiring.js';
import { maskedColumns, maskedGroup, maskedRow } from './mask.js';
import type { NodeQuarantine, QuarantineGroup, QuarantineReason, QuarantineRow } from './rows.js';

/** How somebody sees the columns of a node's quarantine. */
export interface Sees {
  /** All columns of the node, those that were found among them: a record that gave no row may hold values of any. */
  readonly columns: readonly string[];
  readonly shown: (column: string) => Shown;
  /** A keyed hash of a value, as text. */
  readonly hash: (value: string) => string;
}

/** Tells how somebody sees the columns of a contract that are there. */
export type SeesColumns = (contract: ContractRecord, columns: readonly string[]) => Sees;

type Rows = Pick<NodeQuarantine, 'groups' | 'rows'>;

const namesOf = ({ groups, rows }: Rows): readonly string[] => [
  ...new Set([
    ...groups.flatMap(({ columns }) => columns.flatMap((column) => column.split(', '))),
    ...rows.flatMap(({ original, reasons }) => [
      ...Object.keys(original),
      ...reasons.flatMap(({ column }) => (column === null ? [] : column.split(', '))),
    ]),
  ]),
];

/** A reason that names a column which is not there for the reader says no more than its rule. */
const withoutAbsent = (isAbsent: (column: string) => boolean, reason: QuarantineReason): QuarantineReason =>
  reason.column?.split(', ').some(isAbsent)
    ? { rule: reason.rule, column: null, message: MASK, value: reason.value === null ? null : MASK }
    : reason;

const shownCells = (shown: Sees['shown'], original: QuarantineRow['original']): QuarantineRow['original'] =>
  Object.fromEntries(
    Object.entries(original).flatMap(([name, cell]): readonly (readonly [string, Cell])[] => {
      const how = shown(name);
      if (how === 'absent') return [];
      return [[name, how === 'null' ? null : cell]];
    }),
  );

const shownGroup = (isAbsent: (column: string) => boolean, group: QuarantineGroup): QuarantineGroup =>
  group.columns.some((column) => column.split(', ').some(isAbsent))
    ? { ...group, columns: [], message: MASK, examples: [] }
    : group;

/** What was found in quarantine, as somebody may see it. */
export const grantedRows = async (
  engine: Engine,
  { types }: Wiring,
  contract: ContractRecord,
  sees: SeesColumns,
  found: Rows,
): Promise<Rows> => {
  const { columns, shown, hash } = sees(contract, namesOf(found));
  const hidden = columns.filter((name) => shown(name) !== 'clear');
  const masks = Object.fromEntries(
    Object.entries(contract.masks ?? {}).filter(([name]) => shown(name) === 'mask'),
  );
  const byType = await showMasked(engine, types, maskedColumns(masks, found.groups, found.rows));
  const masking = {
    classes: Object.fromEntries(hidden.map((name) => [name, 'personal' as const])),
    show: (column: string, value: string): string =>
      shown(column) === 'hash' ? hash(value) : byType(column, value),
  };
  const isAbsent = (column: string): boolean => shown(column) === 'absent';
  return {
    groups: found.groups.map((group) => shownGroup(isAbsent, maskedGroup(masking, group))),
    rows: found.rows.map((row) => {
      const masked = maskedRow(masking, row);
      return {
        ...masked,
        reasons: masked.reasons.map((reason) => withoutAbsent(isAbsent, reason)),
        original: shownCells(shown, masked.original),
      };
    }),
  };
};
