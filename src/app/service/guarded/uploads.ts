import { failure } from '../../../base/errors/index.js';
import type { Channel } from '../../../gateway/channel.js';
import type { BeginUpload, Gateway, UploadRecord } from '../../../gateway/index.js';
import type { AccessAction, ChannelResource } from '../../../kit/index.js';
import type { Uploads } from '../uploads.js';
import type { Guard } from './guard.js';
import { pageOf } from './page-of.js';

/** The gateway in the name of whoever asks. */
export interface ActorGateway extends Omit<Gateway, 'begin' | 'close'> {
  readonly begin: (asked: Omit<BeginUpload, 'principal'>) => Promise<UploadRecord>;
}

/** Where somebody may send files, and the uploads that they may see. */
export interface ActorUploads {
  readonly channels: () => Promise<readonly Channel[]>;
  readonly gateway: ActorGateway;
}

const channel = (name: string): ChannelResource => ({ type: 'Channel', name });

const upload = ({ id }: Pick<UploadRecord, 'id'>) => ({ about: { type: 'Upload', id } });

export const guardedUploads = ({ gateway, channels }: Uploads, guard: Guard): ActorUploads => {
  const { may, does, lists, refused, actor } = guard;
  const isOwn = ({ principal, channel: name }: UploadRecord): boolean =>
    principal === actor.id && may('upload.write', channel(name));
  const sees = (record: UploadRecord): boolean =>
    may('upload.read', channel(record.channel)) || isOwn(record);
  const seen = async (id: string): Promise<UploadRecord> => {
    const record = await gateway.get(id);
    if (sees(record)) return record;
    await refused({ action: 'upload.read', on: channel(record.channel), ...upload(record) });
    throw failure('MR8103', `there is no upload "${id}"`);
  };
  /** Whose upload it is goes on with it; nobody else's bytes come into it. */
  const written = async (id: string): Promise<UploadRecord> => {
    const record = await seen(id);
    if (isOwn(record)) return record;
    return does(
      { action: 'upload.manage', on: channel(record.channel), ...upload(record) },
      async () => record,
    );
  };
  const managed = async (id: string, action: AccessAction, work: () => Promise<UploadRecord | undefined>) => {
    const record = await seen(id);
    const allowed = action === 'upload.manage' && isOwn(record) ? 'upload.write' : action;
    return does({ action: allowed, on: channel(record.channel), ...upload(record), isChange: true }, work);
  };
  return {
    channels: () =>
      lists({ action: 'channel.read', on: { type: 'Service' } }, async () =>
        channels.filter(
          ({ name }) => may('channel.read', channel(name)) || may('upload.write', channel(name)),
        ),
      ),
    gateway: {
      begin: (asked) =>
        does(
          { action: 'upload.write', on: channel(asked.channel), isChange: true },
          () => gateway.begin({ ...asked, principal: actor.id }),
          ({ id }) => ({ resource: { type: 'Upload', id } }),
        ),
      append: async (id, ...words) => {
        await written(id);
        return gateway.append(id, ...words);
      },
      offset: async (id) => {
        await seen(id);
        return gateway.offset(id);
      },
      setLength: async (id, length) => {
        await written(id);
        return gateway.setLength(id, length);
      },
      complete: async (id, digests) => {
        const record = await written(id);
        const on = channel(record.channel);
        const asked = { action: 'upload.write', on, ...upload(record), isChange: true } as const;
        return does(
          asked,
          () => gateway.complete(id, digests),
          ({ sha256 = '', bytes = 0 }) => ({
            details: { sha256, bytes },
          }),
        );
      },
      get: async (id) => {
        const record = await seen(id);
        const action = may('upload.read', channel(record.channel)) ? 'upload.read' : 'upload.write';
        return does({ action, on: channel(record.channel), ...upload(record) }, async () => record);
      },
      list: (filter) =>
        lists({ action: 'upload.read', on: { type: 'Service' } }, () =>
          pageOf(filter.limit, {
            more: (last: UploadRecord | undefined, limit) =>
              gateway.list({ ...filter, limit, ...(last ? { after: last.id } : {}) }),
            isIn: async (record) => sees(record),
          }),
        ),
      remove: async (id) => {
        await managed(id, 'upload.manage', async () => {
          await gateway.remove(id);
          return undefined;
        });
      },
      retry: async (id) => {
        const record = await managed(id, 'upload.manage', () => gateway.retry(id));
        if (!record) throw new Error('an upload that is examined anew has no record');
        return record;
      },
      settled: async (id, signal) => {
        await seen(id);
        return gateway.settled(id, signal);
      },
    },
  };
};
