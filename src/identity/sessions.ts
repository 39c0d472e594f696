import { createRecords, type Kept } from './records.js';
import { newId, newSecret } from './secrets.js';
import type { TokenParts } from './tokens.js';

/** A session of somebody who logged in, as it is kept: without the secret of its cookie. */
export interface Session {
  /** Tells it from others; opens nothing. */
  readonly id: string;
  readonly person: string;
  /** The name of an issuer, or `local`. */
  readonly issuer: string;
  /** ISO 8601 UTC, as all times here. */
  readonly begunAt: string;
  /** To the minute. */
  readonly usedAt: string;
  readonly address?: string;
  readonly agent?: string;
}

/** How long sessions last, in milliseconds. */
export interface SessionLimits {
  /** Without a request. */
  readonly idle: number;
  /** Whatever is asked. */
  readonly absolute: number;
}

export interface Sessions {
  /** A new one, always with a secret of its own. */
  readonly begin: (
    session: Pick<Session, 'person' | 'issuer' | 'address' | 'agent'>,
  ) => Promise<{ readonly session: Session; readonly secret: string }>;
  /** The session that a secret opens, unless it has ended. `isLook`: it is not kept open by that. */
  readonly find: (secret: string, isLook?: boolean) => Promise<Session | undefined>;
  /** Of a person, or of all. */
  readonly list: (person?: string) => Promise<readonly Session[]>;
  readonly end: (id: string) => Promise<void>;
  /** Ends all of a person; `but` is the id of one that goes on. */
  readonly endAll: (person: string, but?: string) => Promise<number>;
  /** Removes those that have ended by themselves. */
  readonly sweep: () => Promise<void>;
}

const MINUTE = 60_000;

export const createSessions = (
  { place, clock, random, digestOf }: TokenParts,
  { idle, absolute }: SessionLimits,
): Sessions => {
  const records = createRecords<Session>(place, 'identity/sessions/');
  const since = (time: string): number => clock.now().getTime() - Date.parse(time);
  const isOver = ({ begunAt, usedAt }: Session): boolean =>
    since(begunAt) >= absolute || since(usedAt) >= idle;
  const coarse = Math.min(MINUTE, idle / 10);
  /** One that is ended meanwhile stays ended: its version is another then. */
  const use = async (name: string, { value, version }: Kept<Session>): Promise<void> => {
    if (since(value.usedAt) < coarse) return;
    await records.put(name, { ...value, usedAt: clock.now().toISOString() }, version);
  };
  const endWhere = async (isMeant: (session: Session) => boolean): Promise<number> => {
    const meant = (await records.all()).filter(({ value }) => isMeant(value));
    for (const { name } of meant) await records.remove(name);
    return meant.length;
  };
  return {
    begin: async (session) => {
      const [id, secret] = [newId(random), newSecret(random)];
      const now = clock.now().toISOString();
      const begun = { id, ...session, begunAt: now, usedAt: now };
      await records.put(digestOf('session', secret), begun, 0);
      return { session: begun, secret };
    },
    find: async (secret, isLook = false) => {
      const name = digestOf('session', secret);
      const kept = await records.get(name);
      if (!kept) return undefined;
      if (isOver(kept.value)) {
        await records.remove(name);
        return undefined;
      }
      if (!isLook) await use(name, kept);
      return kept.value;
    },
    list: async (person) =>
      (await records.all())
        .map(({ value }) => value)
        .filter((session) => !isOver(session) && (person === undefined || session.person === person)),
    end: async (id) => void (await endWhere((session) => session.id === id)),
    endAll: (person, but) => endWhere((session) => session.person === person && session.id !== but),
    sweep: async () => void (await endWhere(isOver)),
  };
};
