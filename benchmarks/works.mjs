/**
 * The pieces of work. Each has a folder under `work/` with a file for each contender; `outputs` are the files that every
 * contender must leave, and `summary` the SQL over each of them by which their results are held against each other.
 */
const amounts = 'count(*)::double, sum(amount)::double, min(amount)::double, max(amount)::double';

export const works = [
  {
    id: 'a',
    folder: 'csv-to-parquet',
    what: 'CSV to typed Parquet with a derived column',
    input: 'orders',
    outputs: {
      'orders.parquet': `${amounts}, count(discount)::double, sum(quantity)::double, count(note)::double`,
    },
    contenders: ['millrace', 'sql', 'polars'],
  },
  {
    id: 'b',
    folder: 'filter-and-group',
    what: 'CSV filter, group by day and country',
    input: 'orders',
    outputs: { 'by-day.parquet': `${amounts}, sum(orders)::double, count(distinct country)::double` },
    contenders: ['millrace', 'sql', 'polars', 'papaparse', 'csv-parse'],
  },
  {
    id: 'c',
    folder: 'join-and-aggregate',
    what: 'Parquet join with 200,000 customers, then aggregate',
    input: 'orders',
    outputs: { 'by-segment.parquet': `${amounts}, sum(orders)::double` },
    contenders: ['millrace', 'sql', 'polars'],
  },
  {
    id: 'd',
    folder: 'four-outputs',
    what: 'four outputs from one CSV',
    input: 'orders',
    outputs: {
      'paid.parquet': 'count(*)::double, sum(quantity)::double',
      'refunded.parquet': 'count(*)::double, sum(quantity)::double',
      'by-country.parquet': 'count(*)::double, sum(orders)::double, sum(quantity)::double',
      'by-month.parquet': 'count(*)::double, sum(orders)::double, sum(quantity)::double',
    },
    contenders: ['millrace', 'sql'],
  },
  {
    id: 'e',
    folder: 'sort',
    what: 'sort of all rows by two columns',
    input: 'orders',
    outputs: {
      'sorted.parquet': 'count(*)::double, sum(quantity)::double, arg_min(order_id, file_row_number)::double',
    },
    contenders: ['millrace', 'sql', 'polars'],
  },
  {
    id: 'f',
    folder: 'contract',
    what: 'eight rules over a CSV with 1 % of bad rows',
    input: 'dirty',
    outputs: {
      'by-country.parquet': 'count(*)::double, sum(orders)::double, sum(quantity)::double',
    },
    contenders: [
      'millrace',
      'millrace-record-numbers',
      'millrace-semantic',
      'sql',
      'sql-exact',
      'sql-ignore-errors',
    ],
  },
  ...[
    [
      'g',
      'code-text',
      'a function over a text column, all values different',
      ['millrace', 'millrace-one-process', 'millrace-row-wise', 'csv-parse'],
    ],
    ['h', 'code-few', 'a function over a text column of 1,000 values', ['millrace']],
    ['i', 'code-numbers', 'a function over two columns of numbers', ['millrace']],
    ['j', 'code-heavy', 'a function that takes long', ['millrace', 'millrace-one-process']],
  ].map(([id, folder, what, contenders]) => ({
    id,
    folder,
    what,
    input: 'orders',
    outputs: { 'measured.parquet': 'rows::double, total::double' },
    contenders,
  })),
];
