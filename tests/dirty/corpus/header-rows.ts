import type { ColumnName, Defect, DirtyFile, TableTruth } from '../dirty-file.js';
import { firstRows, type Table, truth, truthOf } from '../table.js';
import { flights, meters, sensors } from '../tables/index.js';
import { file, type Style, textOf } from '../write.js';

/** Names that must have these words, in whatever way the rows of the header are put together. */
const having = (...words: readonly string[]): readonly ColumnName[] => words.map((has) => ({ has }));

const named = (of: TableTruth, columns: readonly ColumnName[]): TableTruth => ({ ...of, columns });

/** A table with further rows above or below its own header. */
const stacked = (
  name: string,
  table: Table,
  { above = '', below = '', ...style }: Partial<Style> & { above?: string; below?: string },
): DirtyFile => {
  const text = textOf(table, style);
  const end = text.indexOf('\n') + 1;
  const columns = having(...table.columns.map((column) => column.name));
  return file(name, above + text.slice(0, end) + below + text.slice(end), named(truthOf(table), columns));
};

const QUARTERS =
  '1|Nord|NO|120.50|99.10|131.00|101.25\n2|Süd|SU|80.00|71.00|92.40|73.75\n3|West|WE|64.20|60.00|70.10|66.30';

export const twoHeaderRows: Defect = {
  defect: 'two header rows',
  files: [
    stacked('units.csv', sensors, { below: ',UTC,°C,%,\n' }),
    stacked('groups.csv', flights, { above: 'Flight,,Route,,,Result,\n' }),
    stacked('types.csv', firstRows(flights, 30), {
      below: 'varchar;timestamp;char(3);char(3);int;int;decimal\n',
      delimiter: ';',
    }),
    file(
      // Merged cells: the lower names are there twice.
      'years-over-figures.csv',
      'no;Region;Code;2023;;2024;\n;;;Umsatz;Kosten;Umsatz;Kosten\n' +
        '1;Nord;NO;120,50;99,10;131,00;101,25\n2;Süd;SU;80,00;71,00;92,40;73,75\n3;West;WE;64,20;60,00;70,10;66,30\n',
      named(
        truth('a:integer|b|c|d:decimal|e:decimal|f:decimal|g:decimal', QUARTERS),
        having('no', 'Region', 'Code', 'Umsatz', 'Kosten', 'Umsatz', 'Kosten'),
      ),
    ),
    file(
      'same-twice.csv',
      'order_id,customer,amount\norder_id,customer,amount\n1001,Ana,19.80\n1002,Bo,5.00\n1003,Çelik,70.10\n',
      truth('order_id:integer|customer|amount:decimal', '1001|Ana|19.80\n1002|Bo|5.00\n1003|Çelik|70.10'),
    ),
    file(
      // A name for people and one for the program: either will do.
      'labels-and-fields.tsv',
      'Customer number\tName\tSince\tTurnover\nKUNNR\tNAME1\tERDAT\tUMSAV\n' +
        '471\tMeyer & Söhne\t2019-04-30\t1200.50\n472\tŻabka\t2021-11-15\t80.00\n479\tRossi\t2024-01-31\t7.25\n',
      named(
        truth(
          'a:integer|b|c:date|d:decimal',
          '471|Meyer & Söhne|2019-04-30|1200.50\n472|Żabka|2021-11-15|80.00\n479|Rossi|2024-01-31|7.25',
        ),
        [null, null, null, null],
      ),
    ),
  ],
};

export const threeHeaderRows: Defect = {
  defect: 'three header rows',
  files: [
    stacked('units-and-words.csv', sensors, {
      below: ',UTC,°C,%,\nname of the summit,start of the interval,air at 2 m,relative,as the box says\n',
    }),
    stacked('groups-and-units.csv', flights, {
      above: 'Flight,,Route,,,Result,\n',
      below: ',UTC,IATA,IATA,km,min,EUR\n',
    }),
    stacked('words-and-types.tsv', meters, {
      above: 'Zählernummer\tAblesung am\tStand\tabgelesen von\tBemerkung\n',
      below: 'CHAR(10)\tDATE\tDECIMAL(12,2)\tVARCHAR\tVARCHAR\n',
      delimiter: '\t',
    }),
    file(
      'continents-countries-cities.csv',
      'month,Europe,Europe,Asia\n,Germany,France,Japan\n,Berlin,Lyon,Tokyo\n2024-01-01,1.5,4.25,6.75\n2024-02-01,3.25,6.5,7\n2024-03-01,6,9.75,10.5\n',
      named(
        truth(
          'a:date|b:decimal|c:decimal|d:decimal',
          '2024-01-01|1.5|4.25|6.75\n2024-02-01|3.25|6.5|7\n2024-03-01|6|9.75|10.5',
        ),
        having('month', 'Berlin', 'Lyon', 'Tokyo'),
      ),
    ),
  ],
};
