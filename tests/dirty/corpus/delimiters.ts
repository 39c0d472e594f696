import type { Defect } from '../dirty-file.js';
import { firstRows, truth } from '../table.js';
import {
  customers,
  employees,
  flights,
  invoices,
  meters,
  orders,
  payments,
  products,
  sensors,
} from '../tables/index.js';
import { file, written } from '../write.js';

const comma: Defect = {
  defect: 'delimiter ,',
  files: [
    written('orders.csv', orders),
    file(
      // As many semicolons as commas in each row.
      'semicolons-inside.csv',
      'id,tags,colour,size\n1,new;red;xl,red,12\n2,old;blue;s,blue,7\n3,sale;teal;m,teal,9\n4,new;gold;l,gold,11\n',
      truth(
        'id:integer|tags|colour|size:integer',
        '1|new;red;xl|red|12\n2|old;blue;s|blue|7\n3|sale;teal;m|teal|9\n4|new;gold;l|gold|11',
      ),
    ),
    file(
      'two-columns.csv',
      'name,born_on\nAda Lovelace,1815-12-10\nEmmy Noether,1882-03-23\nSofja Kowalewskaja,1850-01-15\n',
      truth(
        'name|born_on:date',
        'Ada Lovelace|1815-12-10\nEmmy Noether|1882-03-23\nSofja Kowalewskaja|1850-01-15',
      ),
    ),
  ],
};

const semicolon: Defect = {
  defect: 'delimiter ;',
  files: [
    written('rechnungen.csv', invoices, { delimiter: ';' }),
    written('payments.csv', payments, { delimiter: ';', lineEnd: () => '\r\n' }),
    file(
      'more-commas-than-semicolons.csv',
      'Artikel;Maße;Preis\nRegal, Eiche, geölt;80,5 x 30,2 x 200,0;129,90\nTisch, Buche;120,0 x 80,0 x 75,5;249,00\n' +
        'Stuhl, Esche, schwarz;45,5 x 45,5 x 92,0;89,50\n',
      truth(
        'Artikel|Maße|Preis:decimal',
        'Regal, Eiche, geölt|80,5 x 30,2 x 200,0|129.90\nTisch, Buche|120,0 x 80,0 x 75,5|249.00\n' +
          'Stuhl, Esche, schwarz|45,5 x 45,5 x 92,0|89.50',
      ),
    ),
    written('all-quoted.csv', products, { delimiter: ';', quoting: 'text' }),
  ],
};

const tab: Defect = {
  defect: 'delimiter tab',
  files: [
    written('sensors.tsv', sensors, { delimiter: '\t' }),
    written('named-csv.csv', customers, { delimiter: '\t' }),
    file(
      'commas-inside.tsv',
      'user\tlikes\tsince\nana\ttea, cake, books\t2021-04-30\nbo\tski, ski, ski\t2019-12-24\nçelik\tfilm, jazz, go\t2020-02-29\n',
      truth(
        'user|likes|since:date',
        'ana|tea, cake, books|2021-04-30\nbo|ski, ski, ski|2019-12-24\nçelik|film, jazz, go|2020-02-29',
      ),
    ),
    file(
      'gaps.tsv',
      'id\tname\tphone\tcity\n1\tAda\t\tLondon\n2\t\t+49 30 123456\t\n3\tEmmy\t\t\n4\tMaría\t+34 91 555 01 02\tMadrid\n',
      truth(
        'id:integer|name|phone|city',
        '1|Ada|∅|London\n2|∅|+49 30 123456|∅\n3|Emmy|∅|∅\n4|María|+34 91 555 01 02|Madrid',
      ),
    ),
  ],
};

const pipe: Defect = {
  defect: 'delimiter |',
  files: [
    written('flights.txt', flights, { delimiter: '|' }),
    written('orders.csv', orders, { delimiter: '|', quoting: 'text' }),
    written('meters.dat', meters, { delimiter: '|', lineEnd: () => '\r\n' }),
    file(
      'commas-inside.psv',
      'id|address|total\n1|12 High St, Leeds, UK|99.50\n2|Rua Augusta 1, Lisboa, PT|10.00\n3|5 Main St, Springfield, US|7.20\n',
      truth('id:integer|address|total:decimal', [
        ['1', '12 High St, Leeds, UK', '99.50'],
        ['2', 'Rua Augusta 1, Lisboa, PT', '10.00'],
        ['3', '5 Main St, Springfield, US', '7.20'],
      ]),
    ),
  ],
};

const space: Defect = {
  defect: 'delimiter space',
  files: [
    written('sensors.txt', firstRows(sensors, 7), { delimiter: ' ' }),
    written('orders.txt', firstRows(orders, 50), { delimiter: ' ', quoting: 'text' }),
    file(
      'access.log.txt',
      'host time method path status bytes\n' +
        '10.0.0.7 2024-03-01T10:00:01Z GET /index.html 200 5120\n' +
        '10.0.0.9 2024-03-01T10:00:04Z GET /search?q=a,b,c 200 20480\n' +
        '10.0.0.7 2024-03-01T10:01:00Z POST /login 302 0\n' +
        '10.0.3.1 2024-03-01T10:01:09Z GET /favicon.ico 404 312\n',
      truth('host|time:timestamp|method|path|status:integer|bytes:integer', [
        ['10.0.0.7', '2024-03-01T10:00:01Z', 'GET', '/index.html', '200', '5120'],
        ['10.0.0.9', '2024-03-01T10:00:04Z', 'GET', '/search?q=a,b,c', '200', '20480'],
        ['10.0.0.7', '2024-03-01T10:01:00Z', 'POST', '/login', '302', '0'],
        ['10.0.3.1', '2024-03-01T10:01:09Z', 'GET', '/favicon.ico', '404', '312'],
      ]),
    ),
    file(
      // Columns set under one another: what separates them is a run of spaces.
      'aligned.txt',
      'port      ship          tonnes  arrived\nRotterdam Nordstern      81200  2024-05-30\n' +
        'Hamburg   Aurora          950  2024-06-01\nPiraeus   Thalassa      12040  2024-06-11\n',
      {
        ...truth('port|ship|tonnes:integer|arrived:date', [
          ['Rotterdam', 'Nordstern', '81200', '2024-05-30'],
          ['Hamburg', 'Aurora', '950', '2024-06-01'],
          ['Piraeus', 'Thalassa', '12040', '2024-06-11'],
        ]),
        refusable: true,
      },
    ),
  ],
};

const commaAndSpace: Defect = {
  defect: 'delimiter , and a space',
  files: [
    written('flights.csv', flights, { delimiter: ', ' }),
    written('quoted.csv', firstRows(orders, 40), { delimiter: ', ', quoting: 'text' }),
    written('employees.csv', employees, { delimiter: ', ', lineEnd: () => '\r\n' }),
    file(
      'gaps.csv',
      'id, name, city, amount\n1, "Smith, John", London, 12.50\n2, Müller, , 7.00\n3, , Paris, \n4, "García, Ana", Vigo, 19.90\n',
      truth('id:integer|name|city|amount:decimal', [
        ['1', 'Smith, John', 'London', '12.50'],
        ['2', 'Müller', null, '7.00'],
        ['3', null, 'Paris', null],
        ['4', 'García, Ana', 'Vigo', '19.90'],
      ]),
    ),
  ],
};

export const delimiters: readonly Defect[] = [comma, semicolon, tab, pipe, space, commaAndSpace];
