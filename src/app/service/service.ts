import { join } from 'node:path';
import type { Problem } from '../../base/errors/index.js';
import { statusProblems } from '../../gateway/scan/index.js';
import type { Wiring } from '../wiring.js';
import { makeDataFolder } from './data-folder.js';
import { type DatasetReader, everything, openDatasetReader } from './dataset-reader.js';
import { createDatasets, type Datasets } from './datasets.js';
import { createIdempotency, type Idempotency } from './idempotency.js';
import { serviceId } from './identity.js';
import { joinTrigger } from './join-trigger.js';
import { openServiceState, sharingState } from './keep-state.js';
import type { ServiceParts } from './parts.js';
import { createPipelineShelf, type PipelineShelf } from './pipelines/shelf.js';
import { createReadQuarantine, type ReadQuarantine } from './quarantine.js';
import type { ServiceConfig } from './resolve.js';
import { indexAll } from './runs/index-runs.js';
import { keptLists } from './runs/kept-lists.js';
import { createRunLookUp, type RunLookUp } from './runs/look-up.js';
import { createRunDesk, type RunDesk } from './runs/run-desk.js';
import { administratorToken, type IsToken } from './token.js';
import { triggerProblems } from './trigger/index.js';
import { openUploads, type Uploads } from './uploads.js';

/** All that a service does, whoever asks. */
export interface Service {
  readonly pipelines: PipelineShelf;
  readonly desk: RunDesk;
  readonly runs: RunLookUp;
  readonly quarantine: ReadQuarantine;
  readonly datasets: Datasets;
  /** Their rows; `Who` is nobody yet, as only the administrator asks. */
  readonly reader: DatasetReader<string>;
  readonly idempotency: Idempotency;
  /** Absent where the configuration has no channels. */
  readonly uploads?: Uploads;
  readonly isToken: IsToken;
  /** The administrator's token, where it was made just now: to be shown once. */
  readonly madeToken?: string;
  /** Whether it can do its work: throws where the database does not answer, and gives what else is amiss. */
  readonly check: () => Promise<readonly Problem[]>;
  /** Begins no more; what runs has so many milliseconds to end by itself. */
  readonly close: (patience: number) => Promise<void>;
}

/** How a service is started. */
export interface StartOptions {
  /** Whether the administrator's token is made anew, which ends the old one. */
  readonly isNewToken?: boolean;
  readonly onProblems?: ServiceParts['onProblems'];
}

/** Opens a service, which takes up what it was doing when it ended. Throws MR71xx, MR8003, MR8024, MR81xx. */
export const openService = async (
  wired: Wiring,
  config: ServiceConfig,
  { isNewToken = false, onProblems = () => undefined }: StartOptions = {},
): Promise<Service> => {
  const { data } = config;
  await makeDataFolder(data);
  const state = await openServiceState(data, config.databaseUrl);
  const wiring = { ...sharingState(wired, state), cwd: config.folder };
  const id = await serviceId(data);
  const parts: ServiceParts = {
    wiring,
    state,
    lists: keptLists(state),
    id,
    data,
    runDir: join(data, 'runs'),
    onProblems,
  };
  try {
    return await opened(parts, config, isNewToken);
  } catch (thrown) {
    await state.close();
    throw thrown;
  }
};

/** Milliseconds that a scanner has to say that it is there. */
const SCANNER_ANSWERS = 3_000;

/** Files wait in quarantine while there is no scanner: the service does all of its other work. */
const scannerProblems = async (uploads: Uploads | undefined): Promise<readonly Problem[]> => {
  if (!uploads) return [];
  const status = await uploads.scanner.status(AbortSignal.timeout(SCANNER_ANSWERS));
  return statusProblems(status, uploads.scanner.name);
};

const opened = async (parts: ServiceParts, config: ServiceConfig, isNewToken: boolean): Promise<Service> => {
  const { state } = parts;
  const pipelines = createPipelineShelf(parts, config.pipelines);
  const desk = createRunDesk(parts, {
    atOnce: config.runs.atOnce,
    fileOf: async (name) => (await pipelines.get(name)).file,
  });
  await indexAll(parts);
  const trigger = joinTrigger(parts, pipelines, desk, () => uploads?.gateway);
  const uploads = await openUploads(parts, config, (record) => trigger.settled(record));
  // After all that keeps a service from opening: a token that is made is shown.
  const { isToken, made } = await administratorToken(parts.data, isNewToken);
  await desk.takeUp();
  await trigger.catchUp();
  const reader = await openDatasetReader<string>(parts, everything);
  const misled = (await pipelines.list()).flatMap(({ loaded }) =>
    triggerProblems(loaded, config.uploads.channels),
  );
  if (misled.length > 0) parts.onProblems(misled);
  return {
    pipelines: {
      ...pipelines,
      put: async (...words) => {
        const done = await pipelines.put(...words);
        // A new trigger takes up what came before it was seen.
        await trigger.catchUp();
        return done;
      },
    },
    desk,
    runs: createRunLookUp(parts, desk),
    quarantine: createReadQuarantine(parts),
    datasets: createDatasets(parts),
    reader,
    idempotency: createIdempotency(parts),
    ...(uploads === undefined ? {} : { uploads }),
    isToken,
    ...(made === undefined ? {} : { madeToken: made }),
    check: async () => {
      await state.values.get('ready');
      return scannerProblems(uploads);
    },
    close: async (patience) => {
      trigger.stop();
      await uploads?.gateway.close();
      await reader.close();
      await desk.close(patience);
      await state.close();
    },
  };
};
