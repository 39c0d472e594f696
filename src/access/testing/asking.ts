import type {
  Actor,
  ColumnClass,
  ColumnResource,
  DatasetResource,
  PipelineResource,
} from '../../kit/access.js';
import { createAccess, type PolicyAccess } from '../create-access.js';

/** Somebody with these roles, and whatever else a test says. */
export const somebody = (roles: readonly string[] = [], more: Partial<Actor> = {}): Actor => ({
  id: 'alice@example.com',
  name: 'Alice',
  roles,
  groups: [],
  attributes: {},
  authentication: { method: 'session', id: 's1', issuer: 'local' },
  ...more,
});

export const orders: PipelineResource = {
  type: 'Pipeline',
  name: 'orders',
  owner: 'finance',
  tags: ['sales'],
};

export const out: DatasetResource = { type: 'Dataset', pipeline: orders, node: 'out' };

export const columnOf = (of: ColumnClass, name = 'email'): ColumnResource => ({
  type: 'Column',
  dataset: out,
  name,
  class: of,
});

/** Access by these policies alone. */
export const accessBy = (text: string, file = 'access/own.cedar'): Promise<PolicyAccess> =>
  createAccess({ files: [{ file, text }] });
