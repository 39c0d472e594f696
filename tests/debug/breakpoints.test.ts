import { describe, expect, it } from 'vitest';
import { last, orders, sessionOf } from './support.js';

describe('a breakpoint', () => {
  it('stops before a node, for one with a contract before its first part', async () => {
    const session = await sessionOf(await orders());
    const first = await last(session, 'continue', 'break by_country', 'continue');
    expect(first.ran.at(-1)?.node).toBe('named');
    expect(first.next).toBe('by_country.raw');
    expect(first.stop).toEqual({ why: 'breakpoint', breakpoint: { id: 1, node: 'by_country' } });
  });

  it('with a condition stops after a node that has such rows, and shows some', async () => {
    const session = await sessionOf(await orders());
    const { stop, next } = await last(
      session,
      'continue',
      'break large where amount > $least and email is not null',
      'b named where amount > 1000000',
      'c',
    );
    expect(next).toBe('taxed');
    if (stop.why !== 'breakpoint') throw new Error(`stopped at ${stop.why}`);
    expect(stop.found).toMatchObject({ matching: 3, of: 4 });
    expect(stop.found?.first.numbers).toEqual([2, 3, 4]);
    const rest = await last(session, 'continue', 'c');
    expect(rest.stop.why).toBe('end');
    expect(rest.end?.record.status).toBe('succeeded');
  });

  it('stops where `next` runs the node, too', async () => {
    const session = await sessionOf(await orders());
    const { stop } = await last(session, 'next', "b orders.read where amount = 'abc'", 'next');
    expect(stop).toMatchObject({ why: 'breakpoint', found: { matching: 1, of: 8 } });
  });

  it('is listed and removed', async () => {
    const session = await sessionOf(await orders());
    const { breakpoints } = await last(session, 'break', 'b large', 'b taxed where id = 1', 'break');
    expect(breakpoints).toEqual([
      { id: 1, node: 'large' },
      { id: 2, node: 'taxed', where: 'id = 1' },
    ]);
    const left = await last(session, 'delete', 'delete 1');
    expect(left.breakpoints.map(({ id }) => id)).toEqual([2]);
    const { nodes } = await last(session, 'list', 'list');
    expect(nodes.flatMap((node) => node.breakpoints)).toEqual([2]);
  });
});
