import {
  type BackfillEvent,
  type BackfillOptions,
  type BackfillOutcome,
  backfill,
  resumeBackfill,
  statusOf,
} from '../../../app/backfill/backfill.js';
import { exitCodeFor, failure } from '../../../base/errors/index.js';
import { count, plural } from '../../../base/number-text.js';
import type { Action, CommandContext } from '../../command.js';
import { printProblems } from '../../failure.js';
import { duration, table } from '../../format.js';
import { overridesOf } from '../../options.js';
import { heldText } from '../schedule/text.js';

const begunText = ({ head, open }: Extract<BackfillEvent, { type: 'begun' }>): string => {
  const all = head.partitions.length;
  const what = open === all ? plural(all, 'partition') : `${count(open)} of ${plural(all, 'partition')}`;
  return `backfill ${head.id}: ${what} of ${head.pipeline} by ${head.by} (${head.zone})\n`;
};

const endedText = ({ state }: Extract<BackfillEvent, { type: 'ended' }>): string => {
  const run = state.runId === undefined ? '' : `, run ${state.runId}`;
  const time = state.seconds === undefined ? '' : ` in ${duration(state.seconds)}`;
  return `  ${state.key} ${state.status}${time}${run}\n`;
};

const onEvent =
  ({ terminal }: CommandContext) =>
  (event: BackfillEvent): void => {
    if (event.type === 'problem') printProblems(terminal, [event.problem]);
    if (event.type === 'held') terminal.err(`${heldText(event)}\n`);
    if (event.type === 'begun') terminal.err(begunText(event));
    if (event.type !== 'ended') return;
    const { fired } = event;
    printProblems(terminal, 'problems' in fired ? fired.problems : fired.outcome.record.problems);
    terminal.err(endedText(event));
  };

const MOST_ROWS = 100;

const summary = (outcome: BackfillOutcome): string => {
  const { head, states } = outcome;
  const rows = head.partitions.map((partition) => {
    const state = states.get(partition.key);
    return [
      partition.key,
      statusOf(outcome, partition),
      state?.rows === undefined ? '' : plural(state.rows, 'row'),
      state?.seconds === undefined ? '' : duration(state.seconds),
      state?.runId ?? '',
    ];
  });
  const shown = rows.filter(([, status]) => rows.length <= MOST_ROWS || status !== 'succeeded');
  const statuses = [...new Set(rows.map(([, status = '']) => status))];
  const totals = statuses.map(
    (status) => `${count(rows.filter((row) => row[1] === status).length)} ${status}`,
  );
  return `${[...(shown.length > 0 ? [table(shown, new Set([2, 3]))] : []), totals.join(', ') || 'no partitions'].join('\n')}\n`;
};

const begin = (
  { wiring }: CommandContext,
  file: string | undefined,
  options: Readonly<Record<string, unknown>>,
  given: BackfillOptions,
): Promise<BackfillOutcome> => {
  const { resume, from, to } = options;
  if (typeof resume === 'string') {
    const other = file !== undefined || from !== undefined || to !== undefined;
    if (!other) return resumeBackfill(wiring, resume, given);
    throw failure('MR6004', 'with --resume neither a file nor a span is given: the backfill has its own', {
      mend: 'Leave them out, or begin another backfill without `--resume`.',
    });
  }
  if (file === undefined) throw failure('MR6003', 'the argument <file> is missing');
  if (typeof from === 'string' && typeof to === 'string') return backfill(wiring, file, { from, to }, given);
  throw failure('MR6003', `the option ${from === undefined ? '--from' : '--to'} is missing`);
};

/** `millrace backfill FILE --from --to`, `millrace backfill --resume ID`. */
export const action: Action = async (context, [file], options) => {
  const { terminal, signal } = context;
  const { params, memory, threads } = overridesOf(options);
  const outcome = await begin(context, file, options, {
    runDir: String(options['runDir']),
    ...(params === undefined ? {} : { params }),
    ...(memory === undefined ? {} : { memory }),
    ...(threads === undefined ? {} : { threads }),
    parallel: Number(options['parallel']),
    onlyFailed: options['onlyFailed'] === true,
    signal,
    onEvent: onEvent(context),
  });
  const { head, states, problems } = outcome;
  if (options['json'] === true) {
    const partitions = head.partitions.map((each) => ({
      ...each,
      ...states.get(each.key),
      status: statusOf(outcome, each),
    }));
    terminal.out(`${JSON.stringify({ ...head, partitions }, null, 2)}\n`);
  } else terminal.out(summary(outcome));
  printProblems(terminal, problems);
  return exitCodeFor(problems);
};
