import { join } from 'node:path';
import type { Problem } from '../../base/errors/index.js';
import { statusProblems } from '../../gateway/scan/index.js';
import type { Actor, AuditLog } from '../../kit/index.js';
import type { ReadingLimits } from '../datasets/index.js';
import type { Wiring } from '../wiring.js';
import { createColumnClasses } from './classes/column-classes.js';
import { makeDataFolder } from './data-folder.js';
import { type DatasetReader, openDatasetReader } from './dataset-reader.js';
import { createDatasets } from './datasets.js';
import { type ActorService, actorService, type OpenParts } from './guarded/actor-service.js';
import { type Asking, grantFor } from './guarded/grant-for.js';
import type { Again } from './guarded/guard.js';
import { createIdempotency } from './idempotency.js';
import { createIdentity, type Identity, type IdentityOptions } from './identity/index.js';
import { joinTrigger } from './join-trigger.js';
import { openServiceState, sharingState } from './keep-state.js';
import type { ServiceParts } from './parts.js';
import { createPipelineShelf, type PipelineShelf } from './pipelines/shelf.js';
import { createReadQuarantine } from './quarantine.js';
import type { ServiceConfig } from './resolve.js';
import {
  identityByRules,
  openServiceTrail,
  recordedByGuard,
  serviceRules,
  type WatchedTrail,
  watchedTrail,
} from './rules.js';
import { indexAll } from './runs/index-runs.js';
import { keptLists } from './runs/kept-lists.js';
import { createRunLookUp, type RunLookUp } from './runs/look-up.js';
import { createRunDesk, type RunDesk } from './runs/run-desk.js';
import { serviceId } from './service-id.js';
import { serviceKey } from './service-key.js';
import { administratorToken } from './token.js';
import { triggerProblems } from './trigger/index.js';
import { openUploads, type Uploads } from './uploads.js';

/** The service as a server of requests has it: nothing is done but for somebody. */
export interface ServiceDoor {
  /** What the service does for one who asks, by the rules as they are now; `trace` is what the request is known by. */
  readonly as: (actor: Actor, trace: string, again: Again) => Promise<ActorService>;
  readonly identity: Identity;
  /** Absent where the configuration has no channels. */
  readonly uploads?: Pick<Uploads, 'expiry'>;
  /** Whether it can do its work: throws where the database does not answer, and gives what else is amiss. */
  readonly check: () => Promise<readonly Problem[]>;
}

/** All that a service does, whoever asks. */
export interface Service extends ServiceDoor {
  readonly pipelines: PipelineShelf;
  readonly desk: RunDesk;
  readonly runs: RunLookUp;
  /** The rows of datasets; `Asking` says who asks, by the rules of their request. */
  readonly reader: DatasetReader<Asking>;
  /** Absent where the configuration has no channels. */
  readonly uploads?: Uploads;
  /** The administrator's token, where it was made just now: to be shown once. */
  readonly madeToken?: string;
  /** Begins no more; what runs has so many milliseconds to end by itself. */
  readonly close: (patience: number) => Promise<void>;
}

/** How a service is started. */
export interface StartOptions {
  /** Whether the administrator's token is made anew, which ends the old one. */
  readonly isNewToken?: boolean;
  readonly onProblems?: ServiceParts['onProblems'];
  readonly identity?: IdentityOptions;
  readonly reading?: Partial<ReadingLimits>;
  /** The trail, in place of the one in the folder of the service. */
  readonly audit?: AuditLog;
}

/** Opens a service, which takes up what it was doing when it ended. Throws MR71xx, MR8003, MR8024, MR81xx. */
export const openService = async (
  wired: Wiring,
  config: ServiceConfig,
  {
    isNewToken = false,
    onProblems = () => undefined,
    identity = {},
    reading = {},
    audit: given,
  }: StartOptions = {},
): Promise<Service> => {
  const { data } = config;
  await makeDataFolder(data);
  const state = await openServiceState(data, config.databaseUrl);
  const wiring = { ...sharingState(wired, state), cwd: config.folder, audit: recordedByGuard };
  let audit: WatchedTrail | undefined;
  try {
    audit = watchedTrail(given ?? (await openServiceTrail(data, wiring, onProblems)));
    const parts: ServiceParts = {
      wiring,
      state,
      audit,
      lists: keptLists(state),
      classes: createColumnClasses({ state, wiring, data, isAlone: config.databaseUrl === undefined }),
      id: await serviceId(data),
      data,
      runDir: join(data, 'runs'),
      onProblems,
    };
    return await opened(parts, config, audit, { isNewToken, identity, reading });
  } catch (thrown) {
    await audit?.close();
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

const opened = async (
  parts: ServiceParts,
  config: ServiceConfig,
  trail: WatchedTrail,
  { isNewToken, identity: options, reading }: Omit<Required<StartOptions>, 'onProblems' | 'audit'>,
): Promise<Service> => {
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
  const rules = serviceRules(parts);
  // What is wrong with them is told at the start.
  await rules();
  const identity = await createIdentity(parts, config, isToken, {
    ...identityByRules(rules, parts.audit),
    ...options,
  });
  await desk.takeUp();
  await trigger.catchUp();
  const hashKey = await serviceKey(parts.data, 'hashes.json');
  const reader = await openDatasetReader<Asking>(parts, grantFor(parts.classes), hashKey, reading);
  const misled = (await pipelines.list()).flatMap(({ loaded }) =>
    triggerProblems(loaded, config.uploads.channels),
  );
  if (misled.length > 0) parts.onProblems(misled);
  const shelf: PipelineShelf = {
    ...pipelines,
    put: async (...words) => {
      const done = await pipelines.put(...words);
      // A new trigger takes up what came before it was seen.
      await trigger.catchUp();
      return done;
    },
  };
  const runs = createRunLookUp(parts, desk);
  const open: OpenParts = {
    wiring: parts.wiring,
    runDir: parts.runDir,
    access: async () => (await rules()).access,
    audit: parts.audit,
    pipelines: shelf,
    desk,
    look: runs,
    quarantine: createReadQuarantine(parts),
    datasets: createDatasets(parts),
    classes: parts.classes,
    reader,
    idempotency: createIdempotency(parts),
    hashKey,
    ...(uploads === undefined ? {} : { uploads }),
  };
  return {
    as: (actor, trace, again) => actorService(open, actor, trace, again),
    pipelines: shelf,
    desk,
    runs,
    reader,
    ...(uploads === undefined ? {} : { uploads }),
    identity,
    ...(made === undefined ? {} : { madeToken: made }),
    check: async () => {
      await state.values.get('ready');
      trail.check();
      return scannerProblems(uploads);
    },
    close: async (patience) => {
      trigger.stop();
      identity.close();
      await uploads?.gateway.close();
      await reader.close();
      await desk.close(patience);
      await parts.audit.close();
      await state.close();
    },
  };
};
