import { sql } from 'kysely';
import { failure, type MillraceError } from '../../base/errors/index.js';
import type { Lease, Leases } from '../../kit/state-store.js';
import { acceptedKey, acceptedTime } from '../entries/accepted.js';
import type { SqlContext } from './context.js';
import type { Database } from './tables.js';

const leaseOver = ({ name, token }: Lease): MillraceError =>
  failure(
    'MR7106',
    `lease "${name}" with token ${token} is over: its time is up, or it was given to another`,
  );

const leaseOf = (
  name: string,
  owner: string,
  row: { readonly token: number | string | bigint; readonly expires: Date },
): Lease => ({ name, owner, token: Number(row.token), expires: new Date(row.expires).toISOString() });

const span = (milliseconds: number) => sql`${acceptedTime(milliseconds)} * interval '1 millisecond'`;

/** Holds a lease fast until the transaction ends: nobody can acquire it in between. Throws MR7106. */
export const holdLease = async (db: Database, { now }: SqlContext, lease: Lease): Promise<void> => {
  const held = await db
    .selectFrom('leases')
    .select('token')
    .where('name', '=', lease.name)
    .where('token', '=', lease.token)
    .where('expires', '>', now())
    .forShare()
    .executeTakeFirst();
  if (!held) throw leaseOver(lease);
};

export const sqlLeases = ({ guarded, now }: SqlContext): Leases => ({
  acquire: async (name, owner, milliseconds) => {
    acceptedKey(name);
    const expires = sql<Date>`${now()} + ${span(milliseconds)}`;
    const row = await guarded((db) =>
      db
        .insertInto('leases')
        .values({ name, owner, token: 1, expires })
        .onConflict((conflict) =>
          conflict
            .column('name')
            .doUpdateSet(({ ref }) => ({
              owner: ref('excluded.owner'),
              token: sql<number>`${ref('leases.token')} + 1`,
              expires: ref('excluded.expires'),
            }))
            .where('leases.expires', '<=', now()),
        )
        .returning(['token', 'expires'])
        .executeTakeFirst(),
    );
    return row && leaseOf(name, owner, row);
  },
  renew: async (lease, milliseconds) => {
    const expires = sql<Date>`${now()} + ${span(milliseconds)}`;
    const row = await guarded((db) =>
      db
        .updateTable('leases')
        .set({ expires })
        .where('name', '=', lease.name)
        .where('token', '=', lease.token)
        .where('expires', '>', now())
        .returning(['token', 'expires'])
        .executeTakeFirst(),
    );
    if (!row) throw leaseOver(lease);
    return leaseOf(lease.name, lease.owner, row);
  },
  // The row stays, for its token must never come back.
  release: async ({ name, token }) =>
    void (await guarded((db) =>
      db
        .updateTable('leases')
        .set({ expires: sql<Date>`'-infinity'::timestamptz` })
        .where('name', '=', name)
        .where('token', '=', token)
        .execute(),
    )),
});
