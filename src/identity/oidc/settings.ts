/** An issuer of OpenID Connect, as the configuration has it. */
export interface OidcSettings {
  /** As people choose it, and as ids of people begin that it names. */
  readonly name: string;
  /** Its URL. */
  readonly issuer: string;
  readonly clientId: string;
  /** Never print it. Absent of public clients, which PKCE alone protects. */
  readonly clientSecret?: string;
  readonly scopes: readonly string[];
  readonly claims: {
    /** Names the person; `sub` is always there. */
    readonly id: string;
    readonly name: string;
    readonly groups: string;
  };
  /** Whether its names of people and groups stand for themselves, and do not begin with its own name. */
  readonly isPrimary: boolean;
}

/** What tells an answer of an issuer from one that somebody else began. */
export interface LoginChecks {
  readonly state: string;
  readonly nonce: string;
  /** Of PKCE. */
  readonly verifier: string;
}

/** What an issuer says of somebody, by claim. */
export type Claims = Readonly<Record<string, unknown>> & { readonly iss: string; readonly sub: string };
