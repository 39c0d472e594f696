import { AsyncLocalStorage } from 'node:async_hooks';
import type { Readable } from 'node:stream';
import { DataStore, Upload } from '@tus/utils';
import type { ActorGateway } from '../../app/service/guarded/uploads.js';
import { failure } from '../../base/errors/index.js';
import type { ChunkChecksum, ExpectedDigests } from '../../gateway/digests.js';
import type { UploadRecord } from '../../gateway/upload.js';
import { mediaType } from './receiving.js';

/** What a request says beside what the library hands to its store. */
export interface TusRequest {
  /** The uploads of whoever asks. */
  readonly gateway: ActorGateway;
  readonly checksums: readonly ChunkChecksum[];
  /** `Repr-Digest`: of the whole file, whichever request it comes with. */
  readonly whole: ExpectedDigests;
  /** Uploads that it writes; one that it creates has no id before. */
  readonly wrote: Set<string>;
}

export const tusRequest = new AsyncLocalStorage<TusRequest>();

/** The request that is being answered. */
export const askedOf = (): TusRequest => {
  const found = tusRequest.getStore();
  if (!found) throw new Error('a request of tus outside of its route');
  return found;
};

const metadataOf = ({ channel, clientName, declaredType }: UploadRecord) => ({
  channel,
  filename: clientName,
  filetype: declaredType,
});

/**
 * The SHA-256 that is promised when an upload is created: it is kept, as the request that has the last byte may be another.
 *
 * @throws MR8023 where there are two of them, or one that cannot be kept
 */
const promisedOf = (inMetadata: string | null | undefined, { whole }: TusRequest): string | undefined => {
  const { 'sha-256': sha256, 'sha-512': sha512 } = whole;
  if (sha512 && !sha256)
    throw failure('MR8023', 'Repr-Digest: where an upload is created, sha-256 is kept alone');
  const [one, other] = [inMetadata?.toLowerCase(), sha256?.toString('hex')];
  if (one && other && one !== other)
    throw failure('MR8023', 'Repr-Digest: it and `sha256` of the metadata are of different bytes');
  return one || other;
};

/** The gateway as the store of the library that speaks tus. */
export class GatewayStore extends DataStore {
  override extensions = [
    'creation',
    'creation-with-upload',
    'creation-defer-length',
    'expiration',
    'termination',
    'checksum',
  ];
  private readonly expiry: number;
  /** Uploads that a request of this process writes, until it has been answered. */
  private readonly writing = new Set<string>();

  constructor(expiry: number) {
    super();
    this.expiry = expiry;
  }

  override async create(upload: Upload): Promise<Upload> {
    const { channel, filename, filetype, sha256 } = upload.metadata ?? {};
    const expectedSha256 = promisedOf(sha256, askedOf());
    const { id, steps } = await askedOf().gateway.begin({
      channel: channel ?? '',
      clientName: filename ?? '',
      declaredType: mediaType(filetype ?? undefined),
      ...(upload.size === undefined ? {} : { length: upload.size }),
      ...(expectedSha256 === undefined ? {} : { expectedSha256 }),
    });
    upload.id = id;
    upload.creation_date = steps[0]?.at ?? '';
    return upload;
  }

  override write(stream: Readable, id: string, offset: number): Promise<number> {
    this.writing.add(id);
    askedOf().wrote.add(id);
    return askedOf().gateway.append(id, offset, stream, ...askedOf().checksums);
  }

  /** The request that wrote is over. */
  written({ wrote }: TusRequest): void {
    for (const id of wrote) this.writing.delete(id);
  }

  override async getUpload(id: string): Promise<Upload> {
    const offset = await askedOf().gateway.offset(id);
    const record = await this.finished(await askedOf().gateway.get(id), offset);
    return new Upload({
      id,
      ...(record.length === undefined ? {} : { size: record.length }),
      offset,
      metadata: metadataOf(record),
      creation_date: new Date(Date.parse(record.expires) - this.expiry).toISOString(),
    });
  }

  /** Where a process was killed between the last byte and the end, the client sees that all is there and sends no more. */
  private async finished(record: UploadRecord, offset: number): Promise<UploadRecord> {
    const isLeft = record.state === 'receiving' && record.length === offset && !this.writing.has(record.id);
    return isLeft ? askedOf().gateway.complete(record.id) : record;
  }

  override async declareUploadLength(id: string, length: number): Promise<void> {
    await askedOf().gateway.setLength(id, length);
  }

  override remove(id: string): Promise<void> {
    return askedOf().gateway.remove(id);
  }

  override getExpiration(): number {
    return this.expiry;
  }
}
