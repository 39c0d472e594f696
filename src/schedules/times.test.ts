import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Schedule } from '../spec/index.js';
import { dueTimes, momentIn, nextTimes, partitionsBetween, timesBetween, zoned } from './index.js';

const localTimes = (cron: string, timezone: string, after: string, count: number) =>
  nextTimes({ cron, timezone }, new Date(after), count).map((at) => zoned(at, timezone));

describe('a fixed time on a day on which clocks change', () => {
  it.each([
    ['Europe/Berlin', '30 2 * * *', '2026-03-28T12:00Z', '2026-03-29T03:00:00+02:00'],
    ['America/New_York', '30 2 * * *', '2026-03-07T12:00Z', '2026-03-08T03:00:00-04:00'],
    ['Australia/Lord_Howe', '15 2 * * *', '2026-10-03T12:00Z', '2026-10-04T02:30:00+11:00'],
  ])('%s: %s comes at the end of the gap', (zone, cron, after, at) => {
    const [first, second] = localTimes(cron, zone, after, 2);
    expect(first).toBe(at);
    expect(second?.slice(11, 16)).toBe(`0${cron.split(' ')[1]}:${cron.split(' ')[0]}`);
  });

  it.each([
    [
      'Europe/Berlin',
      '30 2 * * *',
      '2026-10-24T12:00Z',
      ['2026-10-25T02:30:00+02:00', '2026-10-26T02:30:00+01:00'],
    ],
    [
      'America/New_York',
      '30 1 * * *',
      '2026-10-31T12:00Z',
      ['2026-11-01T01:30:00-04:00', '2026-11-02T01:30:00-05:00'],
    ],
    [
      'Australia/Lord_Howe',
      '45 1 * * *',
      '2026-04-04T12:00Z',
      ['2026-04-05T01:45:00+11:00', '2026-04-06T01:45:00+10:30'],
    ],
  ])('%s: %s comes once, the first of two times', (zone, cron, after, times) => {
    expect(localTimes(cron, zone, after, 2)).toEqual(times);
  });

  it('comes once where the one in the gap and the one after it are the same moment', () => {
    expect(localTimes('0 2,3 * * *', 'Europe/Berlin', '2026-03-28T12:00Z', 2)).toEqual([
      '2026-03-29T03:00:00+02:00',
      '2026-03-30T02:00:00+02:00',
    ]);
  });

  it('comes once, too, for who asks between the two', () => {
    expect(localTimes('30 2 * * *', 'Europe/Berlin', '2026-10-25T00:45Z', 1)).toEqual([
      '2026-10-26T02:30:00+01:00',
    ]);
  });
});

describe('a time that follows the clock', () => {
  it('comes every hour, with 23 and 25 of them a day', () => {
    const hours = (from: string, to: string) =>
      timesBetween({ cron: '0 * * * *', timezone: 'Europe/Berlin' }, new Date(from), new Date(to)).length;
    expect(hours('2026-03-28T23:00Z', '2026-03-29T22:00Z')).toBe(23);
    expect(hours('2026-10-24T22:00Z', '2026-10-25T23:00Z')).toBe(25);
  });
});

const zones = fc.constantFrom(
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'Australia/Lord_Howe',
  'America/Havana',
);
const crons = fc.constantFrom(
  '30 2 * * *',
  '*/20 * * * *',
  '0 0 * * MON',
  '15 1,2,3 * * *',
  '0 */7 * * *',
  '0 0 1 * *',
);
const days = fc.integer({ min: 0, max: 700 }).map((day) => Date.UTC(2025, 0, 1) + day * 86_400_000);
const HOUR = 3_600_000;

/** Looks now and then, as schedulers that end and begin do. */
const looked = (
  schedule: Schedule,
  from: number,
  steps: readonly number[],
): readonly (readonly number[])[] => {
  let since = from;
  return steps.map((step) => {
    const now = since + step * 1000;
    const { times } = dueTimes(schedule, new Date(since), new Date(now));
    since = now;
    return times.map((time) => time.getTime());
  });
};

describe('times that are due', () => {
  const steps = fc.array(fc.integer({ min: 1, max: 60 * 3600 }), { minLength: 1, maxLength: 8 });

  it('under "all" are each fired once and none is lost, however a scheduler is ended and begun', () => {
    fc.assert(
      fc.property(zones, crons, days, steps, (timezone, cron, from, waits) => {
        const schedule: Schedule = { cron, timezone, catch_up: 'all' };
        const end = from + waits.reduce((sum, wait) => sum + wait, 0) * 1000;
        const all = timesBetween(schedule, new Date(from), new Date(end)).map((time) => time.getTime());
        expect(looked(schedule, from, waits).flat()).toEqual(all);
        expect(new Set(all).size).toBe(all.length);
      }),
      { numRuns: 60 },
    );
  });

  it('under "last" are the last one of each look', () => {
    fc.assert(
      fc.property(zones, crons, days, steps, (timezone, cron, from, waits) => {
        const every = looked({ cron, timezone, catch_up: 'all' }, from, waits);
        expect(looked({ cron, timezone, catch_up: 'last' }, from, waits)).toEqual(
          every.map((times) => times.slice(-1)),
        );
      }),
      { numRuns: 60 },
    );
  });

  it('under "none" are those that are on time', () => {
    const schedule: Schedule = { cron: '0 * * * *', catch_up: 'none' };
    const due = (since: string, now: string) => dueTimes(schedule, new Date(since), new Date(now)).times;
    expect(due('2026-01-01T00:30Z', '2026-01-01T05:00:30Z')).toEqual([new Date('2026-01-01T05:00Z')]);
    expect(due('2026-01-01T00:30Z', '2026-01-01T05:02:00Z')).toEqual([]);
  });

  it('past the limit of "all" are the newest, and it is told which are left out', () => {
    const schedule: Schedule = { cron: '0 * * * *', catch_up: { all: 3 } };
    const due = dueTimes(schedule, new Date('2020-01-01T00:30Z'), new Date('2026-01-01T05:30Z'));
    expect(due.times.map((time) => time.toISOString().slice(11, 13))).toEqual(['03', '04', '05']);
    expect(due.leftOut?.before).toEqual(due.times[0]);
  });
});

describe('partitions', () => {
  const hoursOf = (zone: string, from: string, to: string) =>
    partitionsBetween(
      'day',
      zone,
      momentIn(from, zone) ?? new Date(0),
      momentIn(to, zone) ?? new Date(0),
    ).map(({ key, from: begin, to: end }) => `${key} ${(end.getTime() - begin.getTime()) / HOUR}`);

  it.each([
    ['Europe/Berlin', '2026-03-28', '2026-03-31', ['2026-03-28 24', '2026-03-29 23', '2026-03-30 24']],
    ['Europe/Berlin', '2026-10-25', '2026-10-26', ['2026-10-25 25']],
    ['America/New_York', '2026-03-08', '2026-03-09', ['2026-03-08 23']],
    ['America/New_York', '2026-11-01', '2026-11-02', ['2026-11-01 25']],
    ['Australia/Lord_Howe', '2026-10-04', '2026-10-05', ['2026-10-04 23.5']],
    ['Australia/Lord_Howe', '2026-04-05', '2026-04-06', ['2026-04-05 24.5']],
    // Midnight is in the gap: the day begins at one.
    ['America/Sao_Paulo', '2018-11-04', '2018-11-05', ['2018-11-04 23']],
  ])('by day in %s from %s to %s have as many hours as the day has', (zone, from, to, days) => {
    expect(hoursOf(zone, from, to)).toEqual(days);
  });

  it('by hour have names of their own where an hour comes twice', () => {
    const zone = 'Europe/Berlin';
    const [from, to] = ['2026-10-25T02:00', '2026-10-25T04:00'].map(
      (text) => momentIn(text, zone) ?? new Date(0),
    );
    expect(
      partitionsBetween('hour', zone, from ?? new Date(0), to ?? new Date(0)).map(({ key }) => key),
    ).toEqual(['2026-10-25T02+0200', '2026-10-25T02+0100', '2026-10-25T03+0100']);
  });

  it('leave nothing out and hold nothing twice: each begins where the one before it ends', () => {
    const units = fc.constantFrom('hour', 'day', 'week', 'month' as const);
    fc.assert(
      fc.property(zones, units, days, (zone, by, from) => {
        const [first] = partitionsBetween(by, zone, new Date(from), new Date(from + 1));
        const begin = first?.to ?? new Date(from);
        const all = partitionsBetween(by, zone, begin, new Date(begin.getTime() + 100 * 24 * HOUR));
        expect(all.length).toBeGreaterThan(2);
        expect(all[0]?.from).toEqual(begin);
        for (const [index, each] of all.entries()) {
          expect(each.to > each.from).toBe(true);
          if (index > 0) expect(each.from).toEqual(all[index - 1]?.to);
        }
        expect(new Set(all.map(({ key }) => key)).size).toBe(all.length);
      }),
      { numRuns: 40 },
    );
  });
});
