import type { Defect, DirtyFile } from '../dirty-file.js';
import { firstRows, type Table, truth, truthOf } from '../table.js';
import { flights, invoices, orders, payments, products } from '../tables/index.js';
import { file, type Style, textOf } from '../write.js';

const over = (name: string, table: Table, footer: string, style: Partial<Style> = {}): DirtyFile =>
  file(name, textOf(table, style) + footer, truthOf(table));

export const footer: Defect = {
  defect: 'footer totals',
  files: [
    file(
      'total.csv',
      'order_id,customer,quantity,amount\n1001,Ana,2,19.80\n1002,Bo,1,5.00\n1003,Çelik,7,70.10\n1004,Dee,3,12.00\nTotal,,13,106.90\n',
      truth(
        'order_id:integer|customer|quantity:integer|amount:decimal',
        '1001|Ana|2|19.80\n1002|Bo|1|5.00\n1003|Çelik|7|70.10\n1004|Dee|3|12.00',
      ),
    ),
    file(
      'summe.csv',
      'Artikel;Menge;Betrag\nBrot;12;51,60\nBrezel;80;64,00\nKuchen;3;87,00\nWecken;40;18,50\n;;\nSumme;135;221,10\n',
      truth(
        'Artikel|Menge:integer|Betrag:decimal',
        'Brot|12|51.60\nBrezel|80|64.00\nKuchen|3|87.00\nWecken|40|18.50',
      ),
    ),
    over('rows-selected.csv', firstRows(flights, 42), '\n42 rows selected.\n'),
    over('end-of-report.csv', payments, '\n-- end of report --\n', { delimiter: ';' }),
    over('short-total.csv', invoices, 'Gesamt:\n', { delimiter: ';', lineEnd: () => '\r\n' }),
    over('trailer-record.csv', products, `TRAILER,${products.rows.length}\n`),
    over('total-first-field-only.csv', firstRows(orders, 50), 'Grand total,,,,1021,,\n'),
    // Total is a firm here, and its row as whole as the others.
    file(
      'a-firm-named-total.csv',
      'partner_id,name,city,turnover\n11,Shell,London,120.50\n12,Repsol,Madrid,80.00\n13,OMV,Wien,77.25\n14,Total,Paris,99.90\n',
      truth(
        'partner_id:integer|name|city|turnover:decimal',
        '11|Shell|London|120.50\n12|Repsol|Madrid|80.00\n13|OMV|Wien|77.25\n14|Total|Paris|99.90',
      ),
    ),
  ],
};
