import type { Mismatch, TestReport, TestResult } from '../../../app/test/result.js';
import { testDocument } from '../../../app/test/run-tests.js';
import { exitCodeFor } from '../../../base/errors/index.js';
import { plural } from '../../../base/number-text.js';
import type { Action } from '../../command.js';
import { printProblems } from '../../failure.js';
import { table } from '../../format.js';
import type { Terminal } from '../../terminal.js';

const SHOWN = 10;

const cells = (row: readonly (string | null)[], mark: string): readonly string[] => [
  mark,
  ...row.map((cell) => cell ?? 'null'),
];

const diff = ({ paint }: Terminal, { node, columns, missing, unexpected }: Mismatch): string => {
  const rows = [
    ['', ...columns],
    ...missing.slice(0, SHOWN).map((row) => cells(row, '-')),
    ...unexpected.slice(0, SHOWN).map((row) => cells(row, '+')),
  ];
  const lines = table(rows)
    .split('\n')
    .map((line) => {
      const tone = line.startsWith('-') ? paint.red : line.startsWith('+') ? paint.green : paint.dim;
      return `      ${tone(line)}`;
    });
  const more = missing.length + unexpected.length - rows.length + 1;
  return [
    `    "${node}" gave other rows (- expected, + given):`,
    ...lines,
    ...(more > 0 ? [`      … ${plural(more, 'row')} more`] : []),
  ].join('\n');
};

const printResult = (
  terminal: Terminal,
  { name, passed, mismatches, problems }: TestResult,
  isFixed: boolean,
): void => {
  const mark = passed
    ? terminal.paint.green('✓')
    : isFixed
      ? terminal.paint.yellow('~')
      : terminal.paint.red('✗');
  terminal.err(`  ${mark} ${name}${!passed && isFixed ? ' (expectation rewritten)' : ''}\n`);
  if (isFixed) return;
  for (const mismatch of mismatches) terminal.err(`${diff(terminal, mismatch)}\n`);
  printProblems(terminal, problems);
};

const printReport = (terminal: Terminal, { file, results, problems, fixed }: TestReport): void => {
  terminal.err(`${file}\n`);
  printProblems(terminal, problems);
  for (const result of results) printResult(terminal, result, fixed > 0 && result.mismatches.length > 0);
  if (results.length === 0 && problems.length === 0) terminal.err('  no tests: add some under `tests`\n');
};

/** Expectations that were rewritten hold from now on. */
const codeOf = ({ results, problems, fixed }: TestReport): number => {
  const failed = results.filter(({ mismatches }) => fixed === 0 || mismatches.length === 0);
  return exitCodeFor([...problems, ...failed.flatMap((result) => result.problems)]);
};

/** `millrace test FILE...`. */
export const action: Action = async ({ wiring, terminal }, files, options) => {
  const reports: TestReport[] = [];
  for (const file of files) {
    const report = await testDocument(wiring, file, { fix: options['fix'] === true });
    reports.push(report);
    if (options['json'] !== true) printReport(terminal, report);
  }
  if (options['json'] === true) terminal.out(`${JSON.stringify(reports, null, 2)}\n`);
  const results = reports.flatMap((report) => report.results);
  const failed = results.filter(({ passed }) => !passed).length;
  const fixed = reports.reduce((sum, report) => sum + report.fixed, 0);
  const rewritten = fixed > 0 ? `, ${plural(fixed, 'expectation')} rewritten: look at the change` : '';
  terminal.err(`${plural(results.length - failed, 'test')} passed, ${failed} failed${rewritten}\n`);
  return Math.max(...reports.map(codeOf));
};
