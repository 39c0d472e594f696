import { failure } from '../../../base/errors/index.js';
import type { AuditEntry, PipelineResource } from '../../../kit/index.js';
import type {
  ColumnsRecord,
  DatasetProfile,
  DatasetReading,
  DatasetView,
  ExportRequest,
  PageRequest,
  SqlAnswer,
  SqlQuestion,
  Told,
} from '../../datasets/index.js';
import type { DatasetReader } from '../dataset-reader.js';
import { unpublished } from './datasets.js';
import type { Asking } from './grant-for.js';
import type { Facts, Guard } from './guard.js';
import type { ActorPipelines } from './pipelines.js';
import { datasetResource } from './resources.js';

/** A dataset that is asked for: what is published now, or the version of a run. */
export interface AskedDataset {
  readonly pipeline: string;
  readonly node: string;
  readonly version?: string;
}

/** Whether who asks has an answer with a mark already, and need not be sent it. */
export type HasAlready = (tag: string) => boolean;

/** An answer by its mark; `value` is absent where who asks has it already. */
export interface Marked<T> {
  readonly tag: string;
  readonly view: DatasetView;
  readonly value?: T;
}

type Page = Awaited<ReturnType<DatasetReading['page']>>;
type Answered = Awaited<ReturnType<DatasetReading['query']>>;
type Views = Readonly<Record<string, DatasetView>>;
type ExportFile = Awaited<ReturnType<DatasetReading['exportRows']>>;

/**
 * The rows of datasets, as whoever asks may see them. Each answer is on record before a byte of it is sent, with the columns
 * that were asked for, granted and masked. All throw MR8011, MR8601, MR89xx.
 */
export interface ActorReading {
  readonly page: (of: AskedDataset, asked: PageRequest, has: HasAlready) => Promise<Marked<Page>>;
  readonly exportRows: (
    of: AskedDataset,
    asked: ExportRequest,
    has: HasAlready,
    signal: AbortSignal,
  ) => Promise<Marked<ExportFile>>;
  readonly profile: (of: AskedDataset, has: HasAlready) => Promise<Marked<DatasetProfile>>;
  readonly query: (
    of: Readonly<Record<string, AskedDataset>>,
    asked: SqlQuestion,
    signal: AbortSignal,
  ) => Promise<SqlAnswer & { readonly views: Readonly<Record<string, DatasetView>> }>;
  /** Whether rows of a dataset may still be sent to whoever asks. */
  readonly mayStill: (of: AskedDataset) => Promise<boolean>;
}

export interface ReadingParts {
  readonly reader: DatasetReader<Asking>;
  readonly pipelines: ActorPipelines;
}

const factsOf = ({ version, grant }: DatasetView, columns: ColumnsRecord | undefined): Facts => {
  const { filter } = grant.rows;
  const policies = [...grant.rows.policies, ...grant.columns.flatMap((column) => column.policies)];
  return {
    resource: { type: 'Dataset', id: `${version.pipeline}/${version.node}`, version: version.runId },
    policies: [...new Set(policies)],
    ...(columns === undefined ? {} : { columns }),
    ...(filter === undefined ? {} : { rowFilter: filter }),
  };
};

const told = (view: DatasetView, value: Told | undefined): Facts => ({
  ...factsOf(view, value?.columns),
  rows: value?.rows ?? 0,
});

/** What was asked, as it was asked. */
const question = (kind: string, asked: object = {}): NonNullable<AuditEntry['details']> => ({
  kind,
  ...Object.fromEntries(
    Object.entries(asked).flatMap(([key, value]) =>
      ['string', 'number'].includes(typeof value) ? [[key, value]] : [],
    ),
  ),
});

export const guardedReading = ({ reader, pipelines }: ReadingParts, guard: Guard): ActorReading => {
  const resourceOf = async ({ pipeline, node }: AskedDataset): Promise<PipelineResource> => {
    const on = await pipelines.resource(pipeline);
    const dataset = datasetResource(on, node);
    if (guard.may('dataset.describe', dataset) || guard.may('dataset.read', dataset)) return on;
    await guard.refused({ action: 'dataset.read', on: dataset });
    throw unpublished(pipeline, node);
  };
  const reads = async <T>(
    of: AskedDataset,
    details: NonNullable<AuditEntry['details']>,
    work: (view: DatasetView) => Promise<T>,
    factsFor: (value: T) => Facts,
  ): Promise<T> => {
    const pipeline = await resourceOf(of);
    return guard.does(
      { action: 'dataset.read', on: datasetResource(pipeline, of.node), details },
      async () => work(await reader.view({ guard, pipeline }, of.pipeline, of.node, of.version)),
      factsFor,
    );
  };
  return {
    page: (of, asked, has) =>
      reads(
        of,
        question('page', asked),
        async (view): Promise<Marked<Page>> => {
          const tag = reader.pageTag(view, asked);
          return has(tag) ? { tag, view } : { tag, view, value: await reader.page(view, asked) };
        },
        ({ view, value }) => told(view, value),
      ),
    exportRows: (of, asked, has, signal) =>
      reads(
        of,
        question('export', asked),
        async (view): Promise<Marked<ExportFile>> => {
          const tag = reader.exportTag(view, asked);
          if (has(tag)) return { tag, view };
          return { tag, view, value: await reader.exportRows(guard.actor.id, view, asked, signal) };
        },
        ({ view, value }) => told(view, value),
      ),
    profile: (of, has) =>
      reads(
        of,
        question('profile'),
        async (view): Promise<Marked<DatasetProfile> & { readonly told: Told }> => {
          const { tag, profile, ...rest } = await reader.profile(view);
          return has(tag) ? { tag, view, told: rest } : { tag, view, value: profile, told: rest };
        },
        ({ view, told: rest }) => told(view, rest),
      ),
    query: (of, asked, signal) => {
      type Answer = Awaited<ReturnType<ActorReading['query']>> & Pick<Answered, 'told'>;
      /** One dataset within the other, so that each is on record, with how the whole of it ended. */
      const within = async (
        left: readonly (readonly [string, AskedDataset])[],
        views: Views,
      ): Promise<Answer> => {
        const [first, ...others] = left;
        if (!first) return { ...(await reader.query(guard.actor.id, views, asked, signal)), views };
        const [alias, dataset] = first;
        return reads(
          dataset,
          { ...question('sql', { query: asked.query }), alias },
          (view) => within(others, { ...views, [alias]: view }),
          (answer) => {
            const view = answer.views[alias];
            return view ? { ...factsOf(view, answer.told.get(alias)), rows: answer.rows.length } : {};
          },
        );
      };
      return within(Object.entries(of), {});
    },
    mayStill: async ({ pipeline, node }) => {
      const now = await guard.renewed();
      const on = datasetResource(await pipelines.resource(pipeline), node);
      if (now?.may('dataset.read', on)) return true;
      // What was sent so far is on record as read: that the rest was not is, too.
      await (now ?? guard).refused({
        action: 'dataset.read',
        on,
        details: { kind: 'export', brokenOff: true },
      });
      return false;
    },
  };
};

/** Where rows may no longer be sent to whoever asked for them. */
export const shutOut = (): Error =>
  failure('MR8601', 'the right to read was taken away while rows were sent');
