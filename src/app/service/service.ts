import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Channel } from '../../gateway/channel.js';
import type { Gateway } from '../../gateway/gateway.js';
import type { Wiring } from '../wiring.js';
import { createDatasets, type Datasets } from './datasets.js';
import { createIdempotency, type Idempotency } from './idempotency.js';
import { openServiceState, sharingState } from './keep-state.js';
import type { ServiceParts } from './parts.js';
import { createPipelineShelf, type PipelineShelf } from './pipelines/shelf.js';
import { createReadQuarantine, type ReadQuarantine } from './quarantine.js';
import { indexAll } from './runs/index-runs.js';
import { createRunLookUp, type RunLookUp } from './runs/look-up.js';
import { createRunDesk, type RunDesk } from './runs/run-desk.js';
import { administratorToken, type IsToken } from './token.js';

/** How a service is set up. */
export interface ServiceOptions {
  /** Folder of all that it keeps, absolute. */
  readonly data: string;
  /** Of a Postgres server; without one, an embedded database in `data`. */
  readonly databaseUrl?: string;
  /** Globs of documents, from the current folder. */
  readonly pipelines: readonly string[];
  readonly runsAtOnce: number;
  /** Whether the administrator's token is made anew. */
  readonly isNewToken: boolean;
}

/** Where files come in. */
export interface Uploads {
  readonly gateway: Gateway;
  readonly channels: readonly Channel[];
  /** Milliseconds after which an upload that is not finished is removed. */
  readonly expiry: number;
}

/** All that a service does, whoever asks. */
export interface Service {
  readonly pipelines: PipelineShelf;
  readonly desk: RunDesk;
  readonly runs: RunLookUp;
  readonly quarantine: ReadQuarantine;
  readonly datasets: Datasets;
  readonly idempotency: Idempotency;
  /** Absent where the configuration has no channels. */
  readonly uploads?: Uploads;
  readonly isToken: IsToken;
  /** The administrator's token, where it was made just now: to be shown once. */
  readonly madeToken?: string;
  /** Whether it can do its work: the database answers. Throws why not. */
  readonly check: () => Promise<void>;
  /** Begins no more; what runs has so many milliseconds to end by itself. */
  readonly close: (patience: number) => Promise<void>;
}

/** Opens a service, which takes up what it was doing when it ended. Throws MR71xx, MR8003. */
export const openService = async (wired: Wiring, options: ServiceOptions): Promise<Service> => {
  const { data } = options;
  await mkdir(join(data, 'pipelines'), { recursive: true, mode: 0o700 });
  const token = await administratorToken(data, options.isNewToken);
  const state = await openServiceState(data, options.databaseUrl);
  const wiring = sharingState(wired, state);
  const parts: ServiceParts = { wiring, state, data, runDir: join(data, 'runs') };
  const pipelines = createPipelineShelf(parts, options.pipelines);
  const desk = createRunDesk(parts, {
    atOnce: options.runsAtOnce,
    fileOf: async (name) => (await pipelines.get(name)).file,
  });
  await indexAll(parts);
  await desk.takeUp();
  return {
    pipelines,
    desk,
    runs: createRunLookUp(parts, desk),
    quarantine: createReadQuarantine(parts),
    datasets: createDatasets(parts),
    idempotency: createIdempotency(parts),
    isToken: token.isToken,
    ...(token.made === undefined ? {} : { madeToken: token.made }),
    check: async () => {
      await state.values.get('ready');
    },
    close: async (patience) => {
      await desk.close(patience);
      await state.close();
    },
  };
};
