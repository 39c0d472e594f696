import type { Provenance } from '../../../identity/index.js';

/** What a request says of who makes it, before anything of it is believed. */
export interface RequestFacts extends Provenance {
  readonly method: string;
  /** Of `Authorization: Bearer`. */
  readonly token?: string;
  /** Of the cookie of a session. */
  readonly session?: string;
  /** The `Host` that was asked, with its port. */
  readonly host?: string;
  readonly address: string;
  readonly agent?: string;
}

/** Where a request came from, as actors and records have it. */
export const fromOf = ({
  address,
  agent,
}: RequestFacts): { readonly address: string; readonly agent?: string } => ({
  address,
  ...(agent === undefined ? {} : { agent: agent.slice(0, 200) }),
});
