import { randomBytes } from 'node:crypto';
import { onTestFinished } from 'vitest';
import type { Clock } from '../../../src/base/clock.js';
import { createDigest, type TokenParts } from '../../../src/identity/index.js';
import type { KeyValues } from '../../../src/kit/index.js';
import { openStateStore } from '../../../src/state/index.js';
import { temporaryFolder } from '../../support/project.js';

/** A clock that stands still until it is moved. */
export interface SetClock extends Clock {
  readonly forward: (milliseconds: number) => void;
}

export const setClock = (start = '2026-03-05T08:00:00.000Z'): SetClock => {
  let now = Date.parse(start);
  return {
    now: () => new Date(now),
    forward: (milliseconds) => {
      now += milliseconds;
    },
  };
};

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

export interface Kept extends TokenParts {
  readonly clock: SetClock;
  readonly values: KeyValues;
}

/** Records in a state store of their own. */
export const keptIn = async (isAlone = true): Promise<Kept> => {
  const state = await openStateStore({ kind: 'folder', folder: await temporaryFolder() });
  onTestFinished(() => state.close());
  const { values } = state;
  return {
    values,
    place: { values, isAlone },
    clock: setClock(),
    random: randomBytes,
    digestOf: createDigest(randomBytes(32)),
  };
};

/** All that is kept, as text. */
export const everything = async (values: KeyValues): Promise<string> => {
  const found = await Promise.all((await values.keys()).map(async (key) => [key, await values.get(key)]));
  return JSON.stringify(found);
};
