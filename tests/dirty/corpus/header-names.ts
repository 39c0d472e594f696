import type { ColumnName, Defect, DirtyFile } from '../dirty-file.js';
import { firstRows, type Table } from '../table.js';
import { employees, flights, meters, orders, parcels, products } from '../tables/index.js';
import { type Style, written } from '../write.js';

/** A table under other names; those that are blank, or there twice, may come as any. */
const under = (
  name: string,
  table: Table,
  names: readonly string[],
  style: Partial<Style> = {},
): DirtyFile => {
  const often = (one: string): number =>
    names.filter((other) => other.trim().toLowerCase() === one.trim().toLowerCase()).length;
  const columns: readonly ColumnName[] = names.map((one) =>
    one.trim() === '' || often(one) > 1 ? null : one,
  );
  const renamed = table.columns.map((column, at) => ({ ...column, name: names[at] ?? '' }));
  return written(name, { ...table, columns: renamed }, { ...style, truth: { columns } });
};

export const duplicateHeaders: Defect = {
  defect: 'duplicate headers',
  files: [
    under('date-twice.csv', products, ['sku', 'name', 'name', 'price', 'stock', 'released']),
    under('all-alike.csv', firstRows(meters, 40), ['value', 'value', 'value', 'value', 'value']),
    under('by-case-alone.csv', orders, ['ID', 'date', 'Name', 'name', 'qty', 'id', 'shipped'], {
      delimiter: ';',
    }),
    // The number that a program would put behind the second is taken.
    under('number-is-taken.csv', products, ['code', 'code_1', 'code', 'price', 'stock', 'released']),
    under('far-apart.tsv', parcels, ['ref', 'sent_on', 'receiver', 'city', 'weight', 'ref'], {
      delimiter: '\t',
    }),
  ],
};

export const blankHeaders: Defect = {
  defect: 'blank headers',
  files: [
    // The row numbers of a data frame.
    under('first.csv', meters, ['', 'read_on', 'kwh', 'read_by', 'remark']),
    under('between.csv', employees, ['matricule', 'nom', '', 'ville', '', 'salaire', 'temps plein']),
    under('last.csv', flights, ['flight', 'departed', 'origin', 'destination', 'distance', 'delay', '']),
    under('quoted-blanks.csv', orders, ['order_id', '  ', 'customer', '', 'quantity', 'price', 'shipped'], {
      quoting: 'text',
      delimiter: ';',
    }),
  ],
};
