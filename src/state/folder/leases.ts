import { failure, type MillraceError } from '../../base/errors/index.js';
import type { Lease, Leases } from '../../kit/state-store.js';
import { acceptedKey, acceptedTime } from '../entries/accepted.js';
import type { FolderContext } from './context.js';
import { readEntry, writeLocked } from './files.js';

/** The newest lease of a name. It stays when it is over: its token must never come back. */
interface LeaseEntry extends Lease {
  readonly isReleased?: true;
}

const leaseEntry =
  (name: string) =>
  (value: unknown): value is LeaseEntry => {
    if (typeof value !== 'object' || value === null) return false;
    const entry = value as Partial<LeaseEntry>;
    return (
      entry.name === name &&
      Number.isSafeInteger(entry.token) &&
      typeof entry.owner === 'string' &&
      !Number.isNaN(Date.parse(entry.expires ?? ''))
    );
  };

const leaseOver = ({ name, token }: Lease, why: string): MillraceError =>
  failure('MR7106', `lease "${name}" with token ${token} is over: ${why}`);

const newestOf = ({ places }: FolderContext, name: string): Promise<LeaseEntry | undefined> =>
  readEntry(places.lease(name), leaseEntry(name));

const isOver = ({ clock }: FolderContext, { isReleased, expires }: LeaseEntry): boolean =>
  isReleased === true || Date.parse(expires) <= clock.now().getTime();

const endOf = ({ clock }: FolderContext, milliseconds: number): string =>
  new Date(clock.now().getTime() + acceptedTime(milliseconds)).toISOString();

const write = async ({ places }: FolderContext, entry: LeaseEntry): Promise<void> =>
  writeLocked(places.lease(entry.name), entry);

/** Holds a lease against the newest of its name. */
const checkHeld = async (context: FolderContext, lease: Lease): Promise<void> => {
  const newest = await newestOf(context, lease.name);
  if (newest === undefined || newest.token !== lease.token)
    throw leaseOver(lease, newest ? `token ${newest.token} has been given out since` : 'there is none');
  if (isOver(context, newest)) throw leaseOver(lease, newest.isReleased ? 'released' : 'its time is up');
};

/** Does work while a lease is its holder's: nobody can acquire it in between. */
export const whileHeld = <T>(
  context: FolderContext,
  lease: Lease | undefined,
  work: () => Promise<T>,
): Promise<T> =>
  lease === undefined
    ? work()
    : context.locked('lease', lease.name, async () => {
        await checkHeld(context, lease);
        return work();
      });

export const folderLeases = (context: FolderContext): Leases => ({
  acquire: async (name, owner, milliseconds) => {
    acceptedKey(name);
    return context.locked('lease', name, async () => {
      const newest = await newestOf(context, name);
      if (newest !== undefined && !isOver(context, newest)) return undefined;
      const lease = { name, owner, token: (newest?.token ?? 0) + 1, expires: endOf(context, milliseconds) };
      await write(context, lease);
      return lease;
    });
  },
  renew: (lease, milliseconds) =>
    whileHeld(context, lease, async () => {
      const { name, owner, token } = lease;
      const renewed = { name, owner, token, expires: endOf(context, milliseconds) };
      await write(context, renewed);
      return renewed;
    }),
  release: ({ name, token }) =>
    context.locked('lease', name, async () => {
      const newest = await newestOf(context, name);
      if (newest?.token === token) await write(context, { ...newest, isReleased: true });
    }),
});
