import { describe, expect, it } from 'vitest';
import type { AccessAction, AccessScope } from '../../kit/access.js';
import { createAccess } from '../create-access.js';
import { shippedPolicies } from '../shipped/index.js';
import { columnOf, orders, out, somebody } from '../testing/asking.js';

const access = createAccess({ files: shippedPolicies });
const columns = [
  { name: 'id', class: 'none' },
  { name: 'email', class: 'personal' },
] as const;

const shownWith = async (scope: AccessScope) => {
  const { rows, columns: shown } = (await access).grant(
    somebody(['viewer'], { scope }),
    'dataset.read',
    out,
    columns,
  );
  return [rows.isAllowed, ...shown.map((column) => column.shown)];
};

describe('the scope of a token', () => {
  it('refuses what is outside of it, and says so', async () => {
    const { decide } = await access;
    const token = somebody(['viewer'], { scope: { actions: ['run.read'], pipelines: ['orders'] } });
    expect(decide(token, 'run.read', orders).isAllowed).toBe(true);
    expect(decide(token, 'run.read', { ...orders, name: 'other' })).toEqual({
      isAllowed: false,
      policies: ['scope'],
    });
    expect(decide(token, 'dataset.read', out)).toEqual({ isAllowed: false, policies: ['scope'] });
  });

  it('allows nothing that its owner may not do', async () => {
    const { decide } = await access;
    const actions: readonly AccessAction[] = ['column.read', 'service.manage'];
    const token = somebody(['viewer'], { scope: { actions } });
    expect(decide(token, 'column.read', columnOf('personal'))).toEqual({ isAllowed: false, policies: [] });
    expect(decide(token, 'service.manage', { type: 'Service' })).toEqual({ isAllowed: false, policies: [] });
    expect(
      decide(somebody(['admin'], { scope: { actions: [] } }), 'service.manage', { type: 'Service' })
        .isAllowed,
    ).toBe(false);
  });

  it('of pipelines has neither the service nor channels in it', async () => {
    const { decide } = await access;
    const token = somebody(['admin'], { scope: { pipelines: ['orders', 'service'] } });
    expect(decide(token, 'service.manage', { type: 'Service' }).policies).toEqual(['scope']);
    expect(decide(token, 'upload.write', { type: 'Channel', name: 'orders' }).policies).toEqual(['scope']);
    expect(decide(token, 'run.start', orders).isAllowed).toBe(true);
  });

  it('takes columns with rows, unless it says which', async () => {
    expect(await shownWith({})).toEqual([true, 'clear', 'mask']);
    expect(await shownWith({ actions: ['dataset.read'] })).toEqual([true, 'clear', 'mask']);
    expect(await shownWith({ actions: ['dataset.read', 'column.read'] })).toEqual([true, 'clear', 'absent']);
    expect(await shownWith({ actions: ['dataset.read', 'column.masked'] })).toEqual([true, 'absent', 'mask']);
    expect(await shownWith({ actions: ['column.read'] })).toEqual([false, 'absent', 'absent']);
    expect(await shownWith({ pipelines: ['other'] })).toEqual([false, 'absent', 'absent']);
  });
});
