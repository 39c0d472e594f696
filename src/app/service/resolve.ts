import { resolve } from 'node:path';
import type { ArchiveLimits, Channel, Quotas } from '../../gateway/channel.js';
import type { ClamdAddress } from '../../gateway/scan/index.js';
import type { OidcSettings, SessionLimits } from '../../identity/index.js';
import { bytesOf, millisecondsOf } from '../../spec/index.js';
import {
  type Rate,
  rateOf,
  type ServiceDocument,
  scannerAddressOf,
  secretOf,
} from '../../spec/service/index.js';

/** What scans uploads; `none` only where the configuration says so. */
export type ScannerConfig =
  | { readonly kind: 'none' }
  | { readonly kind: 'clamd'; readonly address: ClamdAddress; readonly timeout: number };

/** How people are known, beside the administrator. */
export interface IdentityConfig {
  /** Whether they may have passwords of this service. */
  readonly isLocal: boolean;
  readonly oidc: readonly OidcSettings[];
  readonly sessions: SessionLimits;
}

/** Where the service listens, and how it is reached. */
export interface ListenConfig {
  readonly host: string;
  readonly port: number;
  /** An origin of https. */
  readonly publicUrl?: string;
  /** Whose `X-Forwarded-For` is believed. */
  readonly trustProxy?: readonly string[];
}

/** The configuration of a service with nothing left open: paths absolute, bytes, milliseconds. */
export interface ServiceConfig {
  /** The file, absolute; absent where there is none. */
  readonly file?: string;
  /** Folder that relative paths were taken from. */
  readonly folder: string;
  /** State, uploads, versions of pipelines. */
  readonly data: string;
  readonly listen: ListenConfig;
  /** Postgres that keeps the state, where it is not kept in `data`. It may hold a password: never print it. */
  readonly databaseUrl?: string;
  /** Patterns of the documents that the service knows, from `folder`. */
  readonly pipelines: readonly string[];
  readonly runs: { readonly atOnce: number };
  readonly limits: {
    readonly body: number;
    readonly request: number;
    readonly idle: number;
    readonly requests: Rate;
  };
  /** Absent where nothing is said of it: there are the administrator and tokens then. */
  readonly identity?: IdentityConfig;
  readonly uploads: {
    readonly expire: number;
    readonly examine: number;
    /** Absent only where there are no channels. */
    readonly scanner?: ScannerConfig;
    readonly quotas: Quotas;
    readonly channels: readonly Channel[];
  };
}

type Uploads = NonNullable<ServiceDocument['uploads']>;
type WrittenChannel = NonNullable<Uploads['channels']>[string];

const scannerOf = (written: Uploads['scanner']): ScannerConfig | undefined => {
  if (written === undefined) return undefined;
  if (written === 'none') return { kind: 'none' };
  const address = scannerAddressOf(written.clamd) ?? { host: '127.0.0.1', port: 3310 };
  return { kind: 'clamd', address, timeout: millisecondsOf(written.timeout ?? '60s') };
};

const archivesOf = ({
  entries,
  ratio,
  bytes,
  depth,
}: NonNullable<WrittenChannel['archives']> = {}): ArchiveLimits => ({
  entries: entries ?? 1000,
  ratio: ratio ?? 100,
  bytes: bytesOf(bytes ?? '10GB'),
  depth: depth ?? 2,
});

const channelOf = (name: string, written: WrittenChannel, folder: string): Channel => ({
  name,
  accept: written.accept,
  maxBytes: bytesOf(written.max ?? '1GB'),
  archives: archivesOf(written.archives),
  folder: resolve(folder, written.folder ?? `inbox/${name}`),
  ...(written.digest === 'required' && { digest: written.digest }),
});

const quotasOf = ({ bytes, receiving, bytes_a_day }: NonNullable<Uploads['quotas']> = {}): Quotas => ({
  bytes: bytesOf(bytes ?? '50GB'),
  receiving: receiving ?? 100,
  bytesADay: bytesOf(bytes_a_day ?? '200GB'),
});

const uploadsOf = (written: Uploads, folder: string): ServiceConfig['uploads'] => {
  const scanner = scannerOf(written.scanner);
  return {
    expire: millisecondsOf(written.expire ?? '24h'),
    examine: written.examine ?? 2,
    ...(scanner && { scanner }),
    quotas: quotasOf(written.quotas),
    channels: Object.entries(written.channels ?? {}).map(([name, each]) => channelOf(name, each, folder)),
  };
};

type Environment = Readonly<Record<string, string | undefined>>;
type Identity = NonNullable<ServiceDocument['identity']>;
type Issuer = NonNullable<Identity['oidc']>[string];

const issuerOf = (
  name: string,
  written: Issuer,
  isAlone: boolean,
  environment: Environment,
): OidcSettings => {
  const { issuer, client_id, client_secret, scopes, claims = {}, primary } = written;
  const secret = client_secret === undefined ? undefined : secretOf(client_secret, environment);
  return {
    name,
    issuer,
    clientId: client_id,
    ...(secret === undefined ? {} : { clientSecret: secret }),
    scopes: [...new Set(['openid', ...(scopes ?? ['profile', 'email'])])],
    claims: { id: claims.id ?? 'sub', name: claims.name ?? 'name', groups: claims.groups ?? 'groups' },
    isPrimary: primary ?? isAlone,
  };
};

const identityOf = ({ local, oidc = {}, sessions }: Identity, environment: Environment): IdentityConfig => {
  const issuers = Object.entries(oidc);
  return {
    isLocal: local === true,
    oidc: issuers.map(([name, each]) => issuerOf(name, each, issuers.length === 1, environment)),
    sessions: {
      idle: millisecondsOf(sessions?.idle ?? '30m'),
      absolute: millisecondsOf(sessions?.absolute ?? '12h'),
    },
  };
};

const listenOf = ({ host, port, public_url, trust_proxy }: NonNullable<ServiceDocument['listen']> = {}) => ({
  host: host ?? '127.0.0.1',
  port: port ?? 7460,
  ...(public_url !== undefined && { publicUrl: new URL(public_url).origin }),
  ...(trust_proxy && { trustProxy: trust_proxy }),
});

const limitsOf = ({ body, request, idle, requests }: NonNullable<ServiceDocument['limits']> = {}) => ({
  body: bytesOf(body ?? '1MB'),
  request: millisecondsOf(request ?? '30s'),
  idle: millisecondsOf(idle ?? '30s'),
  requests: rateOf(requests ?? '600/1m'),
});

/** A checked document with all that is usual filled in; documents of pipelines are found apart. */
export const resolved = (
  document: ServiceDocument,
  folder: string,
  environment: Environment,
  file?: string,
): ServiceConfig => ({
  ...(file !== undefined && { file }),
  folder,
  data: resolve(folder, document.data ?? '.millrace/serve'),
  listen: listenOf(document.listen),
  ...(environment['DATABASE_URL'] && { databaseUrl: environment['DATABASE_URL'] }),
  ...(document.identity && { identity: identityOf(document.identity, environment) }),
  pipelines: [],
  runs: { atOnce: document.runs?.at_once ?? 2 },
  limits: limitsOf(document.limits),
  uploads: uploadsOf(document.uploads ?? {}, folder),
});
