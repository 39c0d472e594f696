import * as z from 'zod';
import { nodeName, pipelineName } from '../names.js';

const durationText = z
  .string()
  .regex(/^\d{1,6}\s*(ms|s|m|h)$/, 'a length of time with its unit, for example 30s or 5m');

const pathText = z
  .string()
  .regex(/^[A-Za-z_]\w*:\/\/.+$/, 'a path in a store, for example `raw://orders-*.csv`');

const cronText = z.string().min(1);

const catchUp = z.union([
  z.enum(['none', 'last', 'all']),
  z.strictObject({ all: z.int().min(1).max(100_000).describe('The newest so many; the others are told.') }),
]);

const scope = z.union([
  z.literal('pipeline'),
  z.strictObject({ pool: pipelineName.describe('All pipelines that name this pool share the limit.') }),
  z.strictObject({ key: nodeName.describe('Runs with the same value of this parameter share the limit.') }),
]);

const concurrency = z.strictObject({
  limit: z.int().min(1).max(1000).optional().describe('Runs at one time; 1 unless given.'),
  scope: scope.optional().describe('Of what there are so many: runs of the pipeline unless given.'),
  when_full: z
    .enum(['queue', 'skip', 'cancel'])
    .optional()
    .describe(
      '`queue` waits, `skip` leaves the run out, `cancel` ends the oldest run in favour of the new one.',
    ),
});

const partitions = z.strictObject({
  by: z.enum(['hour', 'day', 'week', 'month']).describe('How long a partition is; weeks begin on Mondays.'),
  from: nodeName.optional().describe('The parameter that takes the beginning of a partition.'),
  to: nodeName.optional().describe('The parameter that takes its end, which is not part of it.'),
});

/** `schedule:` when a pipeline runs, and what partitions of time it is run over. */
export const scheduleSchema = z
  .strictObject({
    cron: z
      .union([cronText, z.array(cronText).min(1)])
      .optional()
      .describe('Minute, hour, day of month, month, day of week: `30 6 * * MON-FRI`; or a list of such.'),
    timezone: z
      .string()
      .optional()
      .describe('IANA name of the zone of `cron` and `partitions`; UTC unless given.'),
    catch_up: catchUp
      .optional()
      .describe(
        'Times that passed while no scheduler ran: fire none, the last one (unless given), or all of them.',
      ),
    on_files: z
      .strictObject({
        path: pathText.describe('Files whose arrival fires a run, as `store://path` with `*`.'),
        settle: durationText.optional().describe('How long they must not have changed; 30s unless given.'),
      })
      .optional(),
    after: z
      .union([pipelineName, z.array(pipelineName).min(1)])
      .optional()
      .describe('Runs once each of these pipelines has succeeded anew.'),
    concurrency: concurrency.optional().describe('How many runs there may be at one time.'),
    partitions: partitions.optional().describe('The partitions of time for `millrace backfill`.'),
  })
  .describe('When the pipeline runs; see `millrace schedule`.');

export type Schedule = z.output<typeof scheduleSchema>;
export type PartitionUnit = z.output<typeof partitions>['by'];

const units: Readonly<Record<string, number>> = { ms: 0.001, s: 1, m: 60, h: 3600 };

/** Seconds of a length such as `5m`. */
export const seconds = (text: string): number => {
  const [, amount = '0', unit = 's'] = /^(\d+)\s*(\w+)$/.exec(text) ?? [];
  return Number(amount) * (units[unit] ?? 1);
};
