import { describe, expect, it } from 'vitest';
import { bytes, count, counted, duration, moment } from './format.js';

/** Thin and fixed spaces as plain ones, so that the cases can be read. */
const plain = (text: string) => text.replaceAll(/[\u202f\u00a0]/g, ' ');

describe('numbers for people', () => {
  it.each([
    [0, '0'],
    [999, '999'],
    [1000, '1 000'],
    [5_819_079, '5 819 079'],
    [-12_345.678, '-12 345.678'],
    [1e21, '1e+21'],
  ])('count %d', (value, text) => expect(plain(count(value))).toBe(text));

  it('counts one and many', () => {
    expect([1, 2, 0].map((value) => plain(counted(value, 'row')))).toEqual(['1 row', '2 rows', '0 rows']);
  });

  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1000, '1 kB'],
    [11_824, '11.8 kB'],
    [1_240_000, '1.24 MB'],
    [512_000_000, '512 MB'],
    [1e9, '1 GB'],
  ])('bytes %d', (value, text) => expect(plain(bytes(value))).toBe(text));

  it.each([
    [0, '0 ms'],
    [0.0004, '< 1 ms'],
    [0.0316, '32 ms'],
    [0.9999, '1.00 s'],
    [3.168, '3.17 s'],
    [59.94, '59.9 s'],
    [59.96, '1 min 00 s'],
    [125, '2 min 05 s'],
    [3599.9, '1 h 00 min'],
    [90_000, '25 h 00 min'],
  ])('duration %d', (value, text) => expect(plain(duration(value))).toBe(text));

  it('says times in UTC, and leaves alone what is none', () => {
    expect(moment('2026-01-31T09:30:00.123Z')).toBe('31 Jan 2026, 09:30:00 UTC');
    expect(moment('2026-13-31T09:30:00Z')).toBe('2026-13-31T09:30:00Z');
    expect(moment('<b>')).toBe('<b>');
  });
});
