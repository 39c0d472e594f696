import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createDatasetReading,
  createStorages,
  type DatasetReading,
  type DatasetView,
  findVersion,
  type PublishedVersion,
  type ReadingLimits,
  usualLimits,
} from '../../../src/app/datasets/index.js';
import { readRun } from '../../../src/app/runs.js';
import { wire } from '../../../src/app/wire.js';
import type { Cell, ColumnGrant, RunRecord } from '../../../src/kit/index.js';
import { millrace } from '../../support/cli.js';
import { type Files, type Project, projectIn } from '../../support/project.js';

/** How some of the columns are shown, and the rest in clear; which rows, and to whom. */
export interface Seen {
  readonly shown?: Readonly<Record<string, ColumnGrant['shown']>>;
  readonly masks?: Readonly<Record<string, string>>;
  readonly filter?: string;
  readonly attributes?: Readonly<Record<string, string>>;
}

export const HASH_KEY = Buffer.from('a key of the tests, of 32 bytes.');

/** A project whose pipelines publish, and reading of what they did. */
export interface Published {
  readonly at: Project;
  readonly reading: DatasetReading;
  /** Runs a document, and gives its record. */
  readonly run: (file: string, ...words: readonly string[]) => Promise<RunRecord>;
  readonly version: (record: RunRecord, node: string) => Promise<PublishedVersion>;
  readonly view: (record: RunRecord, node: string, seen?: Seen) => Promise<DatasetView>;
  readonly close: () => Promise<void>;
}

export const viewOf = (version: PublishedVersion, seen: Seen = {}): DatasetView => ({
  version,
  grant: {
    rows: {
      isAllowed: true,
      policies: ['rows-of-the-test'],
      ...(seen.filter === undefined ? {} : { filter: seen.filter }),
    },
    columns: version.schema.map(({ name }) => ({
      name,
      class: 'none',
      shown: (Object.hasOwn(seen.shown ?? {}, name) && seen.shown?.[name]) || 'clear',
      policies: [],
    })),
  },
  attributes: seen.attributes ?? {},
  masks: seen.masks ?? {},
  hashKey: HASH_KEY,
});

/** Opens reading over a project of these files. */
export const publish = async (files: Files, limits: Partial<ReadingLimits> = {}): Promise<Published> => {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'millrace-test-')));
  const at = projectIn(folder);
  await at.write(files);
  const wiring = wire({ cwd: folder });
  const reading = createDatasetReading({
    wiring,
    folder: join(folder, 'reading'),
    limits: { ...usualLimits, ...limits },
  });
  const storageOf = createStorages(wiring.createStorage);
  const find = (id: string) => readRun(wiring, id).catch(() => undefined);
  const version: Published['version'] = (record, node) => findVersion(storageOf, find, record, node);
  return {
    at,
    reading,
    version,
    run: async (file, ...words) => {
      const done = await millrace(at, ['run', file, '--json', ...words]);
      if (done.code !== 0) throw new Error(done.err);
      return JSON.parse(done.out) as RunRecord;
    },
    view: async (record, node, seen) => viewOf(await version(record, node), seen),
    close: async () => {
      await reading.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
};

/** A page in JSON, as it is sent. */
export interface PageJson {
  readonly version: string;
  readonly columns: readonly { readonly name: string; readonly type: string; readonly shown: string }[];
  readonly rows: readonly (readonly Cell[])[];
  readonly next?: string;
}

export interface Asked {
  readonly limit?: number;
  readonly cursor?: string;
  readonly columns?: string;
  readonly where?: string;
  readonly order?: string;
}

export const pageOf = async (
  { reading }: Published,
  view: DatasetView,
  asked: Asked = {},
): Promise<PageJson> => {
  const { body } = await reading.page(view, { limit: 100, format: 'json', ...asked });
  return JSON.parse(body.toString()) as PageJson;
};

/** The problem that something is refused with: its code, and all that is said. */
export const refusal = async (
  work: Promise<unknown>,
): Promise<{ readonly code: string; readonly text: string }> => {
  try {
    await work;
  } catch (thrown) {
    const problems = (thrown as { readonly problems?: readonly { readonly code: string }[] }).problems ?? [];
    const cause = (thrown as Error).cause;
    return {
      code: problems[0]?.code ?? 'none',
      text: `${JSON.stringify(problems)} ${(thrown as Error).message} ${String(cause ?? '')}`,
    };
  }
  throw new Error('nothing was refused');
};
