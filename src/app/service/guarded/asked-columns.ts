import type { AuditEntry, ColumnGrant } from '../../../kit/index.js';

/** Columns that were asked for, as the trail has them. */
export const askedColumns = (columns: readonly ColumnGrant[]): NonNullable<AuditEntry['columns']> => ({
  asked: columns.map(({ name }) => name),
  granted: columns.filter(({ shown }) => shown === 'clear').map(({ name }) => name),
  masked: Object.fromEntries(
    columns.flatMap(({ name, shown }) => (shown === 'clear' ? [] : [[name, shown] as const])),
  ),
});
