import type { Breakpoint, NodeLine, Result, Stop } from '../../../app/debug/index.js';
import type { Problem } from '../../../base/errors/index.js';
import { count, percent, plural } from '../../../base/number-text.js';
import type { DecisionRecord } from '../../../kit/index.js';
import { contractLine, duration, table } from '../../format.js';
import { outcomeText } from '../../outcome.js';
import type { Look, Terminal } from '../../terminal.js';
import { printable } from '../../text.js';
import { gridLines } from './cells.js';
import { rowLines, stepLines } from './rows.js';

/** What is drawn for, and with. */
export type Canvas = Look & Pick<Terminal, 'out' | 'err' | 'isInteractive'>;

const timeOf = ({ seconds }: NodeLine): string => (seconds === undefined ? '' : duration(seconds));

const stateText = ({ state, check }: NodeLine): string => {
  if (check) return check.passed ? 'passed' : 'not passed';
  return state === 'waiting' ? '' : state;
};

const pointsOf = ({ breakpoints }: NodeLine): string =>
  breakpoints.length === 0 ? '' : ` [${breakpoints.map((id) => `b${id}`).join(' ')}]`;

const listLines = (
  { nodes }: Extract<Result, { readonly command: 'list' }>,
  look: Canvas,
): readonly string[] => {
  const arrow = look.isUnicode ? '→' : '->';
  const grid = {
    columns: ['', 'node', 'what it is', 'state', 'rows', 'time'].map((name, index) => ({
      name,
      isRight: index >= 4,
    })),
    rows: nodes.map((node) =>
      [
        node.state === 'next' ? arrow : '',
        printable(node.node) + pointsOf(node),
        node.work,
        stateText(node),
        node.rows === undefined ? '' : count(node.rows),
        timeOf(node),
      ].map((text, index) => ({ text, ...paintOf(node, index, look) })),
    ),
    fixed: 0,
  };
  return gridLines(grid, look);
};

const paintOf = ({ state, check }: NodeLine, index: number, { paint }: Look) => {
  if (state === 'next') return { paint: paint.bold };
  if (index === 3 && (state === 'failed' || check?.passed === false)) return { paint: paint.red };
  if (index === 3 && state === 'done') return { paint: paint.green };
  return state === 'waiting' || state === 'left out' || index === 2 ? { paint: paint.dim } : {};
};

const ranLine = (node: NodeLine, { paint }: Look): string => {
  const name = `${paint.bold(printable(node.node))} (${node.work})`;
  if (node.state === 'failed') return `${name} ${paint.red('failed')}`;
  if (node.check) {
    const word = node.check.passed ? paint.green('passed') : paint.red('not passed');
    return `${name} ${word}: ${node.check.messages.join('; ')}`;
  }
  const taken = node.quarantined === undefined ? '' : `, ${count(node.quarantined)} to quarantine`;
  return `${name}: ${plural(node.rows ?? 0, 'row')}${taken} in ${timeOf(node)}`;
};

const pointText = ({ id, node, where }: Breakpoint): string =>
  `breakpoint ${id}: ${printable(node)}${where === undefined ? '' : ` where ${printable(where)}`}`;

const stopLines = (stop: Stop, look: Look): readonly string[] => {
  if (stop.why === 'interrupted')
    return [look.paint.yellow('interrupted: the node is as if it had not been run')];
  if (stop.why !== 'breakpoint') return [];
  const { breakpoint, found } = stop;
  if (!found) return [`${pointText(breakpoint)}: stopped before it`];
  const head = `${pointText(breakpoint)}: ${count(found.matching)} of ${plural(found.of, 'row')}`;
  return [head, ...rowLines(found.first, look)];
};

const endLines = (
  result: { readonly end?: Parameters<typeof outcomeText>[1] },
  canvas: Canvas,
): readonly string[] => (result.end ? [outcomeText(canvas, result.end).trimEnd()] : []);

const runLines = (result: Extract<Result, { readonly stop: unknown }>, canvas: Canvas): readonly string[] => [
  ...result.ran.map((node) => ranLine(node, canvas)),
  ...stopLines(result.stop, canvas),
  ...(result.ran.length > 0 ? endLines(result, canvas) : []),
  ...(result.ran.length === 0 && result.end ? ['the run has ended: there is no next node'] : []),
  ...(result.next === undefined ? [] : [canvas.paint.dim(`next: ${printable(result.next)}`)]),
];

const printLines = (
  { node, note, matching, of, shown }: Extract<Result, { readonly shown: unknown }>,
  look: Look,
): readonly string[] => {
  const [first, last] = [shown.numbers?.[0] ?? 0, shown.numbers?.at(-1) ?? 0];
  const which = matching === of ? plural(of, 'row') : `${count(matching)} of ${plural(of, 'row')}`;
  const part =
    shown.rows.length === 0 || shown.rows.length === matching
      ? ''
      : `, ${count(shown.rows.length)} of them shown (from row ${count(first)} to ${count(last)})`;
  return [
    ...(note === undefined ? [] : [look.paint.dim(note)]),
    `${look.paint.bold(printable(node))}: ${which}${part}`,
    ...rowLines(shown, look),
  ];
};

const schemaLines = (
  { node, columns }: Extract<Result, { readonly command: 'schema' }>,
  look: Look,
): readonly string[] => [
  `${look.paint.bold(printable(node))}: ${plural(columns.length, 'column')}`,
  ...table(
    columns.map(({ name, type, classified }) => [
      `  ${printable(name)}`,
      type,
      classified ? 'classified: values are masked' : '',
    ]),
  ).split('\n'),
];

const diffLines = (
  diff: Extract<Result, { readonly command: 'diff' }>,
  { paint }: Look,
): readonly string[] => {
  const { before, added, gone, retyped, lost, values = [], rows } = diff;
  const changed = values.filter((value) => value.changed > 0);
  const from = before.map(({ node, rows: all }) => `${plural(all, 'row')} of ${printable(node)}`).join(', ');
  const column = (name: string): string => printable(name);
  const renamed = values.filter(({ from: source, changed: rows }) => source !== undefined && rows === 0);
  const isRenamed = (name: string): boolean =>
    renamed.some((one) => one.column === name || one.from === name);
  const lines = [
    ...renamed.map((one) => `  = ${column(one.column)} is ${column(one.from ?? '')}`),
    ...added
      .filter(({ name }) => !isRenamed(name))
      .map(({ name, type }) => paint.green(`  + ${column(name)} ${type}`)),
    ...gone
      .filter(({ name }) => !isRenamed(name))
      .map(({ name, type }) => paint.red(`  - ${column(name)} ${type}`)),
    ...retyped.map((one) => paint.yellow(`  ~ ${column(one.column)} ${one.was}, now ${one.now}`)),
    ...lost.map(({ reason, rows: all }) => `    ${plural(all, 'row')} ${printable(reason.trim())}`),
    ...changed.map((one) => {
      const name =
        one.from === undefined ? column(one.column) : `${column(one.column)} (from ${column(one.from)})`;
      return `    ${name}: another value in ${plural(one.changed, 'row')} (${percent(one.share)})`;
    }),
  ];
  return [
    `${paint.bold(printable(diff.node))}: ${from === '' ? 'no input' : `${from} in`}, ${plural(rows, 'row')} out`,
    ...(lines.length > 0 ? lines : ['  nothing else changed']),
  ];
};

const decisionLines = (decisions: readonly DecisionRecord[]): readonly string[] =>
  decisions.length === 0
    ? ['nothing was decided']
    : decisions.flatMap(({ node, column, about, action, chosen, evidence, alternatives }) =>
        [
          `${node}${column === undefined ? '' : `.${column}`}: ${action} ${about}: ${chosen}`,
          `    because ${evidence}`,
          ...(alternatives.length > 0 ? [`    or: ${alternatives.join('; ')}`] : []),
        ].map(printable),
      );

const breakLines = (points: readonly Breakpoint[]): readonly string[] =>
  points.length === 0 ? ['no breakpoints'] : points.map(pointText);

const quarantineLines = (
  { nodes }: Extract<Result, { readonly command: 'quarantine' }>,
  look: Look,
): readonly string[] =>
  nodes.flatMap(({ contract, groups, rows }) => [
    contractLine(contract),
    ...groups.map(
      ({ columns, message, rows: all, examples }) =>
        `  ${plural(all, 'row')}: ${columns.join(', ')}: asked for ${message}${examples.length > 0 ? `, such as ${examples.map((value) => `'${printable(value)}'`).join(', ')}` : ''}`,
    ),
    ...rows.flatMap((row) => [
      look.paint.dim(`  ${row.file ?? 'a row'}${row.record === null ? '' : ` record ${row.record}`}`),
      `    ${printable(
        Object.entries(row.original)
          .map(
            ([name, cell]) =>
              `${name}: ${cell === null ? 'null' : typeof cell === 'object' ? JSON.stringify(cell) : String(cell)}`,
          )
          .join(', '),
      )}`,
    ]),
  ]);

const helpLines = (
  { commands, about }: Extract<Result, { readonly command: 'help' }>,
  look: Look,
): readonly string[] => {
  if (about) {
    const short = about.short.length > 0 ? ` (${about.short.join(', ')})` : '';
    return [
      `${look.paint.bold(about.usage)}${short}`,
      `  ${about.summary}`,
      ...about.details.map((line) => `  ${line}`),
    ];
  }
  return [
    ...table(commands.map(({ usage, short }) => [`  ${usage}`, short.join(' ')])).split('\n'),
    look.paint.dim('  `help COMMAND` says what one does'),
  ];
};

/** What went wrong in the run, with the result that ended it. */
export const problemsIn = (result: Result): readonly Problem[] =>
  'ran' in result && result.ran.length > 0 ? (result.end?.record.problems ?? []) : [];

/** What a command did, as text. */
export const drawResult = (result: Result, canvas: Canvas): string => {
  const lines = ((): readonly string[] => {
    switch (result.command) {
      case 'list':
        return [
          ...listLines(result, canvas),
          ...(result.end ? [`the run has ended: ${result.end.record.status}`] : []),
        ];
      case 'next':
      case 'continue':
        return runLines(result, canvas);
      case 'step':
        return 'steps' in result ? stepLines(result, canvas) : printLines(result, canvas);
      case 'print':
      case 'sample':
        return printLines(result, canvas);
      case 'break':
        return result.set ? [`${pointText(result.set)} is set`] : breakLines(result.breakpoints);
      case 'delete':
        return breakLines(result.breakpoints);
      case 'schema':
        return schemaLines(result, canvas);
      case 'diff':
        return diffLines(result, canvas);
      case 'decisions':
        return decisionLines(result.decisions);
      case 'sql':
        return [canvas.paint.dim(`-- ${printable(result.node)}`), result.sql];
      case 'quarantine':
        return quarantineLines(result, canvas);
      case 'help':
        return helpLines(result, canvas);
      case 'quit':
        return [];
    }
  })();
  return lines.map((line) => `${line}\n`).join('');
};
