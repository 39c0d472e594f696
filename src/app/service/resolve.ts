import { resolve } from 'node:path';
import type { ArchiveLimits, Channel, Quotas } from '../../gateway/channel.js';
import type { ClamdAddress } from '../../gateway/scan/index.js';
import { bytesOf, millisecondsOf } from '../../spec/index.js';
import { type Rate, rateOf, type ServiceDocument, scannerAddressOf } from '../../spec/service/index.js';

/** What scans uploads; `none` only where the configuration says so. */
export type ScannerConfig =
  | { readonly kind: 'none' }
  | { readonly kind: 'clamd'; readonly address: ClamdAddress; readonly timeout: number };

/** The configuration of a service with nothing left open: paths absolute, bytes, milliseconds. */
export interface ServiceConfig {
  /** The file, absolute; absent where there is none. */
  readonly file?: string;
  /** Folder that relative paths were taken from. */
  readonly folder: string;
  /** State, uploads, versions of pipelines. */
  readonly data: string;
  readonly listen: { readonly host: string; readonly port: number };
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
  { DATABASE_URL: databaseUrl }: Readonly<Record<string, string | undefined>>,
  file?: string,
): ServiceConfig => ({
  ...(file !== undefined && { file }),
  folder,
  data: resolve(folder, document.data ?? '.millrace/serve'),
  listen: { host: document.listen?.host ?? '127.0.0.1', port: document.listen?.port ?? 7460 },
  ...(databaseUrl !== undefined && databaseUrl !== '' && { databaseUrl }),
  pipelines: [],
  runs: { atOnce: document.runs?.at_once ?? 2 },
  limits: limitsOf(document.limits),
  uploads: uploadsOf(document.uploads ?? {}, folder),
});
