import type { ScheduleEvent } from '../../../app/schedule/events.js';
import { planNext, planUntil, type SchedulePlan } from '../../../app/schedule/plan.js';
import { runScheduler } from '../../../app/schedule/scheduler.js';
import { exitCodeFor, exitCodes, failure } from '../../../base/errors/index.js';
import { momentIn } from '../../../schedules/index.js';
import type { Action, CommandContext } from '../../command.js';
import { printProblems } from '../../failure.js';
import { overridesOf } from '../../options.js';
import { eventText, planText } from './text.js';

const print = ({ terminal }: CommandContext, plan: SchedulePlan, isJson: boolean): number => {
  terminal.out(isJson ? `${JSON.stringify(plan, null, 2)}\n` : planText(plan));
  if (!isJson && plan.times.length === 0) terminal.err('no times until then\n');
  return exitCodes.done;
};

const DAY = 86_400_000;

const untilOf = ({ wiring }: CommandContext, text: unknown): Date => {
  if (typeof text !== 'string') return new Date(wiring.clock.now().getTime() + DAY);
  const at = momentIn(text, 'UTC');
  if (at) return at;
  throw failure('MR6004', `"${text}" is not a time`, {
    mend: 'Write ISO 8601, for example 2026-01-31 or 2026-01-31T09:30:00Z.',
  });
};

const onEvent =
  ({ terminal, wiring }: CommandContext) =>
  (event: ScheduleEvent): void => {
    if (event.type === 'problem') printProblems(terminal, [event.problem]);
    if (event.type === 'failed') printProblems(terminal, event.problems);
    if (event.type === 'ended') printProblems(terminal, event.outcome.record.problems);
    const text = eventText(event);
    if (text === '') return;
    const at = wiring.clock.now().toISOString().slice(0, 19);
    terminal.err(`${terminal.paint.dim(`${at}Z`)} ${text}\n`);
  };

/** `millrace schedule FILE...`, `millrace schedule next FILE...`. */
export const action: Action = async (context, words, options) => {
  const { wiring, signal } = context;
  const [first, ...rest] = words;
  const isJson = options['json'] === true;
  if (first === 'next') {
    if (rest.length === 0) throw failure('MR6003', 'the argument <file...> is missing');
    return print(context, await planNext(wiring, rest, Number(options['count'])), isJson);
  }
  if (options['dryRun'] === true) {
    return print(context, await planUntil(wiring, words, untilOf(context, options['until'])), isJson);
  }
  if (options['until'] !== undefined)
    throw failure('MR6004', '`--until` is the end of a dry run, and this is none', {
      mend: 'Add `--dry-run`, or leave out `--until`.',
    });
  const { memory, threads } = overridesOf(options);
  const once = options['once'] === true;
  const problems = await runScheduler(wiring, words, {
    runDir: String(options['runDir']),
    ...(memory === undefined ? {} : { memory }),
    ...(threads === undefined ? {} : { threads }),
    once,
    signal,
    onEvent: onEvent(context),
  });
  return once ? exitCodeFor(problems) : exitCodes.done;
};
