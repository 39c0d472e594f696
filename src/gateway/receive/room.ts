import { failure } from '../../base/errors/index.js';
import type { Channel } from '../channel.js';
import type { GatewayOptions } from '../options.js';
import type { Disk } from './disk.js';
import type { Holds } from './holds.js';
import { placesOf, type UploadPlaces } from './places.js';
import type { Quota } from './quota.js';
import type { Records } from './records.js';
import type { Session } from './session.js';
import type { Settling } from './settling.js';

/** What the parts of one gateway share. */
export interface Room {
  readonly options: GatewayOptions;
  readonly disk: Disk;
  readonly records: Records;
  readonly sessions: Map<string, Session>;
  readonly holds: Holds;
  readonly quota: Quota;
  readonly settling: Settling;
}

export const placesIn = ({ options }: Room, id: string): UploadPlaces => placesOf(options.folder, id);

/** @throws MR8102 */
export const channelOf = ({ options }: Room, name: string): Channel => {
  const found = options.channels.find((channel) => channel.name === name);
  if (found) return found;
  throw failure('MR8102', `there is no channel ${JSON.stringify(name.slice(0, 80))}`, {
    notes: [`channels: ${options.channels.map((channel) => channel.name).join(', ')}`],
  });
};
