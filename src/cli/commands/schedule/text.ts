import type { RunOutcome } from '../../../app/run/options.js';
import type { ScheduleEvent } from '../../../app/schedule/events.js';
import type { Firing } from '../../../app/schedule/firing.js';
import type { SchedulePlan } from '../../../app/schedule/plan.js';
import { plural } from '../../../base/number-text.js';
import { duration, table } from '../../format.js';

const causes = {
  cron: 'its time has come',
  files: 'files have arrived',
  after: 'others have succeeded',
} as const;

const name = ({ pipeline, time, partition }: Firing): string =>
  `${pipeline} for ${time.replace('.000Z', 'Z')}${partition === undefined ? '' : `, partition ${partition}`}`;

const ended = ({ record, folder }: RunOutcome): string => {
  const what =
    record.status === 'succeeded'
      ? `published ${plural(record.outputs.length, 'output')}`
      : record.status === 'stopped'
        ? 'stopped before publishing'
        : record.status === 'failed'
          ? 'failed'
          : 'was interrupted';
  return `${what} in ${duration(record.seconds)}, run ${record.runId}: ${folder}`;
};

/** Of a lock that another host has. */
export const heldText = ({ who, seconds }: { readonly who: string; readonly seconds: number }): string =>
  `the lock is held by ${who}, where this process cannot look: waits ${seconds} s to see whether it lives`;

const nextText = ({ times, others }: SchedulePlan): string => {
  const [first] = times;
  const items = [
    ...(first ? [`${first.pipeline} at ${first.local} ${first.zone}`] : []),
    ...others.map(({ pipeline, when }) => `${pipeline} ${when}`),
  ];
  return items.length > 0 ? `; next: ${items.join(', ')}` : '';
};

/** One line for each thing that a scheduler tells, but for problems. */
export const eventText = (event: ScheduleEvent): string => {
  switch (event.type) {
    case 'ready':
      return `scheduling ${plural(event.schedules, 'pipeline')}; end it with Ctrl-C`;
    case 'stopping':
      return event.schedules === 0 ? 'ended' : `ending: waits for ${plural(event.schedules, 'run')}`;
    case 'start':
      return `${name(event.firing)}: runs, as ${causes[event.firing.cause]}`;
    case 'wait':
      return `${name(event.firing)}: waits for room (${event.firing.group}: ${event.firing.limit} at a time)`;
    case 'skip':
      return `${name(event.firing)}: left out (${event.firing.group}: ${event.firing.limit} at a time)`;
    case 'cancel':
      return `${name(event.firing)}: is ended in favour of a newer one`;
    case 'again':
      return `${name(event.firing)}: was not done when the last scheduler ended, so it is due`;
    case 'ended':
      return `${name(event.firing)}: ${ended(event.outcome)}`;
    case 'failed':
      return `${name(event.firing)}: could not begin`;
    case 'held':
      return heldText(event);
    case 'idle':
      return `nothing is due${nextText(event.next)}`;
    case 'problem':
      return '';
  }
};

/** A table of times. */
export const planText = ({ times, others }: SchedulePlan): string => {
  const rows = times.map(({ local, zone, pipeline }) => [local, zone, pipeline]);
  const lines = [
    ...(rows.length > 0 ? [table(rows)] : []),
    ...others.map(({ pipeline, when }) => `${pipeline}: ${when}`),
  ];
  return lines.length > 0 ? `${lines.join('\n')}\n` : '';
};
