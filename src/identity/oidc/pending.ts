import { failure } from '../../base/errors/index.js';
import { createRecords } from '../records.js';
import { newSecret } from '../secrets.js';
import type { TokenParts } from '../tokens.js';
import type { LoginChecks } from './settings.js';

/** A login that is under way at an issuer. */
export interface PendingLogin {
  /** The name of the issuer. */
  readonly issuer: string;
  readonly checks: LoginChecks;
  /** A path of this service. */
  readonly returnTo: string;
  /** ISO 8601 UTC. */
  readonly begunAt: string;
}

export interface PendingLogins {
  /** `secret` is for the cookie of the browser that began it. */
  readonly begin: (
    issuer: string,
    returnTo: string,
  ) => Promise<{ readonly login: PendingLogin; readonly secret: string }>;
  /** The login of a cookie, for this one time. Throws MR8704 where there is none, or of another issuer. */
  readonly take: (secret: string | undefined, issuer: string) => Promise<PendingLogin>;
  readonly sweep: () => Promise<void>;
}

const LASTS = 10 * 60_000;

export const createPendingLogins = ({ place, clock, random, digestOf }: TokenParts): PendingLogins => {
  const records = createRecords<PendingLogin>(place, 'identity/logins/');
  const isOver = ({ begunAt }: PendingLogin): boolean => clock.now().getTime() - Date.parse(begunAt) >= LASTS;
  return {
    begin: async (issuer, returnTo) => {
      const secret = newSecret(random);
      const checks = { state: newSecret(random), nonce: newSecret(random), verifier: newSecret(random) };
      const login = { issuer, checks, returnTo, begunAt: clock.now().toISOString() };
      await records.put(digestOf('login', secret), login, 0);
      return { login, secret };
    },
    take: async (secret, issuer) => {
      const none = failure('MR8704', 'no login of this browser is under way at that issuer');
      if (secret === undefined) throw none;
      const name = digestOf('login', secret);
      const kept = await records.get(name);
      // Of two answers at one time one is taken.
      if (!kept || !(await records.remove(name, kept.version))) throw none;
      if (isOver(kept.value)) throw failure('MR8704', 'the login took longer than ten minutes');
      if (kept.value.issuer !== issuer) throw none;
      return kept.value;
    },
    sweep: async () => {
      for (const { name, value } of await records.all()) if (isOver(value)) await records.remove(name);
    },
  };
};
