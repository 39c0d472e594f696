import type { ColumnName, Defect, Truth } from '../dirty-file.js';
import { BOM } from '../encodings.js';
import { file } from '../write.js';

const noRows = (...columns: readonly ColumnName[]): Truth => ({
  columns,
  types: columns.map(() => 'any'),
  rows: [],
});

export const headerOnly: Defect = {
  defect: 'header only',
  files: [
    file(
      'orders.csv',
      'order_id,ordered_on,customer,quantity\n',
      noRows('order_id', 'ordered_on', 'customer', 'quantity'),
    ),
    file('no-line-end.csv', 'sku,title,price', noRows('sku', 'title', 'price')),
    file(
      'rechnungen.csv',
      `${BOM}Rechnungsnummer;Datum;Straße;Betrag\r\n`,
      noRows('Rechnungsnummer', 'Datum', 'Straße', 'Betrag'),
    ),
    file(
      'quoted.csv',
      '"Customer ID","Last name, first name","E-mail"\n\n',
      noRows('Customer ID', 'Last name, first name', 'E-mail'),
    ),
    file(
      'sensors.tsv',
      'station\tmeasured_at\ttemperature\n',
      noRows('station', 'measured_at', 'temperature'),
    ),
  ],
};
