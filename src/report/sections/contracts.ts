import type { ContractRecord, Losses } from '../../kit/record.js';
import { count } from '../format.js';
import { html, type Markup, type Part } from '../html.js';
import { badge } from '../pieces.js';
import type { RenderSection } from '../section.js';
import { drawTable } from '../table.js';

const verdict = ({ quarantined, mended, isPartial }: ContractRecord): Markup => {
  if (isPartial) return badge('bad', 'stopped in the middle');
  return quarantined + mended === 0 ? badge('good', 'kept') : badge('warn', 'broken by some rows');
};

/** What became of rows before the contract saw them, in words; by input where there are several. */
const lossWords = (name: string, { filtered, unmatched, merged }: Losses): readonly string[] =>
  [
    [filtered, 'left out'],
    [unmatched, 'without a partner'],
    [merged, 'merged into others'],
  ].flatMap(([rows, what]) => (typeof rows === 'number' ? [`${name}${count(rows)} ${what}`] : []));

const lossText = (contract: ContractRecord): string => {
  const { ports = [], made } = contract;
  const byPort = ports.length > 1 ? ports.flatMap((port) => lossWords(`${port.port}: `, port)) : [];
  return [
    ...(byPort.length > 0 ? byPort : lossWords('', contract)),
    ...(made === undefined ? [] : [`${count(made)} made from them`]),
  ].join('; ');
};

const counts = (contract: ContractRecord): readonly Part[] => [
  html`<code>${contract.node}</code>`,
  verdict(contract),
  contract.in === undefined ? '' : count(contract.in),
  lossText(contract),
  contract.passed === undefined ? '' : count(contract.passed),
  count(contract.quarantined),
  repairedText(contract),
];

/** How many values of which columns normalising changed. */
const repairedText = ({ repaired = [] }: ContractRecord): string =>
  repaired.map(({ column, values }) => `${column}: ${count(values)}`).join('; ');

const rowsOf = (contract: ContractRecord): readonly (readonly Part[])[] => {
  const [first, ...others] = contract.broken.map(({ columns, rule, message, rows }): readonly Part[] => [
    columns.length === 0 ? 'the record' : html`<code>${columns.join(', ')}</code>`,
    html`<code>${rule}</code>`,
    message,
    count(rows),
  ]);
  return [
    [...counts(contract), ...(first ?? ['', '', '', ''])],
    ...others.map((reason) => ['', '', '', '', '', '', '', ...reason]),
  ];
};

/** What each contract let through, and which rules were broken how often. */
export const contracts: RenderSection = ({ contracts: items = [] }) =>
  items.length === 0
    ? undefined
    : {
        id: 'contracts',
        title: 'Contracts',
        size: items.length,
        body: drawTable({
          label: 'Rows that contracts were held against, and the rules that were broken',
          columns: [
            { header: 'Contract' },
            { header: 'Result' },
            { header: 'Rows', align: 'right' },
            { header: 'By the node itself' },
            { header: 'Passed', align: 'right' },
            { header: 'In quarantine', align: 'right' },
            { header: 'Values repaired' },
            { header: 'Column' },
            { header: 'Rule' },
            { header: 'Asked for' },
            { header: 'Broken by', align: 'right' },
          ],
          rows: items.flatMap(rowsOf),
        }),
      };
