import { join } from 'node:path';
import type { StatePlace, StateStore } from '../../kit/index.js';
import { openStateStore } from '../../state/index.js';
import type { Wiring } from '../wiring.js';

/** Where a service keeps its state: a Postgres server, or an embedded database in its folder. */
export const statePlace = (data: string, databaseUrl: string | undefined): StatePlace =>
  databaseUrl === undefined
    ? { kind: 'pglite', folder: join(data, 'state') }
    : { kind: 'postgres', url: databaseUrl };

export const openServiceState = (data: string, databaseUrl: string | undefined): Promise<StateStore> =>
  openStateStore(statePlace(data, databaseUrl));

/** A wiring whose use cases share one store, which none of them closes. */
export const sharingState = (wiring: Wiring, state: StateStore): Wiring => ({
  ...wiring,
  openState: async () => ({ ...state, close: async () => undefined }),
});
