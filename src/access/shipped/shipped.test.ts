import { describe, expect, it } from 'vitest';
import { type AccessResource, accessActions, type ColumnClass } from '../../kit/access.js';
import { resourceTypeOf } from '../cedar/schema.js';
import { createAccess } from '../create-access.js';
import { explainDecision } from '../explain.js';
import { columnOf, orders, out, somebody } from '../testing/asking.js';
import { shippedPolicies, shippedRoles } from './index.js';

const resources: Readonly<Record<AccessResource['type'], AccessResource>> = {
  Service: { type: 'Service' },
  Pipeline: orders,
  Channel: { type: 'Channel', name: 'orders' },
  Dataset: out,
  Column: columnOf('none'),
};

const shipped = createAccess({ files: shippedPolicies });

describe('the shipped roles', () => {
  it('may do what they are for, and nothing else', async () => {
    const { decide, warnings } = await shipped;
    const may = (role: string) =>
      accessActions
        .filter((action) => !['column.read', 'column.masked'].includes(action))
        .filter((action) => decide(somebody([role]), action, resources[resourceTypeOf(action)]).isAllowed)
        .join(' ');
    expect(Object.fromEntries(shippedRoles.map((role) => [role, may(role)]))).toEqual({
      viewer: 'pipeline.read run.read dataset.describe dataset.read',
      operator:
        'pipeline.read run.read run.start run.cancel quarantine.read channel.read upload.write upload.read upload.manage dataset.describe dataset.read',
      author:
        'pipeline.read document.read document.write run.read quarantine.read dataset.describe dataset.read',
      steward:
        'pipeline.read run.read run.replay quarantine.read dataset.describe dataset.read column.classify',
      admin:
        'pipeline.read document.read document.write run.read run.start run.cancel quarantine.read channel.read upload.write upload.read upload.manage dataset.describe dataset.read access.explain access.manage audit.read service.manage',
    });
    expect(may('nobody')).toBe('');
    expect(warnings).toEqual([]);
  });

  it('see columns by their class, in datasets as in quarantine', async () => {
    const { grant } = await shipped;
    const classes: readonly ColumnClass[] = ['none', 'personal', 'sensitive'];
    const columns = classes.map((of) => ({ name: of, class: of }));
    const seen = (role: string, action: 'dataset.read' | 'quarantine.read') => {
      const { rows, columns: shown } = grant(somebody([role]), action, out, columns);
      return [rows.isAllowed && rows.filter === undefined, ...shown.map((column) => column.shown)].join(' ');
    };
    const masked = 'true clear mask absent';
    for (const role of ['viewer', 'operator', 'author', 'admin'])
      expect(seen(role, 'dataset.read')).toBe(masked);
    for (const role of ['operator', 'author', 'admin']) expect(seen(role, 'quarantine.read')).toBe(masked);
    expect(seen('viewer', 'quarantine.read')).toBe('false absent absent absent');
    expect(seen('steward', 'dataset.read')).toBe('true clear clear clear');
    expect(seen('steward', 'quarantine.read')).toBe('true clear clear clear');
  });

  it('add up', async () => {
    const { grant } = await shipped;
    const { columns } = grant(somebody(['admin', 'steward']), 'dataset.read', out, [
      { name: 'a', class: 'sensitive' },
    ]);
    expect(columns).toEqual([{ name: 'a', class: 'sensitive', shown: 'clear', policies: ['steward-clear'] }]);
  });

  it('are told of where somebody lacks one', async () => {
    const { allowedWith, permits } = explainDecision(
      await shipped,
      somebody(['viewer']),
      'run.start',
      orders,
    );
    expect(allowedWith).toEqual([
      { role: 'operator', policies: ['operator-runs'] },
      { role: 'admin', policies: ['admin-runs'] },
    ]);
    expect(permits.map(({ id, file, line }) => `${id} ${file}:${line}`)).toEqual([
      'operator-runs shipped/operator.cedar:16',
      'admin-runs shipped/admin.cedar:30',
    ]);
  });
});
