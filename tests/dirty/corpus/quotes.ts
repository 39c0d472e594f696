import type { Defect } from '../dirty-file.js';
import { truth } from '../table.js';
import { books, customers, employees, orders, payments, products } from '../tables/index.js';
import { file, written } from '../write.js';

const singleQuotes: Defect = {
  defect: "quotes '",
  files: [
    written('orders.csv', orders, { quote: "'", quoting: 'text' }),
    written('customers.csv', customers, { quote: "'", delimiter: ';', quoting: 'all' }),
    written('employees.csv', employees, { quote: "'", escapedBy: 'backslash', quoting: 'text' }),
    file(
      'mysqldump.csv',
      "id,name,born_on,fee\n1,'O''Brien, Siobhán',1990-01-31,12.50\n2,'D''Angelo',1985-07-14,7.00\n3,'Smith, J.',2001-12-24,9.99\n",
      truth('id:integer|name|born_on:date|fee:decimal', [
        ['1', "O'Brien, Siobhán", '1990-01-31', '12.50'],
        ['2', "D'Angelo", '1985-07-14', '7.00'],
        ['3', 'Smith, J.', '2001-12-24', '9.99'],
      ]),
    ),
    // The apostrophes are no quotes here.
    file(
      'apostrophes-only.csv',
      "id,place,sold\n1,L'Aquila,12\n2,'s-Hertogenbosch,7\n3,Land's End,31\n4,'t Zand,2\n",
      truth('id:integer|place|sold:integer', [
        ['1', "L'Aquila", '12'],
        ['2', "'s-Hertogenbosch", '7'],
        ['3', "Land's End", '31'],
        ['4', "'t Zand", '2'],
      ]),
    ),
  ],
};

const doubleQuotes: Defect = {
  defect: 'quotes "',
  files: [
    written('all-quoted.csv', orders, { quoting: 'all' }),
    written('texts-quoted.csv', books, { quoting: 'text' }),
    written('needed.csv', products, { delimiter: ';' }),
    file(
      'with-apostrophes.csv',
      `id,title,price\n1,"L'Étranger, roman",12.50\n2,'Tis Pity,7.00\n3,"Rock 'n' Roll, vol. 2",9.99\n`,
      truth('id:integer|title|price:decimal', [
        ['1', "L'Étranger, roman", '12.50'],
        ['2', "'Tis Pity", '7.00'],
        ['3', "Rock 'n' Roll, vol. 2", '9.99'],
      ]),
    ),
  ],
};

const backslash: Defect = {
  defect: 'escapes by backslash',
  files: [
    written('payments.csv', payments, { escapedBy: 'backslash' }),
    written('orders.csv', orders, { escapedBy: 'backslash', quoting: 'text' }),
    written('books.tsv', books, { escapedBy: 'backslash', delimiter: '\t', quoting: 'text' }),
    file(
      'delimiters-escaped.csv',
      'id,name,city\n1,Smith\\, John,London\n2,García\\, Ana,Vigo\n3,Müller,Köln\n4,Doe\\, Jane,Leeds\n',
      truth(
        'id:integer|name|city',
        '1|Smith, John|London\n2|García, Ana|Vigo\n3|Müller|Köln\n4|Doe, Jane|Leeds',
      ),
    ),
    // Here a backslash is a backslash: quotes are doubled.
    file(
      'paths-not-escapes.csv',
      'id,path,title\n1,"C:\\temp\\new","a ""b"" c"\n2,"D:\\data\\","plain"\n3,"\\\\host\\share","say ""hi"""\n',
      truth('id:integer|path|title', [
        ['1', 'C:\\temp\\new', 'a "b" c'],
        ['2', 'D:\\data\\', 'plain'],
        ['3', '\\\\host\\share', 'say "hi"'],
      ]),
    ),
  ],
};

const doubled: Defect = {
  defect: 'escapes by doubling',
  files: [
    written('products.csv', products),
    written('employees.csv', employees, { quoting: 'text' }),
    file(
      'at-the-ends.csv',
      'id,quote,by\n1,"""Sapere aude""",Kant\n2,"""",nobody\n3,"a """" b",two\n4,"He said ""no"", then ""yes""",she\n',
      truth('id:integer|quote|by', [
        ['1', '"Sapere aude"', 'Kant'],
        ['2', '"', 'nobody'],
        ['3', 'a "" b', 'two'],
        ['4', 'He said "no", then "yes"', 'she'],
      ]),
    ),
    file(
      // The first doubled quote comes late, in a field that also has a line end.
      'late.csv',
      `id,text,n\n${Array.from({ length: 120 }, (_, at) => `${at},plain ${at},${at * 2}\n`).join('')}120,"x ""y""\nz",240\n`,
      truth('id:integer|text|n:integer', [
        ...Array.from({ length: 120 }, (_, at) => [String(at), `plain ${at}`, String(at * 2)]),
        ['120', 'x "y"\nz', '240'],
      ]),
    ),
  ],
};

const missing: Defect = {
  defect: 'escapes missing',
  files: [
    file(
      'said.csv',
      'id,said,by\n1,"plain","Ana"\n2,"He said "hi" to me","Bo"\n3,"also plain","Çelik"\n4,"nothing","Dee"\n',
      {
        ...truth('id:integer|said|by', [
          ['1', 'plain', 'Ana'],
          ['2', 'He said "hi" to me', 'Bo'],
          ['3', 'also plain', 'Çelik'],
          ['4', 'nothing', 'Dee'],
        ]),
        mendable: [{ row: 1, raw: '2,"He said "hi" to me","Bo"' }],
      },
    ),
    file(
      'nicknames.csv',
      'no;name;born_on\n1;"Bob "the builder" Jones";1970-02-28\n2;"Ann Lee";1982-11-05\n3;"Max "M" Muster";1991-01-30\n4;"Zoë";1999-09-19\n',
      {
        ...truth('no:integer|name|born_on:date', [
          ['1', 'Bob "the builder" Jones', '1970-02-28'],
          ['2', 'Ann Lee', '1982-11-05'],
          ['3', 'Max "M" Muster', '1991-01-30'],
          ['4', 'Zoë', '1999-09-19'],
        ]),
        mendable: [
          { row: 0, raw: '1;"Bob "the builder" Jones";1970-02-28' },
          { row: 2, raw: '3;"Max "M" Muster";1991-01-30' },
        ],
      },
    ),
    file(
      'inches.csv',
      'sku,title,price\n"0017","Monitor 27" matt","249.00"\n"0018","TV 55" OLED","1299.00"\n"0019","Kabel","4.99"\n"0020","Regal","89.00"\n',
      {
        ...truth('sku|title|price:decimal', [
          ['0017', 'Monitor 27" matt', '249.00'],
          ['0018', 'TV 55" OLED', '1299.00'],
          ['0019', 'Kabel', '4.99'],
          ['0020', 'Regal', '89.00'],
        ]),
        mendable: [
          { row: 0, raw: '"0017","Monitor 27" matt","249.00"' },
          { row: 1, raw: '"0018","TV 55" OLED","1299.00"' },
        ],
      },
    ),
    file(
      // A quote and a delimiter within: where the field ends, only the number of fields tells.
      'quote-and-comma.csv',
      'id,title,year\n1,"Waiting for "Godot", a play",1952\n2,"Ulysses",1922\n3,"Der Prozess",1925\n4,"Rayuela",1963\n',
      {
        ...truth('id:integer|title|year:integer', [
          ['1', 'Waiting for "Godot", a play', '1952'],
          ['2', 'Ulysses', '1922'],
          ['3', 'Der Prozess', '1925'],
          ['4', 'Rayuela', '1963'],
        ]),
        mendable: [{ row: 0, raw: '1,"Waiting for "Godot", a play",1952' }],
      },
    ),
  ],
};

export const quotes: readonly Defect[] = [singleQuotes, doubleQuotes, backslash, doubled, missing];
