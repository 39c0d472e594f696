import type { Clock } from '../../base/clock.js';
import { failure } from '../../base/errors/index.js';
import type { Quotas } from '../channel.js';
import type { UploadRecord } from '../upload.js';
import type { Records } from './records.js';
import type { Session } from './session.js';

const DAY = 86_400_000;

export interface QuotaOrder {
  readonly records: Records;
  readonly sessions: ReadonlyMap<string, Session>;
  readonly quotas: (principal: string) => Quotas;
  readonly clock: Clock;
}

/** What the principals of a gateway use, and whether they may use more. */
export interface Quota {
  /**
   * Counts an upload that is about to begin, until its record is there. Asked and counted in one step, so that many
   * that begin at once do not all find room.
   *
   * @throws MR8113
   */
  readonly begin: (record: UploadRecord) => void;
  readonly begun: (record: UploadRecord) => void;
  /** Holds the bytes that an upload is to have against what the others use. @throws MR8113 */
  readonly grow: (record: UploadRecord, bytes: number) => void;
  /** Counts what is removed on the day that it began, so that removing does not give a new day. */
  readonly removed: (record: UploadRecord) => void;
}

interface Used {
  readonly id: string;
  readonly principal: string;
  readonly begun: string;
  readonly bytes: number;
}

const used = (principal: string, what: string, limit: number) =>
  failure('MR8113', `${JSON.stringify(principal)} may have ${limit} ${what}`);

const total = (items: Iterable<Used>, { principal, id }: UploadRecord): number => {
  let sum = 0;
  for (const item of items) if (item.principal === principal && item.id !== id) sum += item.bytes;
  return sum;
};

export const createQuota = ({ records, sessions, quotas, clock }: QuotaOrder): Quota => {
  const beginning = new Map<string, UploadRecord>();
  const gone = new Map<string, Used>();

  const sizeOf = (record: UploadRecord): number =>
    record.bytes ?? Math.max(record.length ?? 0, sessions.get(record.id)?.reserved ?? 0);
  const usedBy = (record: UploadRecord): Used => ({
    id: record.id,
    principal: record.principal,
    begun: record.steps[0]?.at ?? '',
    bytes: sizeOf(record),
  });
  function* held(): Iterable<Used> {
    for (const record of records.live.values()) yield usedBy(record);
    for (const record of beginning.values()) yield usedBy(record);
  }
  function* ofDay(): Iterable<Used> {
    const since = new Date(clock.now().getTime() - DAY).toISOString();
    for (const [id, item] of gone) if (item.begun < since) gone.delete(id);
    yield* gone.values();
    for (const record of beginning.values()) yield usedBy(record);
    for (const summary of records.newest()) {
      if (summary.begun < since) return;
      const live = records.live.get(summary.id);
      yield live ? usedBy(live) : summary;
    }
  }
  const receiving = ({ principal }: UploadRecord): number =>
    [...records.live.values(), ...beginning.values()].filter(
      (other) => other.principal === principal && other.state === 'receiving',
    ).length;
  const grow = (record: UploadRecord, bytes: number): void => {
    const { principal } = record;
    const limits = quotas(principal);
    if (total(held(), record) + bytes > limits.bytes)
      throw used(principal, 'bytes in the gateway at a time', limits.bytes);
    if (total(ofDay(), record) + bytes > limits.bytesADay)
      throw used(principal, 'bytes a day', limits.bytesADay);
  };
  return {
    grow,
    begin: (record) => {
      const { principal } = record;
      const limit = quotas(principal).receiving;
      if (receiving(record) >= limit) throw used(principal, 'uploads under way', limit);
      // Where no length is declared there must be room for something at least.
      grow(record, record.length ?? 1);
      beginning.set(record.id, record);
    },
    begun: ({ id }) => void beginning.delete(id),
    removed: (record) => void gone.set(record.id, usedBy(record)),
  };
};
