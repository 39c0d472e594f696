import { didYouMean, listed } from '../../base/diagnostics/suggest.js';
import type { ErrorCode, Problem, ProblemDetails } from '../../base/errors/index.js';
import { own } from '../../base/own.js';
import type { Document } from '../document.js';
import { at } from '../issue/context.js';
import type { ParsedDocument, Path, SourceMap } from '../parsed.js';
import { comesEver, cronFault, unknownZone } from './cron.js';
import type { Schedule } from './schema.js';

/** A document's schedule, and where it stands. */
interface Scheduled {
  readonly document: Document;
  readonly schedule: Schedule;
  readonly source: SourceMap;
}

const wrong = (
  { source }: Scheduled,
  code: ErrorCode,
  message: string,
  inside: Path,
  details: ProblemDetails = {},
): Problem => at(code, message, ['schedule', ...inside], source.valuePlace(['schedule', ...inside]), details);

const cronProblem = (scheduled: Scheduled, expression: string, inside: Path): readonly Problem[] => {
  const fault = cronFault(expression);
  if (fault !== undefined) {
    return [wrong(scheduled, 'MR7301', `"${expression}" is not a cron expression: ${fault}`, inside)];
  }
  if (comesEver(expression)) return [];
  return [wrong(scheduled, 'MR7303', `"${expression}" names a day that never comes`, inside)];
};

const cronProblems = (scheduled: Scheduled): readonly Problem[] => {
  const { cron } = scheduled.schedule;
  if (typeof cron === 'string') return cronProblem(scheduled, cron, ['cron']);
  return (cron ?? []).flatMap((each, index) => cronProblem(scheduled, each, ['cron', index]));
};

const zoneProblems = (scheduled: Scheduled): readonly Problem[] => {
  const { timezone } = scheduled.schedule;
  const fault = timezone === undefined ? undefined : unknownZone(timezone);
  if (fault === undefined) return [];
  const label = fault.nearest === undefined ? {} : { label: `did you mean "${fault.nearest}"?` };
  return [wrong(scheduled, 'MR7302', `"${timezone}" is not a time zone`, ['timezone'], label)];
};

const shapeProblems = (scheduled: Scheduled): readonly Problem[] => {
  const { cron, on_files, after, partitions, catch_up } = scheduled.schedule;
  if ([cron, on_files, after, partitions].every((each) => each === undefined)) {
    return [wrong(scheduled, 'MR7304', 'the schedule does not say when the pipeline runs', [])];
  }
  if (catch_up === undefined || cron !== undefined) return [];
  return [
    wrong(scheduled, 'MR7304', 'there are no times to catch up without `cron`', ['catch_up'], {
      mend: 'Add `cron`, or leave `catch_up` out: files and runs of others are never missed.',
    }),
  ];
};

const afterProblems = (scheduled: Scheduled): readonly Problem[] => {
  const { pipeline } = scheduled.document;
  const { after } = scheduled.schedule;
  const path = typeof after === 'string' ? [] : [(after ?? []).indexOf(pipeline)];
  return [after].flat().includes(pipeline)
    ? [wrong(scheduled, 'MR7305', `the pipeline "${pipeline}" waits for itself`, ['after', ...path])]
    : [];
};

const storeProblems = (scheduled: Scheduled): readonly Problem[] => {
  const path = scheduled.schedule.on_files?.path;
  if (path === undefined) return [];
  const store = path.slice(0, path.indexOf('://'));
  const stores = Object.keys(scheduled.document.resources?.stores ?? {});
  if (stores.includes(store)) return [];
  const label = didYouMean(store, stores);
  return [
    wrong(scheduled, 'MR3001', `unknown store "${store}"`, ['on_files', 'path'], {
      ...(label === undefined ? {} : { label }),
      notes: [stores.length > 0 ? `stores: ${listed(stores)}` : 'the document declares no stores'],
    }),
  ];
};

/** Types of parameters that take the bounds of a partition; an hour is no date. */
const takesTime = (type: string, by: string | undefined): boolean =>
  type === 'timestamp' || type === 'string' || (type === 'date' && by !== 'hour');

const paramProblem = (scheduled: Scheduled, name: string, inside: Path): readonly Problem[] => {
  const params = scheduled.document.params ?? {};
  const spec = own(params, name);
  if (spec === undefined) {
    const label = didYouMean(name, Object.keys(params));
    return [
      wrong(scheduled, 'MR7307', `the document has no parameter "${name}"`, inside, {
        ...(label === undefined ? {} : { label }),
      }),
    ];
  }
  const by = scheduled.schedule.partitions?.by;
  if (inside[0] !== 'partitions' || takesTime(spec.type, by)) return [];
  return [
    wrong(
      scheduled,
      'MR7307',
      `the parameter "${name}" is of type ${spec.type}, which cannot say where a partition by ${by} begins`,
      inside,
    ),
  ];
};

const paramProblems = (scheduled: Scheduled): readonly Problem[] => {
  const { partitions, concurrency } = scheduled.schedule;
  const scope = concurrency?.scope;
  const named: readonly (readonly [string | undefined, Path])[] = [
    [partitions?.from, ['partitions', 'from']],
    [partitions?.to, ['partitions', 'to']],
    [typeof scope === 'object' && 'key' in scope ? scope.key : undefined, ['concurrency', 'scope', 'key']],
  ];
  return named.flatMap(([name, inside]) => (name === undefined ? [] : paramProblem(scheduled, name, inside)));
};

/** A store that the schedule looks at and that there is not: known once the document has what its project shares. */
export const scheduleStoreProblems = ({
  document,
  source,
}: Pick<ParsedDocument, 'document' | 'source'>): readonly Problem[] =>
  document.schedule === undefined ? [] : storeProblems({ document, schedule: document.schedule, source });

/** What is wrong with a document's schedule beside its form. */
export const scheduleProblems = (document: Document, source: SourceMap): readonly Problem[] => {
  const { schedule } = document;
  if (schedule === undefined) return [];
  const scheduled = { document, schedule, source };
  return [
    ...shapeProblems(scheduled),
    ...cronProblems(scheduled),
    ...zoneProblems(scheduled),
    ...afterProblems(scheduled),
    ...paramProblems(scheduled),
  ];
};
